package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.port.PasswordHasher;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a password is compared. It takes the same steps and the same time whether there is such an account or
 * not. Safe for use by several threads and nodes.
 */
final class PasswordComparison {
    /** Longer input is compared as an empty password: hashing a megabyte is a waste. */
    private static final int LONGEST_READ = 4 * PasswordPolicy.MAX_LENGTH;

    private final LimitSignIns limit;
    private final PasswordHasher hasher;

    PasswordComparison(LimitSignIns limit, PasswordHasher hasher) {
        this.limit = requireNonNull(limit, "limit");
        this.hasher = requireNonNull(hasher, "hasher");
    }

    /**
     * Compares a password with the account's, unless too many wrong ones were tried before.
     *
     * @param account the account with this username; null if there is none
     * @param source where the attempt comes from; empty if that is not known
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    LimitSignIns.Result compare(String username, @Nullable Account account, CharSequence password, String source) {
        return limit.attempt(username, account, source, () -> matches(account, password));
    }

    /** Whether this is the account's password, asked by a caller that has proved to know it. */
    boolean isPasswordOf(Account account, String normal) {
        String hash = account.credential().passwordHash();
        return hash != null
                && hasher.matches(read(normal, account.credential().origin()).get(0), hash);
    }

    /**
     * The hash to store in place of the account's, made anew from the right password; null if the stored one is up to date. Slow:
     * call it outside a transaction.
     */
    @Nullable
    String renewedHash(Account account, CharSequence right) {
        Credential credential = account.credential();
        String hash = credential.passwordHash();
        boolean outdated = credential.origin() == Credential.Origin.CHOSEN
                && hash != null
                && hasher.state(hash) == PasswordHasher.State.OUTDATED;
        return outdated ? hasher.hash(PasswordPolicy.normalised(right)) : null;
    }

    /**
     * Whether the password is right. Where there is no hash, or that of a temporary password, which may be cheap to compare, one is
     * made and thrown away, so that every try takes the time of a chosen password.
     */
    private boolean matches(@Nullable Account account, CharSequence password) {
        Credential credential = account == null ? Credential.none() : account.credential();
        String hash = credential.passwordHash();
        boolean right = false;
        for (String typed : read(password, credential.origin())) {
            if (credential.origin() != Credential.Origin.CHOSEN) {
                hasher.hash(typed);
            }
            right |= hash != null && hasher.matches(typed, hash);
        }
        return right;
    }

    /** What was typed, as Cartable hashes it and, where that differs, letter for letter, as older systems do. */
    private static List<String> read(CharSequence password, Credential.Origin origin) {
        if (password.length() > LONGEST_READ) {
            return List.of("");
        }
        String normal = PasswordPolicy.normalised(password);
        return origin == Credential.Origin.TEMPORARY
                ? List.of(Tokens.asTemporaryPassword(normal))
                : Stream.of(normal, password.toString()).distinct().toList();
    }
}
