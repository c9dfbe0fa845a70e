package dev.cartable.account.port;

/**
 * Turns passwords into what may be stored. Slow on purpose (NIST SP 800-63B, 5.1.1.2), so never called inside a
 * transaction. Safe for use by several threads.
 */
public interface PasswordHasher {
    /** A salted hash of the password, with all that is needed to verify it. */
    String hash(CharSequence password);

    /** Whether the password is the one that was hashed. Takes the same time either way. False for a hash it cannot read. */
    boolean matches(CharSequence password, String hash);

    /** Whether a hash can be read, and whether it is as {@link #hash} would make it now. */
    State state(String hash);

    /** What a hasher says of a stored hash. */
    enum State {
        /** It is as strong as a new one. */
        CURRENT,
        /** It verifies, and is made anew at the next sign-in: it is weaker than a new one, or of another kind. */
        OUTDATED,
        /** No password matches it. */
        UNREADABLE
    }
}
