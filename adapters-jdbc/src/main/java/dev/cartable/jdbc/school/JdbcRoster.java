package dev.cartable.jdbc.school;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** Of so many guardians, families are read without a transaction. */
    private static final int FEW = 10;

    private final Database database;
    private final RosterStatements statements;

    public JdbcRoster(Database database) {
        this.database = database;
        this.statements = RosterStatements.ofFamilies(database);
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
        if (guardians.size() <= FEW) {
            return guardians.isEmpty() ? List.of() : database.read(h -> few(h, guardians));
        }
        return database.readByIndex(h -> withWards(
                h.createQuery(statements.sql(h, """
                                SELECT {GUARDIAN(g)} FROM {KEYS(TEXT ids)} JOIN {guardian} g ON {CODE(g.id)} = u.k
                                WHERE {ACTIVE(guardian g)}"""))
                        .bind("ids", Arrays.texts(guardians))
                        .map(RosterRows::guardian)
                        .list(),
                found -> wards(h, found)));
    }

    /** In one round trip, as for a message that is about to be sent. */
    private List<Family> few(Handle handle, Collection<GuardianId> guardians) {
        return handle.createQuery(statements.sql(handle, """
                        SELECT {GUARDIAN(g)}, {GUARDIANSHIP(l)}, {PUPIL(p)}
                        FROM {KEYS(TEXT ids)} {JOIN(guardian g ON {CODE(g.id)} = u.k AND {ACTIVE(guardian g)})}
                        {LEFT_JOIN(guardianship l ON {CODE(l.guardian_id)} = u.k AND {ACTIVE(guardianship l)})}
                        {LEFT_JOIN(pupil p ON p.id = l.pupil_id)}"""))
                .bind("ids", Arrays.of(Type.TEXT, guardians, GuardianId::value))
                .scanResultSet((rows, context) -> {
                    Map<Guardian, List<Family.Ward>> found = new LinkedHashMap<>();
                    ResultSet row = rows.get();
                    while (row.next()) {
                        List<Family.Ward> wards =
                                found.computeIfAbsent(RosterRows.guardian(row, context), guardian -> new ArrayList<>());
                        Family.Ward ward = RosterRows.wardOfGuardian(row);
                        if (ward != null) {
                            wards.add(ward);
                        }
                    }
                    return found.entrySet().stream()
                            .map(family -> family(family.getKey(), family.getValue()))
                            .toList();
                });
    }

    @Override
    public List<Family> familiesOf(Collection<PupilId> pupils) {
        return pupils.isEmpty()
                ? List.of()
                : database.readByIndex(h -> withWards(
                        h.createQuery(statements.sql(h, """
                                SELECT {GUARDIAN(g)} FROM (SELECT DISTINCT l.guardian_id FROM {KEYS(TEXT ids)}
                                        JOIN {guardianship} l ON {CODE(l.pupil_id)} = u.k
                                        WHERE {ACTIVE(guardianship l)}) w
                                    JOIN {guardian} g ON g.id = w.guardian_id
                                WHERE {ACTIVE(guardian g)}"""))
                                .bind("ids", Arrays.texts(pupils))
                                .map(RosterRows::guardian)
                                .list(),
                        found -> wards(h, found)));
    }

    @Override
    public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
        if (ids.size() == 1) {
            return one(ids.iterator().next());
        }
        return ids.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {PUPIL(p)} FROM {KEYS(TEXT ids)} JOIN {pupil} p ON {CODE(p.id)} = u.k"""))
                        .bind("ids", Arrays.texts(ids))
                        .map(RosterRows::pupil)
                        .collect(Collectors.toMap(Pupil::id, Function.identity())));
    }

    /** By its key, as requests ask for it: without the round trips of a transaction that prefers indexes. */
    private Map<PupilId, Pupil> one(PupilId id) {
        return database.read(h -> h.createQuery(statements.sql(h, """
                        SELECT {PUPIL(p)} FROM {pupil} p WHERE {CODE(p.id)} = :id"""))
                .bind("id", id.value())
                .map(RosterRows::pupil)
                .collect(Collectors.toMap(Pupil::id, Function.identity())));
    }

    @Override
    public Enrolment enrolment() {
        Map<PromotionId, Long> byPromotion = new HashMap<>();
        long pupils = 0;
        for (Map.Entry<String, Long> row : database.read(h -> h.createQuery(statements.sql(h, """
                        SELECT COALESCE(promotion_id, '') AS promotion, COUNT(*) AS pupils
                        FROM (SELECT {PUPIL(p)} FROM {pupil} p WHERE {ACTIVE(pupil p)}) x
                        GROUP BY COALESCE(promotion_id, '')"""))
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .list())) {
            pupils += row.getValue();
            if (!row.getKey().isBlank()) {
                byPromotion.put(new PromotionId(row.getKey()), row.getValue());
            }
        }
        return new Enrolment(pupils, byPromotion);
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
        List<Guardian> guardians = handle.createQuery(statements.sql(handle, """
                        SELECT {GUARDIAN(g)} FROM {guardian} g
                        WHERE {ACTIVE(guardian g)} AND {CODE(g.id)} > :after
                        ORDER BY {CODE(g.id)} {PAGE}"""))
                .bind("after", after)
                .map(RosterRows::guardian)
                .list();
        return withWards(
                guardians,
                found -> handle.createQuery(statements.sql(handle, """
                        SELECT {GUARDIANSHIP(l)}, {PUPIL(p)} FROM {guardianship} l JOIN {pupil} p ON p.id = l.pupil_id
                        WHERE {ACTIVE(guardianship l)} AND {CODE(l.guardian_id)} BETWEEN :first AND :last"""))
                        .bind("first", found.get(0).id().value())
                        .bind("last", found.get(found.size() - 1).id().value())
                        .map(RosterRows::ward)
                        .list());
    }

    private List<Family> page(Handle handle, String after, PromotionId promotion) {
        List<Guardian> guardians = handle.createQuery(statements.sql(handle, """
                        SELECT {GUARDIAN(g)} FROM {guardian} g
                        WHERE {ACTIVE(guardian g)} AND {CODE(g.id)} > :after
                        AND EXISTS (SELECT 1 FROM {guardianship} l JOIN {pupil} p ON p.id = l.pupil_id
                            WHERE l.guardian_id = g.id AND {ACTIVE(guardianship l)} AND {ACTIVE(pupil p)}
                            AND {IN_PROMOTION(pupil p)})
                        ORDER BY {CODE(g.id)} {PAGE}"""))
                .bind("after", after)
                .bind("promotion", promotion.value())
                .map(RosterRows::guardian)
                .list();
        return withWards(guardians, found -> wards(handle, found));
    }

    private List<Family.Ward> wards(Handle handle, List<Guardian> guardians) {
        return handle.createQuery(statements.sql(handle, """
                        SELECT {GUARDIANSHIP(l)}, {PUPIL(p)}
                        FROM {KEYS(TEXT ids)} JOIN {guardianship} l ON {CODE(l.guardian_id)} = u.k
                        JOIN {pupil} p ON p.id = l.pupil_id
                        WHERE {ACTIVE(guardianship l)}"""))
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
        return guardians.stream()
                .map(guardian -> family(guardian, wards.getOrDefault(guardian.id(), List.of())))
                .toList();
    }

    private static Family family(Guardian guardian, List<Family.Ward> wards) {
        return new Family(guardian, wards.stream().sorted(BY_PUPIL).toList());
    }
}
