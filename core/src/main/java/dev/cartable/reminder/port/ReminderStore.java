package dev.cartable.reminder.port;

import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;

/** The ledger of reminders: what became of every candidate. Safe for use by several threads and nodes. */
public interface ReminderStore extends ReminderStoreReader {
    /** Writes entries; one takes the place of another with the same {@linkplain ReminderEntry#key() key}. */
    void save(Tx tx, Collection<ReminderEntry> entries);

    /** Notes that a rule was asked for a day, and when first. */
    void asked(Tx tx, Kind kind, LocalDate day, Instant at);

    /** Notes the first day on which a rule was run; an earlier one stays. */
    void goLive(Tx tx, Kind kind, LocalDate day);

    /** Writes a hold; it takes the place of the one with the same run. */
    void saveHold(Tx tx, Hold hold);

    /**
     * Notes what a person has decided about a hold, if it is open: who comes second changes nothing.
     *
     * @param decided the hold, released or discarded
     * @return whether it was open
     */
    boolean decide(Tx tx, Hold decided);

    /**
     * Gives some of the entries that a run holds another outcome: those that are held for its {@linkplain Hold#reason() reason} when
     * they are changed, and no other.
     *
     * @param max the largest number of entries
     * @return how many were changed
     */
    int settle(Tx tx, Hold hold, Outcome outcome, String reason, Instant at, int max);
}
