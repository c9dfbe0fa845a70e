package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Profiles as they were read last. A school has dozens, each of its users is served by one or two, and every change raises a
 * profile's version: so whoever knows its version need not read its thirty columns again. What a transaction sees is kept
 * when it is committed, since it may be undone. Restart the process after a restore of the database.
 * Safe for use by several threads.
 */
final class KnownProfiles {
    private final Database database;
    private final String byId;
    private final Map<ProfileId, Profile> known = new ConcurrentHashMap<>();

    KnownProfiles(Database database) {
        this.database = database;
        this.byId = database.sql("SELECT %s FROM {KEYS(UUID ids)} {JOIN(profile t ON t.id = u.k)}"
                .formatted(ProfileRows.READ.namesOf("t")));
    }

    /** A profile in the state that a row has named. */
    record Version(ProfileId id, long version) {}

    /** These profiles; one that has been changed meanwhile is as it is now. */
    Map<ProfileId, Profile> of(Collection<Version> versions) {
        Map<ProfileId, Profile> found = new HashMap<>();
        List<UUID> missing = new ArrayList<>();
        for (Version version : versions) {
            Profile profile = known.get(version.id());
            if (profile != null && profile.version() == version.version()) {
                found.put(version.id(), profile);
            } else {
                missing.add(version.id().value());
            }
        }
        if (!missing.isEmpty()) {
            List<Profile> read = database.read(h -> h.createQuery(byId)
                    .bind("ids", Arrays.of(Type.UUID, missing, Function.identity()))
                    .map(ProfileRows::profile)
                    .list());
            read.forEach(profile -> found.put(profile.id(), profile));
            database.afterCommit(() -> read.forEach(profile -> known.put(profile.id(), profile)));
        }
        return found;
    }
}
