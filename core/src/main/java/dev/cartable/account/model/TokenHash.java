package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

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
