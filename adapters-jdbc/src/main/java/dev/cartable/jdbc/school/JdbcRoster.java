package dev.cartable.jdbc.school;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.port.Roster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The roster as the relations {@code guardian}, {@code guardianship} and {@code pupil} have it, Cartable's tables or the host's
 * views. All families are read {@value Pages#SIZE} guardians at a time, by the order of their ids' bytes, in one snapshot.
 */
public final class JdbcRoster implements Roster {
    private static final Comparator<Family.Ward> BY_PUPIL =
            Comparator.comparing(ward -> ward.pupil().id());

    private final Database database;
    private volatile @Nullable Sql sql;

    public JdbcRoster(Database database) {
        this.database = database;
    }

    @Override
    public Stream<Family> families() {
        return stream(null);
    }

    @Override
    public Stream<Family> families(PromotionId promotion) {
        return stream(promotion);
    }

    @Override
    public List<Family> families(Collection<GuardianId> guardians) {
        return guardians.isEmpty()
                ? List.of()
                : database.readByIndex(h -> {
                    Sql known = sql(h);
                    return withWards(
                            h.createQuery(known.byId)
                                    .bind("ids", Arrays.texts(guardians))
                                    .map(RosterRows::guardian)
                                    .list(),
                            found -> wards(h, known, found));
                });
    }

    private Stream<Family> stream(@Nullable PromotionId promotion) {
        Snapshot snapshot = database.snapshot();
        return Pages.stream(
                Pages.SIZE,
                last -> snapshot.read(h -> {
                    String after = last == null ? "" : last.guardian().id().value();
                    return promotion == null ? page(h, after) : page(h, after, promotion);
                }),
                snapshot::close);
    }

    private List<Family> page(Handle handle, String after) {
        Sql known = sql(handle);
        List<Guardian> guardians = handle.createQuery(known.page)
                .bind("after", after)
                .map(RosterRows::guardian)
                .list();
        return withWards(
                guardians,
                found -> handle.createQuery(known.wardsOfRange)
                        .bind("first", found.get(0).id().value())
                        .bind("last", found.get(found.size() - 1).id().value())
                        .map(RosterRows::ward)
                        .list());
    }

    private List<Family> page(Handle handle, String after, PromotionId promotion) {
        Sql known = sql(handle);
        List<Guardian> guardians = handle.createQuery(known.pageOfPromotion)
                .bind("after", after)
                .bind("promotion", promotion.value())
                .map(RosterRows::guardian)
                .list();
        return withWards(guardians, found -> wards(handle, known, found));
    }

    private static List<Family.Ward> wards(Handle handle, Sql known, List<Guardian> guardians) {
        return handle.createQuery(known.wards)
                .bind(
                        "ids",
                        Arrays.of(
                                Type.TEXT, guardians, guardian -> guardian.id().value()))
                .map(RosterRows::ward)
                .list();
    }

    private static List<Family> withWards(
            List<Guardian> guardians, Function<List<Guardian>, List<Family.Ward>> wardsOf) {
        Map<GuardianId, List<Family.Ward>> wards = new HashMap<>();
        if (!guardians.isEmpty()) {
            wardsOf.apply(guardians)
                    .forEach(ward -> wards.computeIfAbsent(ward.link().guardian(), id -> new ArrayList<>())
                            .add(ward));
        }
        wards.values().forEach(list -> list.sort(BY_PUPIL));
        return guardians.stream()
                .map(guardian -> new Family(guardian, wards.getOrDefault(guardian.id(), List.of())))
                .toList();
    }

    private Sql sql(Handle handle) {
        Sql known = sql;
        if (known == null) {
            try {
                known = new Sql(database, RosterColumns.of(handle.getConnection(), database.names()));
            } catch (SQLException e) {
                throw Failures.of(e);
            }
            sql = known;
        }
        return known;
    }

    private static final class Sql {
        final String page;
        final String pageOfPromotion;
        final String byId;
        final String wards;
        final String wardsOfRange;

        Sql(Database database, RosterColumns columns) {
            Names names = database.names();
            Dialect dialect = database.dialect();
            String id = dialect.byCode("g.id");
            String guardian = dialect.byCode("l.guardian_id");
            String select = "SELECT " + columns.guardian("g") + " FROM ";
            String active = " WHERE " + columns.active("guardian", "g");
            String next = active + " AND " + id + " > :after";
            String order = " ORDER BY " + id + " FETCH FIRST " + Pages.SIZE + " ROWS ONLY";
            this.page = names.in(select + "{guardian} g" + next + order);
            this.pageOfPromotion = names.in(select + "{guardian} g" + next
                    + " AND EXISTS (SELECT 1 FROM {guardianship} l JOIN {pupil} p ON p.id = l.pupil_id"
                    + " WHERE l.guardian_id = g.id AND " + columns.active("guardianship", "l") + " AND "
                    + columns.active("pupil", "p") + " AND " + columns.inPromotion(dialect, "pupil", "p") + ")"
                    + order);
            String keys = Type.TEXT.keys("ids");
            this.byId = names.in(select + keys + " JOIN {guardian} g ON " + id + " = u.k" + active);
            String links = "SELECT " + columns.guardianship("l") + ", " + columns.pupil("p") + " FROM ";
            String pupils = " JOIN {pupil} p ON p.id = l.pupil_id WHERE " + columns.active("guardianship", "l");
            this.wards = names.in(links + keys + " JOIN {guardianship} l ON " + guardian + " = u.k" + pupils);
            this.wardsOfRange =
                    names.in(links + "{guardianship} l" + pupils + " AND " + guardian + " BETWEEN :first AND :last");
        }
    }
}
