package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link under way: the holder of the token may choose the account's password, once, until it expires, and only
 * while the account's credential is at {@code revision}.
 *
 * @param code the code that has to be entered with the link, where it went by short message; null for other links
 */
public record Activation(
        TokenHash token,
        AccountId account,
        int revision,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable PhoneCode code) {
    /** A link that needs no code. */
    public Activation(TokenHash token, AccountId account, int revision, Instant expiresAt, @Nullable Instant usedAt) {
        this(token, account, revision, expiresAt, usedAt, null);
    }

    public Activation {
        requireNonNull(token, "token");
        requireNonNull(account, "account");
        requireNonNull(expiresAt, "expiresAt");
    }

    /** The same with its code as it is now. */
    public Activation with(PhoneCode present) {
        return new Activation(token, account, revision, expiresAt, usedAt, present);
    }

    /** Whether it can be used at {@code now}: unused, not expired, and of the account's present credential. */
    public boolean isOpen(Account of, Instant now) {
        return usedAt == null
                && now.isBefore(expiresAt)
                && revision == of.credential().revision();
    }

    /**
     * What is stored of an activation token.
     *
     * @param hex its SHA-256 (FIPS 180-4), as 64 lower-case hexadecimal digits
     */
    public record TokenHash(String hex) {
        public TokenHash {
            requireNonNull(hex, "hex");
            if (hex.length() != 64) {
                throw new IllegalArgumentException("a token hash has 64 hexadecimal digits, not " + hex.length());
            }
        }
    }
}
