package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.quota.ProfileRows.Held;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Profiles, who holds them and their history, in the tables {@code profile}, {@code profile_assignment} and
 * {@code profile_history}.
 */
public final class JdbcProfileStore implements ProfileStore {
    private static final List<String> HOLDER = List.of("holder");

    private final Database database;
    private final JdbcProfileHistory history;
    private final String byId;
    private final String byName;
    private final String all;
    private final String insert;
    private final String update;
    private final String assignments;
    private final String holders;
    private final String make;
    private final String lock;
    private final String assign;

    public JdbcProfileStore(Database database) {
        this.database = database;
        this.history = new JdbcProfileHistory(database);
        Dialect dialect = database.dialect();
        String profile = ProfileRows.READ.namesOf("t");
        this.byId = database.sql("SELECT %s FROM {KEYS(UUID ids)} {JOIN(profile t ON t.id = u.k)}".formatted(profile));
        this.byName = database.sql("SELECT %s FROM {profile} t WHERE name_key = :key".formatted(profile));
        this.all = database.sql("SELECT %s FROM {profile} t ORDER BY name_key".formatted(profile));
        String profiles = database.names().qualified("profile");
        this.insert = dialect.insertNew(profiles, ProfileRows.COLUMNS, List.of("name_key"), "id");
        this.update = dialect.update(
                profiles,
                ProfileRows.COLUMNS,
                List.of("id", "version"),
                ProfileRows.COLUMNS.without(List.of("id", "version")).set("u") + ", version = u.version + 1");
        String assignment = ProfileRows.HELD.namesOf("t");
        this.assignments = database.sql("""
                SELECT %s FROM {KEYS(TEXT holders)} {JOIN(profile_assignment t ON t.holder = u.k)}
                WHERE t.profile_id IS NOT NULL""".formatted(assignment));
        this.holders = database.sql(
                "SELECT %s FROM {profile_assignment} t WHERE t.profile_id = :profile".formatted(assignment));
        this.lock = database.sql("""
                SELECT %s FROM {profile_assignment} t
                WHERE holder = :holder FOR UPDATE""".formatted(assignment));
        String assigned = database.names().qualified("profile_assignment");
        this.make = dialect.insertNew(assigned, ProfileRows.HELD, HOLDER, "holder");
        this.assign = dialect.upsert(assigned, ProfileRows.HELD, HOLDER);
    }

    @Override
    public Map<ProfileId, Profile> byId(Collection<ProfileId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(byId)
                        .bind("ids", Arrays.of(Type.UUID, ids, ProfileId::value))
                        .map(ProfileRows::profile)
                        .collect(Collectors.toMap(Profile::id, Function.identity())));
    }

    @Override
    public Optional<Profile> byName(String name) {
        return database.read(h -> h.createQuery(byName)
                .bind("key", Profile.folded(name))
                .map(ProfileRows::profile)
                .findOne());
    }

    @Override
    public List<Profile> all() {
        return database.read(h -> h.createQuery(all).map(ProfileRows::profile).list());
    }

    @Override
    public boolean insert(Tx tx, Profile profile) {
        return database.<Boolean>write(tx, h -> {
            lockAll(h);
            return !database.dialect()
                    .insertNew(h, insert, ProfileRows.COLUMNS, List.of(profile), UUID.class)
                    .isEmpty();
        });
    }

    @Override
    public boolean update(Tx tx, Profile profile) {
        return database.<Boolean>write(tx, h -> {
            lockAll(h);
            return !isTaken(h, profile)
                    && ProfileRows.COLUMNS
                                    .bind(h.createUpdate(update), List.of(profile))
                                    .execute()
                            == 1;
        });
    }

    /**
     * Locks every profile, of which there are dozens, so that names are given one after the other. An update that met the name
     * of an insert under way would fail on it, and with it the host's transaction.
     */
    private void lockAll(Handle handle) {
        handle.createQuery(database.sql("SELECT id FROM {profile} ORDER BY id FOR UPDATE"))
                .mapTo(UUID.class)
                .list();
    }

    private boolean isTaken(Handle handle, Profile profile) {
        return handle.createQuery(database.sql("SELECT COUNT(*) FROM {profile} WHERE id <> :id AND name_key = :key"))
                        .bind("id", profile.id().value())
                        .bind("key", Profile.folded(profile.name()))
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    @Override
    public Map<Holder, Assignment> assignments(Collection<Holder> holders) {
        return holders.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(assignments)
                        .bind("holders", Arrays.texts(holders))
                        .map(ProfileRows::assignment)
                        .collect(Collectors.toMap(Assignment::holder, Function.identity())));
    }

    @Override
    public List<Assignment> assignments(ProfileId profile) {
        List<Assignment> held = database.read(h -> h.createQuery(holders)
                .bind("profile", profile.value())
                .map(ProfileRows::assignment)
                .list());
        return held.stream().sorted(Comparator.comparing(Assignment::holder)).toList();
    }

    @Override
    public Optional<Assignment> lock(Tx tx, Holder holder) {
        return database.write(tx, h -> {
            database.dialect().insertNew(h, make, ProfileRows.HELD, List.of(new Held(holder, null)), String.class);
            return h.createQuery(lock)
                    .bind("holder", holder.toString())
                    .map((row, context) -> row.getObject("profile_id") == null
                            ? Optional.<Assignment>empty()
                            : Optional.of(ProfileRows.assignment(row, context)))
                    .one();
        });
    }

    @Override
    public void assign(Tx tx, Assignment assignment) {
        List<Held> rows = List.of(new Held(assignment.holder(), assignment));
        database.write(tx, h -> {
            database.dialect().upsert(h, assign, ProfileRows.HELD, rows);
            return rows;
        });
    }

    @Override
    public boolean unassign(Tx tx, Holder holder) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(database.sql("""
                                        UPDATE {profile_assignment}
                                        SET assignment_id = NULL, profile_id = NULL, assigned_at = NULL
                                        WHERE holder = :holder AND profile_id IS NOT NULL"""))
                                .bind("holder", holder.toString())
                                .execute()
                        == 1);
    }

    @Override
    public void note(Tx tx, Collection<ProfileChange> changes) {
        database.write(tx, h -> history.add(h, changes));
    }

    @Override
    public Stream<ProfileChange> history(@Nullable Holder holder, @Nullable String profile) {
        return history.newestFirst(holder, profile);
    }

    @Override
    public Optional<ProfileChange> lastChange(Holder holder, Instant at) {
        return history.last(holder, at);
    }
}
