package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.FailedAttempts;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a password is compared. It takes the same steps and the same time whether there is such an account or
 * not, and counts each attempt before it compares, so that attempts in parallel are counted too. Safe for use by several
 * threads and nodes.
 */
final class PasswordTrial {
    private static final int HASH_BYTES = 16;

    /** Longer input is compared as an empty password: hashing a megabyte helps nobody. */
    private static final int LONGEST_READ = 4 * PasswordPolicy.MAX_LENGTH;

    private final UnitOfWork unitOfWork;
    private final FailedSignIns failures;
    private final SignInLimit limit;
    private final PasswordHasher hasher;
    private final HostKey key;

    PasswordTrial(
            UnitOfWork unitOfWork, FailedSignIns failures, SignInLimit limit, PasswordHasher hasher, HostKey key) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.failures = requireNonNull(failures, "failures");
        this.limit = requireNonNull(limit, "limit");
        this.hasher = requireNonNull(hasher, "hasher");
        this.key = requireNonNull(key, "key");
    }

    /** What came of an attempt. */
    sealed interface Outcome {
        /** The password is right, under this key. */
        record Right(String key) implements Outcome {}

        /** It is not, or there is no such account. */
        record Wrong() implements Outcome {}

        /** It was not looked at: too many wrong ones before. */
        record Blocked(Instant until) implements Outcome {}
    }

    /**
     * Compares a password with the account's.
     *
     * @param account the account with this username; null if there is none
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    Outcome compare(String username, @Nullable Account account, CharSequence password, Instant now) {
        requireOwn(unitOfWork);
        String counter = counter(key, username, account);
        Optional<Instant> blocked = unitOfWork.call(tx -> count(tx, failures, limit, counter, now));
        if (blocked.isPresent()) {
            return new Outcome.Blocked(blocked.get());
        }
        return matches(account, password) ? new Outcome.Right(counter) : new Outcome.Wrong();
    }

    /** Forgets the wrong attempts before a right one. */
    void forgive(Tx tx, Outcome.Right right) {
        failures.clear(tx, right.key());
    }

    /** Whether this is the account's password, asked by somebody who has proved to know it. */
    boolean isPasswordOf(Account account, String normal) {
        String hash = account.credential().passwordHash();
        return hash != null && hasher.matches(read(normal, account.credential().origin()), hash);
    }

    /** Refuses inside a host's transaction, which would take the count back with it. */
    static void requireOwn(UnitOfWork unitOfWork) {
        if (unitOfWork.joins()) {
            throw new IllegalStateException(
                    "attempts to sign in are counted in a transaction of their own, which stays when the"
                            + " sign-in is refused, and not inside another one; nothing was written. Sign in outside it");
        }
    }

    /** Counts an attempt, unless it has to wait: then it says until when, and the count stays. */
    static Optional<Instant> count(Tx tx, FailedSignIns failures, SignInLimit limit, String counter, Instant now) {
        FailedAttempts before = failures.lock(tx, counter);
        Optional<Instant> blocked = limit.blockedUntil(before, now);
        if (blocked.isEmpty()) {
            failures.put(tx, counter, before.plusOne(now));
        }
        return blocked;
    }

    /** Where there is no hash, or that of a temporary password, which may be cheap to compare, a hash is made to no end but to take the time. */
    private boolean matches(@Nullable Account account, CharSequence password) {
        Credential credential = account == null ? Credential.none() : account.credential();
        String typed = read(password, credential.origin());
        String hash = credential.passwordHash();
        if (credential.origin() != Credential.Origin.CHOSEN) {
            hasher.hash(typed);
        }
        return hash != null && hasher.matches(typed, hash);
    }

    private static String read(CharSequence password, Credential.Origin origin) {
        if (password.length() > LONGEST_READ) {
            return "";
        }
        String normal = PasswordPolicy.normalised(password);
        return origin == Credential.Origin.TEMPORARY ? Tokens.asTemporaryPassword(normal) : normal;
    }

    /** What attempts are counted under. A renewed credential begins with a new count, so that whoever was locked out gets in with it. */
    static String counter(HostKey key, String username, @Nullable Account account) {
        int revision = account == null ? 0 : account.credential().revision();
        String folded = username.strip().toLowerCase(Locale.ROOT);
        return HexFormat.of().formatHex(key.derive("sign-in", folded, Integer.toString(revision)), 0, HASH_BYTES);
    }
}
