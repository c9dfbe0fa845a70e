package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The roster in Cartable's own tables. Refuses to write where one of those it writes with is the host's view. */
public final class JdbcRosterStore implements RosterStore {
    private static final List<String> ALL = List.of("promotion", "pupil", "guardian", "guardianship");
    private static final List<String> GUARDIANS = List.of("guardian", "guardianship");
    private static final List<String> ID = List.of("id");
    private static final List<String> LINK = List.of("guardian_id", "pupil_id");
    private static final Columns<Link> LINKS = Columns.of(
            Column.of("guardian_id", Type.TEXT, link -> link.guardian().value()),
            Column.of("pupil_id", Type.TEXT, link -> link.pupil().value()));

    private final Database database;
    private final String savePromotions;
    private final String keepPromotions;
    private final String savePupils;
    private final String saveGuardians;
    private final String saveGuardianships;
    private final String retireGuardianships;
    private final OwnTables tables;

    public JdbcRosterStore(Database database) {
        this.database = database;
        Names names = database.names();
        this.tables = new OwnTables(names);
        Dialect dialect = database.dialect();
        this.savePromotions = dialect.upsert(names.qualified("promotion"), RosterRows.PROMOTIONS, ID);
        this.keepPromotions = dialect.upsert(names.qualified("promotion"), RosterRows.KEPT_PROMOTIONS, ID);
        this.savePupils = dialect.upsert(names.qualified("pupil"), RosterRows.PUPILS, ID);
        this.saveGuardians = dialect.upsert(names.qualified("guardian"), RosterRows.GUARDIANS, ID);
        this.saveGuardianships = dialect.upsert(names.qualified("guardianship"), RosterRows.GUARDIANSHIPS, LINK);
        this.retireGuardianships = dialect.update(names.qualified("guardianship"), LINKS, LINK, "active = FALSE");
    }

    @Override
    public boolean writable() {
        return database.<Boolean>read(h -> tables.areAll(h, ALL));
    }

    @Override
    public boolean guardiansWritable() {
        return database.<Boolean>read(h -> tables.areAll(h, GUARDIANS));
    }

    @Override
    public Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids) {
        return byKey("""
                SELECT t.id, t.name
                FROM {KEYS(TEXT ids)} JOIN {promotion} t ON {CODE(t.id)} = u.k
                WHERE t.active""", ids, RosterRows::promotion, Promotion::id);
    }

    @Override
    public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
        return byKey("""
                SELECT t.id, t.given_name, t.family_name, t.promotion_id, t.email, t.active
                FROM {KEYS(TEXT ids)} JOIN {pupil} t ON {CODE(t.id)} = u.k""", ids, RosterRows::pupil, Pupil::id);
    }

    @Override
    public Map<GuardianId, Guardian> guardians(Collection<GuardianId> ids) {
        return byKey("""
                SELECT t.id, t.given_name, t.family_name, t.email, t.phone, t.language
                FROM {KEYS(TEXT ids)} JOIN {guardian} t ON {CODE(t.id)} = u.k
                WHERE t.active""", ids, RosterRows::guardian, Guardian::id);
    }

    @Override
    public Map<Link, Guardianship> guardianships(Collection<GuardianId> guardians) {
        return byKey("""
                SELECT t.guardian_id, t.pupil_id, t.relation, t.primary_contact, t.may_see_pupil, t.emergency_contact,
                    t.valid_from, t.valid_to
                FROM {KEYS(TEXT ids)} JOIN {guardianship} t ON {CODE(t.guardian_id)} = u.k
                WHERE t.active""", guardians, RosterRows::guardianship, JdbcRosterStore::link);
    }

    private static Link link(Guardianship guardianship) {
        return new Link(guardianship.guardian(), guardianship.pupil());
    }

    private <K, T> Map<K, T> byKey(String sql, Collection<?> ids, RowMapper<T> mapper, Function<T, K> key) {
        return ids.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(database.sql(sql))
                        .bind("ids", Arrays.texts(ids))
                        .map(mapper)
                        .collect(Collectors.toMap(key, Function.identity())));
    }

    @Override
    public Stream<PromotionId> promotionIds() {
        return ids("""
                SELECT id FROM {promotion} WHERE active AND {CODE(id)} > :after
                ORDER BY {CODE(id)} {PAGE}""").map(PromotionId::new);
    }

    @Override
    public Stream<PromotionId> keptPromotionIds() {
        return ids("""
                SELECT id FROM {promotion} WHERE active AND kept AND {CODE(id)} > :after
                ORDER BY {CODE(id)} {PAGE}""").map(PromotionId::new);
    }

    @Override
    public Stream<PupilId> pupilIds() {
        return ids("""
                SELECT id FROM {pupil} WHERE active AND {CODE(id)} > :after
                ORDER BY {CODE(id)} {PAGE}""").map(PupilId::new);
    }

    @Override
    public Stream<GuardianId> guardianIds() {
        return ids("""
                SELECT id FROM {guardian} WHERE active AND {CODE(id)} > :after
                ORDER BY {CODE(id)} {PAGE}""").map(GuardianId::new);
    }

    @Override
    public Stream<GuardianId> everyGuardianId() {
        return ids("""
                SELECT id FROM {guardian} WHERE {CODE(id)} > :after
                ORDER BY {CODE(id)} {PAGE}""").map(GuardianId::new);
    }

    private Stream<String> ids(String sql) {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(database.sql(sql))
                .bind("after", last == null ? "" : last)
                .mapTo(String.class)
                .list()));
    }

    @Override
    public Stream<Link> links() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(database.sql("""
                        SELECT guardian_id, pupil_id FROM {guardianship}
                        WHERE active AND {CODE(guardian_id)} >= :guardian
                        AND ({CODE(guardian_id)} > :guardian OR {CODE(pupil_id)} > :pupil)
                        ORDER BY {CODE(guardian_id)}, {CODE(pupil_id)} {PAGE}"""))
                .bind("guardian", last == null ? "" : last.guardian().value())
                .bind("pupil", last == null ? "" : last.pupil().value())
                .map((row, context) -> new Link(new GuardianId(row.getString(1)), new PupilId(row.getString(2))))
                .list()));
    }

    @Override
    public void savePromotions(Tx tx, Collection<Promotion> promotions) {
        save(tx, savePromotions, RosterRows.PROMOTIONS, promotions, Promotion::id);
    }

    @Override
    public void keepPromotions(Tx tx, Collection<Promotion> promotions) {
        save(tx, keepPromotions, RosterRows.KEPT_PROMOTIONS, promotions, Promotion::id);
    }

    @Override
    public void savePupils(Tx tx, Collection<Pupil> pupils) {
        save(tx, savePupils, RosterRows.PUPILS, pupils, Pupil::id);
    }

    @Override
    public void saveGuardians(Tx tx, Collection<Guardian> guardians) {
        save(tx, saveGuardians, RosterRows.GUARDIANS, guardians, Guardian::id);
    }

    @Override
    public void saveGuardianships(Tx tx, Collection<Guardianship> links) {
        save(tx, saveGuardianships, RosterRows.GUARDIANSHIPS, links, JdbcRosterStore::link);
    }

    private <T> void save(Tx tx, String sql, Columns<T> columns, Collection<T> rows, Function<T, Object> key) {
        Map<Object, T> distinct = new LinkedHashMap<>();
        rows.forEach(row -> distinct.put(key.apply(row), row));
        database.write(tx, h -> {
            requireWritable(h);
            database.dialect().upsert(h, sql, columns, distinct.values());
            return distinct;
        });
    }

    @Override
    public void retirePromotions(Tx tx, Collection<PromotionId> ids) {
        retire(tx, "UPDATE {promotion} SET active = FALSE WHERE active AND id = ANY(:ids)", ids);
    }

    @Override
    public void retirePupils(Tx tx, Collection<PupilId> ids) {
        retire(tx, "UPDATE {pupil} SET active = FALSE WHERE active AND id = ANY(:ids)", ids);
    }

    @Override
    public void retireGuardians(Tx tx, Collection<GuardianId> ids) {
        retire(tx, "UPDATE {guardian} SET active = FALSE WHERE active AND id = ANY(:ids)", ids);
    }

    private void retire(Tx tx, String sql, Collection<?> ids) {
        database.write(tx, h -> {
            requireWritable(h);
            return h.createUpdate(database.sql(sql))
                    .bind("ids", Arrays.texts(ids))
                    .execute();
        });
    }

    @Override
    public void retireGuardianships(Tx tx, Collection<Link> links) {
        database.write(tx, h -> {
            requireWritable(h);
            return links.isEmpty()
                    ? 0
                    : LINKS.bind(h.createUpdate(retireGuardianships), List.copyOf(new LinkedHashSet<>(links)))
                            .execute();
        });
    }

    @Override
    public void eraseGuardian(Tx tx, GuardianId guardian, GuardianId pseudonym) {
        database.write(tx, h -> {
            requireTables(h, GUARDIANS);
            h.createUpdate(database.sql("DELETE FROM {guardianship} WHERE guardian_id = :id"))
                    .bind("id", guardian.value())
                    .execute();
            return h.createUpdate(database.sql("""
                            UPDATE {guardian} SET id = :pseudonym, given_name = '', family_name = :pseudonym,
                                email = NULL, phone = NULL, language = NULL, active = FALSE
                            WHERE id = :id"""))
                    .bind("id", guardian.value())
                    .bind("pseudonym", pseudonym.value())
                    .execute();
        });
    }

    private void requireWritable(Handle handle) {
        requireTables(handle, ALL);
    }

    private void requireTables(Handle handle, List<String> asked) {
        if (!tables.areAll(handle, asked)) {
            throw new JdbcStoreException(
                    "the roster's relations are not Cartable's own tables but views of the host, or are"
                            + " missing; nothing was written. Change the host's data instead, or create the tables with"
                            + " SchemaMode.MIGRATE");
        }
    }
}
