package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people want. Each method changes what it names and nothing else, so that changes of different things at the same time are all
 * kept. Safe for use by several threads and nodes.
 */
public interface PreferenceStore extends PreferenceStoreReader {
    /** A person does not want these notices. */
    record Declined(Recipient person, Topic topic) {
        public Declined {
            requireNonNull(person, "person");
            requireNonNull(topic, "topic");
        }
    }

    /** Writes that a person does not want these notices. Returns whether they were wanted before; if not, nothing is written. */
    boolean decline(Tx tx, Recipient person, Topic topic, Instant now);

    /** Writes that a person wants these notices again. Returns whether they were declined before. */
    boolean accept(Tx tx, Recipient person, Topic topic);

    /** Writes the language of a person; null for what the host says. */
    void setLanguage(Tx tx, Recipient person, @Nullable Locale language, Instant now);

    /** Writes the quiet hours of a person, with their zone; null for none. */
    void setQuietHours(Tx tx, Recipient person, @Nullable QuietHours hours, Instant now);

    /** Writes whether a person wants several notices of one kind in one message; null for what the school says. */
    void setDigest(Tx tx, Recipient person, @Nullable Boolean digest, Instant now);
}
