package dev.cartable.work.internal;

import dev.cartable.work.PlanDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of a set of items in which their order does not matter: the SHA-256 values of the items are added up, so that a
 * roster sorted another way is the same roster. It detects changes; it is no signature.
 */
public final class ContentDigest {
    private static final int LANES = 4;

    private final MessageDigest sha256 = Sha256.begin();
    private final long[] sum = new long[LANES];
    private long items;

    /** Adds an item by its fields, of which some may be null. */
    public void add(@Nullable Object... fields) {
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
    public void addAll(ContentDigest other) {
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += other.sum[lane];
        }
        items += other.items;
    }

    /** The digest of all items that were added. More may be added afterwards. */
    public PlanDigest digest() {
        ByteBuffer state = ByteBuffer.allocate(Long.BYTES * (LANES + 1)).putLong(items);
        for (long lane : sum) {
            state.putLong(lane);
        }
        return new PlanDigest(HexFormat.of().formatHex(Sha256.of(state.array())));
    }
}
