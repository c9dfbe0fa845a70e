package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The host's secret: 32 bytes or more, from which one-time tokens, temporary passwords and tombstones are derived with
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1). It is kept outside the database, so that a dump alone opens no account. Whoever
 * loses it loses the links that are under way, and the memory of erased people; accounts stay. Immutable and safe for use by
 * several threads.
 */
public final class HostKey {
    /** The least length of a key, in bytes. */
    public static final int MIN_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private HostKey(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("the host key has " + secret.length + " bytes; at least " + MIN_BYTES
                    + " are needed. Make one with: openssl rand -base64 32");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The key with these bytes, which are copied. */
    public static HostKey of(byte[] secret) {
        return new HostKey(requireNonNull(secret, "secret").clone());
    }

    /** The key written in Base64, with or without padding and white space around it, as in an environment variable. */
    public static HostKey base64(String text) {
        try {
            return new HostKey(Base64.getMimeDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the host key is not Base64 of at least " + MIN_BYTES
                    + " bytes. Make one with: openssl rand -base64 32");
        }
    }

    /**
     * The key in a file that holds it in Base64.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read
     */
    public static HostKey file(Path file) {
        try {
            return base64(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the host key from " + file, e);
        }
    }

    /**
     * The key in the file, made at random on first use. On systems with POSIX permissions only the owner may read the new
     * file (0600). Two processes that start together agree on one key.
     */
    public static HostKey fileOrNew(Path file) {
        if (Files.exists(file)) {
            return file(file);
        }
        byte[] secret = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        String text = Base64.getEncoder().encodeToString(secret) + "\n";
        try {
            Path parent = file.toAbsolutePath().getParent();
            Path draft = Files.createTempFile(parent, ".cartable-key", null, ownerOnly(parent));
            try {
                Files.writeString(draft, text, StandardCharsets.US_ASCII, StandardOpenOption.DSYNC);
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException e) {
                return file(file);
            } finally {
                Files.delete(draft);
            }
            return new HostKey(secret);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the host key to " + file, e);
        }
    }

    private static java.nio.file.attribute.FileAttribute<?>[] ownerOnly(@org.jspecify.annotations.Nullable Path folder)
            throws IOException {
        boolean posix = folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new java.nio.file.attribute.FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new java.nio.file.attribute.FileAttribute<?>[0];
    }

    /**
     * The HMAC of the parts under this key, for one purpose. Each part is preceded by its length, so that no two lists of
     * parts look alike; different purposes never share a value.
     *
     * @return 32 bytes
     */
    public byte[] derive(String purpose, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, requireNonNull(purpose, "purpose"));
            for (String part : parts) {
                update(mac, part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }

    private static void update(Mac mac, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        mac.update(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKey that
                && java.security.MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(derive("hash"));
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "HostKey[hidden]";
    }
}
