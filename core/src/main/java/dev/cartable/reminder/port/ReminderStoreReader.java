package dev.cartable.reminder.port;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the ledger of reminders. Safe for use by several threads. */
interface ReminderStoreReader {
    /** The entries of a kind about these subjects, each with the present state of its notice, in no certain order. */
    List<ReminderEntry> about(Kind kind, Collection<Subject> subjects);

    /** The entries about a pupil of the days from {@code first} to {@code last}, the latest first, read on demand. Close the stream. */
    Stream<ReminderEntry> about(PupilId pupil, LocalDate first, LocalDate last);

    /** The first day on which a rule was run; empty if it was not. */
    Optional<LocalDate> liveSince(Kind kind);
}
