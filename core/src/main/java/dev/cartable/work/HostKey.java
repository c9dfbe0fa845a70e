package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The host's secret: 32 bytes or more, from which one-time tokens, temporary passwords and tombstones are derived with
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1). It is kept outside the database, so that a dump alone opens no account. All nodes of a
 * school share it. If it is lost, links under way are lost, and so is the memory of erased people; accounts stay.
 *
 * <p>A key that replaced others carries them as {@linkplain #old() old keys}. New values are always made with the current key
 * ({@link #hmac}); values in the database are looked for under all keys ({@link #candidates}). Immutable and safe for use by
 * several threads.
 */
public final class HostKey {
    /** The least length of a key, in bytes. */
    public static final int MIN_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final String MAKE_ONE = "Make one with: openssl rand -base64 32";
    private static final String OLD = "old:";

    private final SecretKeySpec key;
    private final List<HostKey> old;

    private HostKey(byte[] secret) {
        this(checked(secret), List.of());
    }

    private HostKey(SecretKeySpec key, List<HostKey> old) {
        this.key = key;
        this.old = old;
    }

    private static SecretKeySpec checked(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the host key has " + secret.length + " bytes; at least " + MIN_BYTES + " are needed. " + MAKE_ONE);
        }
        return new SecretKeySpec(secret, ALGORITHM);
    }

    /** A new key of {@value #MIN_BYTES} random bytes. */
    public static HostKey random() {
        byte[] secret = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        return new HostKey(secret);
    }

    /** The key with these bytes, which are copied. */
    public static HostKey of(byte[] secret) {
        return new HostKey(requireNonNull(secret, "secret").clone());
    }

    /**
     * The key written in Base64 (RFC 4648, section 4), with or without padding, with white space anywhere, as in an
     * environment variable. Old keys may follow, each after {@code old:}.
     *
     * @throws IllegalArgumentException if it is anything else, or a key has fewer than {@value #MIN_BYTES} bytes, or the same key
     *     is there twice; the message does not hold the text
     */
    public static HostKey base64(String text) {
        String packed = WHITE_SPACE.matcher(requireNonNull(text, "text")).replaceAll("");
        String[] keys = packed.split(OLD, -1);
        return one(keys[0])
                .withOld(Arrays.stream(keys).skip(1).map(HostKey::one).toList());
    }

    private static HostKey one(String packed) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(packed);
        } catch (IllegalArgumentException notBase64) {
            // Its message would quote the text.
            throw new IllegalArgumentException("the host key is not Base64. " + MAKE_ONE);
        }
        return new HostKey(secret);
    }

    /**
     * The key in a file that holds it in Base64, of 4,096 bytes at most.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it holds no key
     */
    public static HostKey file(Path file) {
        try {
            return base64(new KeyFile(file).read());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file " + file + " holds no host key: " + e.getMessage(), e);
        }
    }

    /**
     * The key in the file, made at random on first use. On systems with POSIX permissions only the owner may read the new
     * file (0600). Threads and processes that start together agree on one key, and none sees half of it; a file system
     * without hard links can promise that only to those that do not start in the same instant.
     *
     * @throws UncheckedIOException if the file can be neither read nor made, as when its folder is missing
     * @throws IllegalArgumentException if it is there and holds no key; it is left as it is
     */
    public static HostKey fileOrNew(Path file) {
        if (Files.exists(file)) {
            return file(file);
        }
        new KeyFile(file).create(random().base64());
        return file(file);
    }

    /**
     * This key with the keys that it replaced, newest first. The old keys of an old key count as old keys too.
     *
     * @throws IllegalArgumentException if the same key is there twice
     */
    public HostKey withOld(Collection<HostKey> replaced) {
        List<HostKey> flat = Stream.concat(old.stream(), replaced.stream().flatMap(one -> one.all().stream()))
                .toList();
        HostKey ring = new HostKey(key, flat);
        if (Set.copyOf(ring.all()).size() < ring.all().size()) {
            throw new IllegalArgumentException(
                    "the same host key is there twice, as the current key and as an old one, or as two old ones;"
                            + " take one of them away");
        }
        return ring;
    }

    /** The keys that this one replaced, newest first, each without old keys of its own. */
    public List<HostKey> old() {
        return old;
    }

    /** The current key and the old ones, the current key first, each without old keys of its own. */
    public List<HostKey> all() {
        return Stream.concat(Stream.of(new HostKey(key, List.of())), old.stream())
                .toList();
    }

    /**
     * The HMAC of the parts under the current key as 64 hexadecimal digits: what is stored for something new. See {@link
     * #derive}.
     */
    public String hmac(String purpose, String... parts) {
        return HexFormat.of().formatHex(derive(purpose, parts));
    }

    /**
     * The values that {@link #hmac} may have given for these parts, that of the current key first: what is looked for in the
     * database, which may have been written with an old key.
     */
    public List<String> candidates(String purpose, String... parts) {
        return all().stream().map(one -> one.hmac(purpose, parts)).toList();
    }

    /** What a database stores of the current key, to recognise it: 64 hexadecimal digits, from which no key can be computed. */
    public String checkValue() {
        return hmac("host-key.check");
    }

    /**
     * The HMAC of the parts under the current key, for one purpose. Each part is preceded by its length, so that no two lists of
     * parts look alike, and written in UTF-16 (big-endian), which keeps any string apart from any other; different purposes
     * never share a value.
     *
     * @return 32 bytes
     */
    public byte[] derive(String purpose, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, requireNonNull(purpose, "purpose"));
            for (String part : parts) {
                update(mac, requireNonNull(part, "part"));
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }

    private static void update(Mac mac, String part) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * part.length());
        bytes.putInt(part.length());
        // Not through a Charset, which writes every half of a broken surrogate pair as the same replacement.
        bytes.asCharBuffer().put(part);
        mac.update(bytes.array());
    }

    /**
     * The key and its old keys as lines that a person can type back in with {@link #fromPaper}: some 30 letters and digits a line,
     * with checksums. It is as secret as the key, and belongs into a safe, never into a log.
     */
    public String toPaper() {
        return PaperKey.write(all().stream().map(one -> one.key.getEncoded()).toList());
    }

    /**
     * The key that was written by {@link #toPaper}. Capitals, spaces, hyphens and the numbers of lines make no difference.
     *
     * @throws IllegalArgumentException if something was mistyped or is missing; the message says in which line, and quotes nothing
     */
    public static HostKey fromPaper(String text) {
        List<HostKey> keys = PaperKey.read(requireNonNull(text, "text")).stream()
                .map(HostKey::of)
                .toList();
        return keys.get(0).withOld(keys.subList(1, keys.size()));
    }

    /**
     * Writes the key and its old keys to the file, in place of what is there, in one step, so that after a crash it holds either. On
     * systems with POSIX permissions only the owner may read it (0600).
     *
     * @throws UncheckedIOException if it cannot be written; what was there is kept
     */
    public void writeTo(Path file) {
        new KeyFile(file).replace(base64());
    }

    private String base64() {
        return all().stream()
                .map(one -> Base64.getEncoder().encodeToString(one.key.getEncoded()))
                .collect(Collectors.joining("\n" + OLD));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKey that
                && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded())
                && old.equals(that.old);
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
