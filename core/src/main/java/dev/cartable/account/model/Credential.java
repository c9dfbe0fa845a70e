package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the holder of an account proves who they are.
 *
 * @param revision grows by one whenever the credential is renewed or changed; tokens, temporary passwords and sessions of
 *     an older revision are dead
 * @param passwordHash what a {@code PasswordHasher} made; null while there is no password
 * @param expiresAt from when a temporary password opens nothing; null for other passwords
 */
public record Credential(
        int revision,
        Origin origin,
        @Nullable String passwordHash,
        @Nullable Instant expiresAt) {
    /** Where the password comes from. */
    public enum Origin {
        /** There is none yet: the activation link is the only way in. */
        NONE,
        /** Cartable made it, and it has to be changed at the first sign-in. */
        TEMPORARY,
        /** The parent chose it. */
        CHOSEN
    }

    public Credential {
        requireNonNull(origin, "origin");
        if (revision < 1) {
            throw new IllegalArgumentException("credential revision " + revision + " is below 1");
        }
        if ((origin == Origin.NONE) != (passwordHash == null)) {
            throw new IllegalArgumentException("a credential of origin " + origin + " has "
                    + (passwordHash == null ? "no password" : "a password"));
        }
        if ((origin == Origin.TEMPORARY) != (expiresAt != null)) {
            throw new IllegalArgumentException(
                    "a credential of origin " + origin + " " + (expiresAt == null ? "does not expire" : "expires"));
        }
    }

    /** The credential of a new account that waits for its activation. */
    public static Credential none() {
        return new Credential(1, Origin.NONE, null, null);
    }

    /** The next revision, without a password. */
    public Credential renewed() {
        return new Credential(revision + 1, Origin.NONE, null, null);
    }

    /** The next revision, the password as it was: the old links die, the parent is not locked out. */
    public Credential reissued() {
        return new Credential(revision + 1, origin, passwordHash, expiresAt);
    }

    /** The same revision with a temporary password that can be used before {@code expiresAt}. */
    public Credential temporary(String hash, Instant expiresAt) {
        return new Credential(revision, Origin.TEMPORARY, hash, expiresAt);
    }

    /** The next revision, with a password that the parent chose. */
    public Credential chosen(String hash) {
        return new Credential(revision + 1, Origin.CHOSEN, hash, null);
    }

    /** The same password, hashed anew. */
    public Credential rehashed(String hash) {
        return new Credential(revision, origin, hash, expiresAt);
    }

    /** Whether it is a temporary password that has expired at {@code now}. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Credential[" + origin + " revision " + revision + "]";
    }
}
