package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.PasswordHasher;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA-256 (RFC 8018, NIST SP 800-132) and a random salt of 16 bytes. The hash says with how
 * many iterations it was made, {@code $pbkdf2-sha256$i=600000$salt$hash} in Base64 without padding, so that hashes made with
 * other ones still verify. Immutable and safe for use by several threads.
 */
public final class Pbkdf2PasswordHasher implements PasswordHasher {
    /** OWASP's figure for PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet). */
    public static final int USUAL_ITERATIONS = 600_000;

    /**
     * Enough for passwords that are random themselves: at more than 65 bits, a temporary password cannot be searched for
     * even at this cost, and a school's worth of them is hashed in minutes and not in hours.
     */
    public static final int RANDOM_PASSWORD_ITERATIONS = 10_000;

    /** The least number of iterations (NIST SP 800-132, 5.2). */
    public static final int MIN_ITERATIONS = 1_000;

    /** The greatest number of iterations, also in a hash that is to be verified. */
    public static final int MAX_ITERATIONS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2-sha256\\$i=([1-9][0-9]{0,7})\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private final SecureRandom random = new SecureRandom();
    private final int iterations;

    private Pbkdf2PasswordHasher(int iterations) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    iterations + " iterations are not within " + MIN_ITERATIONS + " to " + MAX_ITERATIONS);
        }
        this.iterations = iterations;
    }

    /** With {@value #USUAL_ITERATIONS} iterations, for passwords that people choose. */
    public static Pbkdf2PasswordHasher usual() {
        return new Pbkdf2PasswordHasher(USUAL_ITERATIONS);
    }

    /** With {@value #RANDOM_PASSWORD_ITERATIONS} iterations, for temporary passwords only; each of the two verifies the other's. */
    public static Pbkdf2PasswordHasher forTemporaryPasswords() {
        return new Pbkdf2PasswordHasher(RANDOM_PASSWORD_ITERATIONS);
    }

    /** With this many iterations. */
    public static Pbkdf2PasswordHasher withIterations(int iterations) {
        return new Pbkdf2PasswordHasher(iterations);
    }

    @Override
    public String hash(CharSequence password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$pbkdf2-sha256$i=" + iterations + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(derive(requireNonNull(password, "password"), salt, iterations));
    }

    @Override
    public boolean matches(CharSequence password, String hash) {
        Matcher form = FORM.matcher(hash);
        if (!form.matches()) {
            return false;
        }
        int made = Integer.parseInt(form.group(1));
        if (made > MAX_ITERATIONS) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(form.group(2));
            byte[] expected = Base64.getDecoder().decode(form.group(3));
            return MessageDigest.isEqual(expected, derive(requireNonNull(password, "password"), salt, made));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] derive(CharSequence password, byte[] salt, int iterations) {
        char[] characters = new char[password.length()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = password.charAt(i);
        }
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, HASH_BYTES * Byte.SIZE);
        java.util.Arrays.fill(characters, '\0');
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256, which every OpenJDK has", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "Pbkdf2PasswordHasher[" + iterations + " iterations]";
    }
}
