package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

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

    /** {@code pbkdf2_sha256$iterations$salt$hash}, as Django's {@code PBKDF2PasswordHasher} makes it. */
    private static final Pattern DJANGO_FORM =
            Pattern.compile("pbkdf2_sha256\\$([1-9][0-9]{0,7})\\$([^$]{1,128})\\$([A-Za-z0-9+/]{43}=)");

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
    public static Pbkdf2PasswordHasher defaults() {
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
        requireNonNull(password, "password");
        Stored stored = Stored.parse(hash);
        return stored != null
                && MessageDigest.isEqual(stored.expected, derive(password, stored.salt, stored.iterations));
    }

    @Override
    public State state(String hash) {
        Stored stored = Stored.parse(hash);
        if (stored == null) {
            return State.UNREADABLE;
        }
        return stored.django || stored.iterations < iterations ? State.OUTDATED : State.CURRENT;
    }

    /** A hash taken apart. Django's form is read as well, so that accounts of a Django system can be taken over. */
    private static final class Stored {
        private final int iterations;
        private final byte[] salt;
        private final byte[] expected;
        private final boolean django;

        private Stored(int iterations, byte[] salt, byte[] expected, boolean django) {
            this.iterations = iterations;
            this.salt = salt;
            this.expected = expected;
            this.django = django;
        }

        static @Nullable Stored parse(String hash) {
            Matcher own = FORM.matcher(hash);
            Matcher django = DJANGO_FORM.matcher(hash);
            try {
                if (own.matches()) {
                    return of(own, Base64.getDecoder().decode(own.group(2)), false);
                }
                return django.matches() ? of(django, django.group(2).getBytes(StandardCharsets.UTF_8), true) : null;
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }

        private static @Nullable Stored of(Matcher form, byte[] salt, boolean django) {
            int iterations = Integer.parseInt(form.group(1));
            return iterations > MAX_ITERATIONS
                    ? null
                    : new Stored(iterations, salt, Base64.getDecoder().decode(form.group(3)), django);
        }
    }

    private static byte[] derive(CharSequence password, byte[] salt, int iterations) {
        char[] characters = new char[password.length()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = password.charAt(i);
        }
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, HASH_BYTES * Byte.SIZE);
        Arrays.fill(characters, '\0');
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
