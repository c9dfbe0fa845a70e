package dev.cartable.account.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.Tombstones;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Withdrawals;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The people who were erased, known by keyed tombstones: without the host's key they cannot be identified. Each method throws
 * {@link dev.cartable.account.HostKeyMismatchException} where the database was written with another host key.
 */
public final class Erasures implements ErasedPeople {
    private static final String GUARDIAN = "account.tombstone";
    private static final String USER = "user.tombstone";
    private static final String PUPIL = "pupil.tombstone";

    private final Tombstones tombstones;
    private final HostKey key;
    private final HostKeyGuard guard;
    private final Withdrawals withdrawals;

    public Erasures(Tombstones tombstones, HostKeyStore hostKeys, HostKey key, Withdrawals withdrawals) {
        this.tombstones = requireNonNull(tombstones, "tombstones");
        this.key = requireNonNull(key, "key");
        this.guard = new HostKeyGuard(key, hostKeys);
        this.withdrawals = requireNonNull(withdrawals, "withdrawals");
    }

    /** Remembers that a guardian was erased. */
    public void remember(Tx tx, GuardianId guardian, Instant now) {
        remember(tx, tombstone(key, guardian), now);
    }

    /** Remembers that a user was erased. */
    public void remember(Tx tx, UserId user, Instant now) {
        remember(tx, key.hmac(USER, user.value()), now);
    }

    /** Remembers that a pupil was erased. */
    public void remember(Tx tx, PupilId pupil, Instant now) {
        remember(tx, key.hmac(PUPIL, pupil.value()), now);
    }

    private void remember(Tx tx, String tombstone, Instant now) {
        guard.use(tx, now);
        tombstones.add(tx, tombstone, now);
        withdrawals.erased(tx, tombstone);
    }

    /** The key under which an erased guardian is remembered. */
    public static String tombstone(HostKey key, GuardianId guardian) {
        return key.hmac(GUARDIAN, guardian.value());
    }

    /** The keys under which an erased guardian may be remembered. */
    public static List<String> tombstones(HostKey key, GuardianId guardian) {
        return key.candidates(GUARDIAN, guardian.value());
    }

    /** The keys under which an erased user may be remembered. */
    public static List<String> tombstones(HostKey key, UserId user) {
        return key.candidates(USER, user.value());
    }

    /** The keys under which an erased pupil may be remembered. */
    public static List<String> tombstones(HostKey key, PupilId pupil) {
        return key.candidates(PUPIL, pupil.value());
    }

    @Override
    public Set<GuardianId> guardians(Collection<GuardianId> guardians) {
        guard.check();
        return among(tombstones, key, guardians);
    }

    @Override
    public Set<UserId> users(Collection<UserId> users) {
        guard.check();
        return among(tombstones, users, user -> tombstones(key, user));
    }

    @Override
    public Set<PupilId> pupils(Collection<PupilId> pupils) {
        guard.check();
        return among(tombstones, pupils, pupil -> tombstones(key, pupil));
    }

    /** Those of these guardians who were erased. */
    public static Set<GuardianId> among(Tombstones tombstones, HostKey key, Collection<GuardianId> guardians) {
        return among(tombstones, guardians, guardian -> tombstones(key, guardian));
    }

    private static <T> Set<T> among(Tombstones tombstones, Collection<T> people, Function<T, List<String>> candidates) {
        if (people.isEmpty()) {
            return Set.of();
        }
        Map<String, T> byKey = new HashMap<>();
        people.forEach(id -> candidates.apply(id).forEach(candidate -> byKey.put(candidate, id)));
        return tombstones.among(byKey.keySet()).stream().map(byKey::get).collect(Collectors.toSet());
    }
}
