package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A port: the answers to requests that came with a key of the client's choice, so that a request that is sent again is answered again and
 * not carried out again. They are kept for a day or so. Safe for use by several threads and nodes.
 */
public interface KeyedAnswers {
    /** What is known of a key. */
    Optional<Entry> find(String key);

    /**
     * Writes a key that is not there. Of several transactions that do so at once, one succeeds; the others wait for its end.
     *
     * @return false if it is there; then nothing is written
     */
    boolean begin(Tx tx, Entry entry);

    /**
     * Lets an entry without an answer begin anew. Of several transactions that do so at once, one succeeds.
     *
     * @param before the entry as it was read
     * @return false if it is not that any more; then nothing is written
     */
    boolean beginAgain(Tx tx, Entry before, Instant now);

    /** Keeps the answer. Does nothing if the key is not there. */
    void answer(Tx tx, String key, String answer);

    /** Deletes a key that has no answer, so that the request may be sent again under it. */
    void remove(Tx tx, String key);

    /**
     * Deletes what was begun before a time.
     *
     * @param max how many at most
     * @return how many
     */
    int forget(Tx tx, Instant before, int max);

    /**
     * What is known of a key.
     *
     * @param key a hash of the client's key and of who sends it
     * @param request a hash of the request, so that another one under the same key is seen
     * @param begunAt when it was begun, to the millisecond
     * @param answer what was answered, sealed with the client's key; null as long as nothing was
     */
    record Entry(
            String key,
            String request,
            Instant begunAt,
            @Nullable String answer) {
        public Entry {
            requireNonNull(key, "key");
            requireNonNull(request, "request");
            begunAt = begunAt.truncatedTo(ChronoUnit.MILLIS);
        }

        /** A request that begins. */
        public static Entry begun(String key, String request, Instant now) {
            return new Entry(key, request, now, null);
        }
    }
}
