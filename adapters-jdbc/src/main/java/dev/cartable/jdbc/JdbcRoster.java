package dev.cartable.jdbc;

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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The roster as the relations {@code guardian}, {@code guardianship} and {@code pupil} have it, Cartable's tables or the host's
 * views. All families are read {@value Pages#SIZE} guardians at a time, by the order of their ids' bytes, in one snapshot.
 */
final class JdbcRoster implements Roster {
    private static final Comparator<Family.Ward> BY_PUPIL =
            Comparator.comparing(ward -> ward.pupil().id());

    private final Database database;
    private volatile @Nullable Sql sql;

    JdbcRoster(Database database) {
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
                : database.read(h -> {
                    Sql known = sql(h);
                    List<Guardian> found = h.createQuery(known.byId)
                            .bind("ids", Arrays.texts(guardians))
                            .map(RosterRows::guardian)
                            .list();
                    return families(h, known, found);
                });
    }

    private Stream<Family> stream(@Nullable PromotionId promotion) {
        Snapshot snapshot = database.snapshot();
        return Pages.stream(
                Pages.SIZE,
                last -> snapshot.read(h -> page(
                        h, promotion, last == null ? "" : last.guardian().id().value())),
                snapshot::close);
    }

    private List<Family> page(Handle handle, @Nullable PromotionId promotion, String after) {
        Sql known = sql(handle);
        Query query = handle.createQuery(promotion == null ? known.page : known.pageOfPromotion)
                .bind("after", after);
        if (promotion != null) {
            query.bind("promotion", promotion.value());
        }
        return families(handle, known, query.map(RosterRows::guardian).list());
    }

    private static List<Family> families(Handle handle, Sql known, List<Guardian> guardians) {
        Map<GuardianId, List<Family.Ward>> wards = new HashMap<>();
        if (!guardians.isEmpty()) {
            handle.createQuery(known.wards)
                    .bind(
                            "ids",
                            Arrays.of(
                                    Type.TEXT,
                                    guardians,
                                    guardian -> guardian.id().value()))
                    .map(RosterRows::ward)
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

        Sql(Database database, RosterColumns columns) {
            Names names = database.names();
            Dialect dialect = database.dialect();
            String id = dialect.byCode("g.id");
            String guardians = names.in(
                    "SELECT " + columns.guardian("g") + " FROM {guardian} g WHERE " + columns.active("guardian", "g"));
            String next = " AND " + id + " > :after";
            String order = " ORDER BY " + id + " FETCH FIRST " + Pages.SIZE + " ROWS ONLY";
            this.page = guardians + next + order;
            this.pageOfPromotion = guardians
                    + next
                    + names.in(" AND EXISTS (SELECT 1 FROM {guardianship} l JOIN {pupil} p ON p.id = l.pupil_id"
                            + " WHERE l.guardian_id = g.id AND " + columns.active("guardianship", "l") + " AND "
                            + columns.active("pupil", "p") + " AND " + columns.inPromotion(dialect, "p") + ")")
                    + order;
            this.byId = guardians + " AND " + id + " = ANY(:ids)";
            this.wards = names.in("SELECT " + columns.guardianship("l") + ", " + columns.pupil("p")
                    + " FROM {guardianship} l JOIN {pupil} p ON p.id = l.pupil_id WHERE "
                    + columns.active("guardianship", "l") + " AND " + dialect.byCode("l.guardian_id") + " = ANY(:ids)");
        }
    }
}
