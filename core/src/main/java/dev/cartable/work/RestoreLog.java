package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port: a log outside the database, which no restore of a backup undoes. It holds what people have withdrawn, and the epoch. A database
 * with a lower epoch was restored by other means. Entries are only ever added. Safe for use by several threads and processes.
 */
public interface RestoreLog {
    /** Where it is, for people. */
    String location();

    /**
     * Adds withdrawals, and creates the log if it is not there. When this returns, they outlive a power failure.
     *
     * @throws IOException if they cannot be written; some of them may have been, and adding them again does no harm
     */
    void add(List<Withdrawal> withdrawals) throws IOException;

    /** Adds an epoch, and creates the log if it is not there. When this returns, it outlives a power failure. */
    void add(long epoch) throws IOException;

    /** The log as it stands, to be kept elsewhere, too; empty if it is not there. */
    byte[] bytes() throws IOException;

    /**
     * Adds what such bytes hold of another log, and this one lacks: its withdrawals, and since when it was kept. Its epochs are left out,
     * which are about a database, and so are entries that cannot be read.
     */
    void addAll(byte[] bytes) throws IOException;

    /** All that was added, in this order. */
    Contents read() throws IOException;

    /**
     * What a log holds.
     *
     * @param since when it was created, the oldest of those that it was put together from; null if it is not there, or does not say
     * @param epoch the highest epoch; 0 for none
     * @param damaged how many entries cannot be read
     */
    record Contents(@Nullable Instant since, long epoch, List<Withdrawal> withdrawals, int damaged) {
        public Contents {
            withdrawals = List.copyOf(requireNonNull(withdrawals, "withdrawals"));
        }
    }

    /**
     * What a person has withdrawn, or allowed again. It holds no name: the person is a hash keyed with the host key.
     *
     * @param at when it was written
     * @param key the id of the host key that was the current one
     * @param person the keyed hash, 64 hexadecimal digits; of an erased person, the tombstone
     * @param topic which messages are declined or accepted, without white space; empty for an erasure
     */
    record Withdrawal(Instant at, Type type, String key, String person, String topic) {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
        private static final Pattern WORD = Pattern.compile("\\S+");

        public Withdrawal {
            requireNonNull(at, "at");
            requireNonNull(type, "type");
            if (!WORD.matcher(key).matches()) {
                throw new IllegalArgumentException("'" + key + "' is no id of a key");
            }
            if (!HASH.matcher(person).matches()) {
                throw new IllegalArgumentException("a person's hash has 64 hexadecimal digits");
            }
            if (type == Type.ERASED ? !topic.isEmpty() : !WORD.matcher(topic).matches()) {
                throw new IllegalArgumentException("'" + topic + "' is no topic of " + type);
            }
        }

        /** What was withdrawn. The names stand in files. */
        public enum Type {
            /** The person was erased. */
            ERASED,
            /** The person does not want messages about the topic. */
            DECLINED,
            /** The person wants messages about the topic again. */
            ACCEPTED
        }
    }
}
