package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that limits how often passwords are tried. {@link SignIn} and {@link ChoosePassword} go by it; a host that compares
 * passwords in a login of its own calls {@link #attempt} around the comparison, and its attempts count together with theirs, of
 * unknown usernames, too.
 *
 * <p>An attempt is counted before the password is compared, so that attempts in parallel, on any number of nodes, are counted too.
 * A right password takes its count back. Attempts for one username follow one another in this process, so that right passwords in
 * parallel are all let in: all callers share one instance.
 *
 * <p>A new password begins with new counts, so that a parent who was held back gets in with it. A link that is sent beside a password
 * renews nothing: whoever can ask for links cannot buy attempts with them.
 *
 * <p>A <em>source</em> is where an attempt comes from, such as the client's address: an opaque text of the host's, of which only a
 * keyed hash is stored. For IPv6, pass the first 64 bits, since one client has all addresses that begin with them. An empty source
 * means unknown, and all unknown ones count as one. Safe for use by several threads and nodes.
 */
public final class LimitSignIns {
    private static final int HASH_DIGITS = 32;
    private static final int STRIPES = 256;

    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final FailedSignIns failures;
    private final SignInLimit limit;
    private final HostKey key;
    private final InstantSource clock;
    private final Lock[] turns = new Lock[STRIPES];

    LimitSignIns(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            FailedSignIns failures,
            SignInLimit limit,
            HostKey key,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.failures = requireNonNull(failures, "failures");
        this.limit = requireNonNull(limit, "limit");
        this.key = requireNonNull(key, "key");
        this.clock = requireNonNull(clock, "clock");
        Arrays.setAll(turns, i -> new ReentrantLock());
    }

    /** What came of an attempt. */
    public sealed interface Result {}

    /** The password is right; the wrong ones before it no longer count. */
    public record Right() implements Result {}

    /** The password is wrong, and counted. */
    public record Wrong() implements Result {}

    /**
     * The password was not compared: too many wrong ones before.
     *
     * @param until when the next attempt will be compared
     */
    public record Blocked(Instant until) implements Result {}

    /**
     * Compares a password, unless too many wrong ones were tried before.
     *
     * @param username as typed; capitals and spaces around it make no difference
     * @param source where the attempt comes from; empty if that is not known
     * @param comparison compares the password; it takes the same time whether there is such an account or not
     * @throws IllegalStateException inside a transaction of the host, which would take the count back; nothing is written
     */
    public Result attempt(String username, String source, BooleanSupplier comparison) {
        return attempt(username, find(username), source, comparison);
    }

    Result attempt(String username, @Nullable Account account, String source, BooleanSupplier comparison) {
        return attempt(counters(username, account, source), comparison);
    }

    /**
     * Compares a secret other than a password, unless too many wrong ones were tried before: counted on its own for its subject, and
     * together with passwords for its source.
     */
    Result attempt(String purpose, String subject, String source, BooleanSupplier comparison) {
        return attempt(
                new Counters(counter(purpose, subject, source), counter(purpose, subject), sourceCounter(source)),
                comparison);
    }

    /**
     * Counts a request that nothing speaks for, such as one for a code: none is ever right. So what all sources have asked for a subject
     * is forgotten with time, as a source's count is. So an attacker who changes the source each time cannot keep a parent out for ever.
     */
    Optional<Instant> request(String purpose, String subject, String source) {
        Counters counters =
                new Counters(counter(purpose, subject, source), counter(purpose, subject), sourceCounter(source), true);
        return attempt(counters, () -> false) instanceof Blocked blocked
                ? Optional.of(blocked.until())
                : Optional.empty();
    }

    /** Counts one more of what a subject gets in a day; false, and nothing is counted, if it has had {@code most} of them. */
    boolean countOfDay(Tx tx, String purpose, String subject, LocalDate day, int most) {
        Counter counter = counter(purpose, subject, day.toString());
        counter.keys.stream().limit(1).forEach(one -> failures.lock(tx, one));
        FailedAttempts before = counter.read();
        if (before.count() >= most) {
            return false;
        }
        counter.put(tx, before.plusOne(clock.instant()));
        return true;
    }

    private Result attempt(Counters counters, BooleanSupplier comparison) {
        requireOwn();
        Lock turn = turns[Math.floorMod(counters.account.keys.get(0).hashCode(), STRIPES)];
        turn.lock();
        try {
            Optional<Instant> blocked = unitOfWork.call(counters::count);
            if (blocked.isPresent()) {
                return new Blocked(blocked.get());
            }
            if (!comparison.getAsBoolean()) {
                return new Wrong();
            }
            unitOfWork.run(counters::forgive);
            return new Right();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Until when no password will be compared for this username from this source; empty if one would be now. Writes nothing.
     *
     * @param username as typed
     * @param source where the attempt comes from; empty if that is not known
     */
    public Optional<Instant> blockedUntil(String username, String source) {
        Counters counters = counters(username, find(username), source);
        return limit.blockedUntil(
                counters.here.read(), counters.account.read(), counters.source.read(), clock.instant());
    }

    /** As {@link #blockedUntil(String, String)}, from a source that is not known. */
    public Optional<Instant> blockedUntil(String username) {
        return blockedUntil(username, "");
    }

    private void requireOwn() {
        if (unitOfWork.joins()) {
            throw new IllegalStateException(
                    "attempts to sign in are counted in a transaction of their own, which stays when the"
                            + " sign-in is refused, and not inside another one; nothing was written. Sign in outside it");
        }
    }

    private @Nullable Account find(String username) {
        return Username.typed(username).flatMap(accounts::byUsername).orElse(null);
    }

    /** A password is counted by its hash, so that a new one begins with new counts, and a link beside the old one does not. */
    private Counters counters(String username, @Nullable Account account, String source) {
        requireNonNull(source, "source");
        String folded = username.strip().toLowerCase(Locale.ROOT);
        String hash = account == null ? null : account.credential().passwordHash();
        String password = hash == null ? "" : hash;
        return new Counters(
                counter("sign-in", folded, password, source),
                counter("sign-in", folded, password),
                sourceCounter(source));
    }

    private Counter sourceCounter(String source) {
        return source.isEmpty() ? new Counter(List.of()) : counter("sign-in-source", source);
    }

    private Counter counter(String purpose, String... parts) {
        return new Counter(key.candidates(purpose, parts).stream()
                .map(hash -> hash.substring(0, HASH_DIGITS))
                .toList());
    }

    /** The three counters of an attempt. */
    private final class Counters {
        private final Counter here;
        private final Counter account;
        private final Counter source;
        private final boolean accountDrains;

        Counters(Counter here, Counter account, Counter source) {
            this(here, account, source, false);
        }

        Counters(Counter here, Counter account, Counter source, boolean accountDrains) {
            this.here = here;
            this.account = account;
            this.source = source;
            this.accountDrains = accountDrains;
        }

        private FailedAttempts ofAccount(Instant now) {
            return accountDrains ? limit.drained(account.read(), now) : account.read();
        }

        /** Counts an attempt, unless it has to wait: then it gives until when, and the counts stay. */
        Optional<Instant> count(Tx tx) {
            lock(tx);
            Instant now = clock.instant();
            FailedAttempts before = here.read();
            Optional<Instant> blocked = limit.blockedUntil(before, ofAccount(now), source.read(), now);
            if (blocked.isEmpty()) {
                here.put(tx, before.plusOne(now));
                if (before.count() < limit.free()) {
                    account.put(tx, ofAccount(now).plusOne(now));
                }
                source.put(tx, limit.drained(source.read(), now).plusOne(now));
            } else {
                // An attempt that costs nothing leaves nothing: the rows that were made to be locked go again.
                Stream.of(here, account, source)
                        .filter(counter -> counter.read().count() == 0)
                        .forEach(counter -> counter.clear(tx));
            }
            return blocked;
        }

        /** Forgets the wrong attempts before a right one, and of the source's only the right one itself. */
        void forgive(Tx tx) {
            lock(tx);
            here.clear(tx);
            account.clear(tx);
            FailedAttempts counted = source.read();
            if (counted.count() > 1) {
                source.put(tx, new FailedAttempts(counted.count() - 1, counted.last()));
            } else {
                source.clear(tx);
            }
        }

        /** In one order for all, so that two attempts never wait for each other. */
        private void lock(Tx tx) {
            Stream.of(here, account, source)
                    .flatMap(counter -> counter.keys.stream().limit(1))
                    .sorted()
                    .forEach(one -> failures.lock(tx, one));
        }
    }

    /** One count: where it is written now, then where it was written with old host keys. None at all where there is no key. */
    private final class Counter {
        private final List<String> keys;

        Counter(List<String> keys) {
            this.keys = keys;
        }

        FailedAttempts read() {
            return keys.stream()
                    .map(failures::of)
                    .max(Comparator.comparingInt(FailedAttempts::count))
                    .orElse(FailedAttempts.NONE);
        }

        void put(Tx tx, FailedAttempts attempts) {
            keys.stream().limit(1).forEach(one -> failures.put(tx, one, attempts));
        }

        void clear(Tx tx) {
            keys.forEach(one -> failures.clear(tx, one));
        }
    }
}
