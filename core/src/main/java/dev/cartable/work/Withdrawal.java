package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What a person has withdrawn, or allowed again. It holds no name: the person is a hash keyed with the host key.
 *
 * @param at when it was written
 * @param key the id of the host key that was the current one
 * @param person the keyed hash, 64 hexadecimal digits; of an erased person, the tombstone
 * @param topic which messages are declined or accepted, without white space; empty for an erasure
 */
public record Withdrawal(Instant at, Type type, String key, String person, String topic) {
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
