package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

/**
 * A short digest of what an account was made from, so that "nothing has changed" is one comparison: SHA-256 (FIPS 180-4),
 * the first 128 bits as 32 hexadecimal digits.
 */
public record Fingerprint(String hex) {
    private static final Fingerprint OUT_OF_STEP = new Fingerprint("0".repeat(32));

    /** The fingerprint of no source at all: whatever the roster says, the account is out of step with it. */
    public static Fingerprint outOfStep() {
        return OUT_OF_STEP;
    }

    public Fingerprint {
        requireNonNull(hex, "hex");
        if (hex.length() != 32) {
            throw new IllegalArgumentException("a fingerprint has 32 hexadecimal digits, not " + hex.length());
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
