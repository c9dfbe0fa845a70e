package dev.cartable.school;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of a set of items in which their order does not matter: the SHA-256 values of the items are added up, so that a
 * roster sorted another way is the same roster. It detects changes; it is no signature.
 */
final class ContentDigest {
    private static final int LANES = 4;

    private final MessageDigest sha256 = sha256();
    private final long[] sum = new long[LANES];
    private long items;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /** Adds an item by its fields, of which some may be null. */
    void add(@Nullable Object... fields) {
        for (Object field : fields) {
            byte[] bytes = field == null ? new byte[0] : field.toString().getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(field == null ? -1 : bytes.length)
                    .array());
            sha256.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += hash.getLong();
        }
        items++;
    }

    /** Adds all items of another digest. */
    void addAll(ContentDigest other) {
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += other.sum[lane];
        }
        items += other.items;
    }

    /** 64 hexadecimal digits. */
    String hex() {
        ByteBuffer state = ByteBuffer.allocate(Long.BYTES * (LANES + 1)).putLong(items);
        for (long lane : sum) {
            state.putLong(lane);
        }
        return HexFormat.of().formatHex(sha256().digest(state.array()));
    }
}
