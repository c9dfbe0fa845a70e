package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.Tombstones;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The people who were erased, known by keyed tombstones: without the host's key nobody can say who they are. */
public final class Erasures implements ErasedGuardians {
    private final Tombstones tombstones;
    private final HostKey key;

    public Erasures(Tombstones tombstones, HostKey key) {
        this.tombstones = requireNonNull(tombstones, "tombstones");
        this.key = requireNonNull(key, "key");
    }

    /** Remembers that a guardian was erased. */
    public void remember(Tx tx, GuardianId guardian, Instant now) {
        tombstones.add(tx, tombstone(key, guardian), now);
    }

    /** Remembers that a user was erased. */
    public void remember(Tx tx, UserId user, Instant now) {
        tombstones.add(tx, tombstone(key, user), now);
    }

    /** The key under which an erased guardian is remembered. */
    static String tombstone(HostKey key, GuardianId guardian) {
        return HexFormat.of().formatHex(key.derive("account.tombstone", guardian.value()));
    }

    private static String tombstone(HostKey key, UserId user) {
        return HexFormat.of().formatHex(key.derive("user.tombstone", user.value()));
    }

    @Override
    public Set<GuardianId> among(Collection<GuardianId> guardians) {
        return among(tombstones, key, guardians);
    }

    /** Those of these users who were erased. */
    public Set<UserId> users(Collection<UserId> users) {
        return among(tombstones, users, user -> tombstone(key, user));
    }

    static Set<GuardianId> among(Tombstones tombstones, HostKey key, Collection<GuardianId> guardians) {
        return among(tombstones, guardians, guardian -> tombstone(key, guardian));
    }

    private static <T> Set<T> among(Tombstones tombstones, Collection<T> people, Function<T, String> tombstone) {
        if (people.isEmpty()) {
            return Set.of();
        }
        Map<String, T> byKey = new HashMap<>();
        people.forEach(id -> byKey.put(tombstone.apply(id), id));
        return tombstones.among(byKey.keySet()).stream().map(byKey::get).collect(Collectors.toSet());
    }
}
