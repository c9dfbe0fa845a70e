package dev.cartable.reminder.port;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the ledger of reminders. Safe for use by several threads. */
interface ReminderStoreReader {
    /**
     * The entries of a kind about these subjects, each with the present state of its notice, in no certain order. What was suppressed, or
     * failed, is noted anew each day, so it is left out before a day.
     *
     * @param since the first day of which they are found; null if they are left out
     */
    List<ReminderEntry> about(Kind kind, Collection<Subject> subjects, @Nullable LocalDate since);

    /**
     * The entries that a filter lets through, each with what became of its notice: the latest day first, on a day the latest decision
     * first. Read on demand; close the stream.
     */
    Stream<ReminderLine> history(ReminderFilter filter);

    /**
     * The subjects of the entries that a filter lets through and that have one of these outcomes: each once, in the order of their
     * texts. Read on demand; close the stream.
     */
    Stream<Subject> subjects(ReminderFilter filter, Set<Outcome> outcomes);

    /** How many entries the days from {@code first} to {@code last} have, by day, kind, outcome and state of the notice; in that order. */
    List<ReminderStatistics.Count> counts(LocalDate first, LocalDate last);

    /**
     * As {@link #counts}, for one day and with each person counted once for each reminder: of the notices by several channels, the one with
     * the smallest {@linkplain ReminderEntry#distance() distance}.
     */
    List<ReminderStatistics.Count> countsByPerson(LocalDate day);

    /** When each of these rules was asked first for a day; without those that were not, or of which that is no longer known. */
    Map<Kind, Instant> askedAt(Collection<Kind> kinds, LocalDate day);

    /** The first day on which each of these rules was run; without those that were not. */
    Map<Kind, LocalDate> liveSince(Collection<Kind> kinds);

    /** The hold of a run. */
    Optional<Hold> hold(String run);

    /** The holds of the runs of {@code first} and of later days, and all that are open, in the order of their runs. */
    List<Hold> holds(LocalDate first);
}
