package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /**
     * What is stored of a code that a short message brings beside its link. The code itself is derived from the host key each time it is
     * needed. It can be used for {@link #VALIDITY}, from the moment before its message was last handed over to the gateway: however long the
     * message waited in the queue, it does not arrive dead, and a crash during the hand-over loses nothing.
     *
     * @param issuedAt when it was made; two codes of an account differ in it
     * @param expiresAt from when it opens nothing; null while its message has not been handed over
     * @param tries how often a wrong code was entered in its place
     */
    public record PhoneCode(Instant issuedAt, @Nullable Instant expiresAt, int tries) {
        /** How long a code can be used. */
        public static final Duration VALIDITY = Duration.ofMinutes(10);

        /** After so many wrong ones a code opens nothing. */
        public static final int MOST_TRIES = 5;

        /** How long after a hand-over the same code is not sent again. */
        private static final Duration PATIENCE = Duration.ofMinutes(1);

        public PhoneCode {
            requireNonNull(issuedAt, "issuedAt");
            if (tries < 0) {
                throw new IllegalArgumentException("a code was tried " + tries + " times");
            }
        }

        /** A new code, whose message is to be queued. */
        public static PhoneCode issued(Instant now) {
            return new PhoneCode(now.truncatedTo(ChronoUnit.MILLIS), null, 0);
        }

        /** The code that takes its place, which is another one at whatever time it is asked for. */
        public PhoneCode replaced(Instant now) {
            Instant later = issuedAt.plusMillis(1);
            return issued(now.isBefore(later) ? later : now);
        }

        /** As it is when its message is about to be handed over. */
        public PhoneCode handedOver(Instant now) {
            return new PhoneCode(issuedAt, now.plus(VALIDITY), tries);
        }

        /** With one more try. */
        public PhoneCode tried() {
            return new PhoneCode(issuedAt, expiresAt, tries + 1);
        }

        /** With one try less, after it turned out to be right. */
        public PhoneCode untried() {
            return new PhoneCode(issuedAt, expiresAt, Math.max(0, tries - 1));
        }

        /** Whether it was tried too often. */
        public boolean isSpent() {
            return tries >= MOST_TRIES;
        }

        /** Whether it can be used at {@code now}. */
        public boolean isOpen(Instant now) {
            return expiresAt != null && now.isBefore(expiresAt) && !isSpent();
        }

        /** Whether its message is on its way: queued, or handed over a moment ago. */
        public boolean isOnItsWay(Instant now) {
            return expiresAt == null
                    ? now.isBefore(issuedAt.plus(VALIDITY))
                    : !isSpent() && now.isBefore(expiresAt.minus(VALIDITY).plus(PATIENCE));
        }
    }
}
