package dev.cartable.reminder.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where it is read what an older system has reminded people of. Opened and closed by each reading; implementations are safe for use by
 * several threads.
 */
public interface LegacyReminders {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. */
    void read(Consumer<? super LegacyRow> each);

    /** A row of an older system's reminders. */
    sealed interface LegacyRow {
        /**
         * A row of the right shape.
         *
         * @param line the line that it begins in, from 1; 0 where the source has no lines
         */
        record Usable(LegacyReminder reminder, long line) implements LegacyRow {
            public Usable {
                requireNonNull(reminder, "reminder");
            }
        }

        /** A row that cannot be used. */
        record Unusable(RowError error) implements LegacyRow {
            public Unusable {
                requireNonNull(error, "error");
            }
        }
    }

    /**
     * Something that an older system has reminded people of. What is left empty is found when it is imported:
     *
     * <ul>
     *   <li>A session, an absence or another thing is named by its id. Without a revision it is the state that the thing has at the
     *       import: a session that is moved later is reminded of again.
     *   <li>A payment is named by the id of its invoice, which stands for all its instalments, or by {@code INVOICE#NUMBER} for one
     *       instalment. Its slot is {@code DUE/LEVEL} (such as {@code 2026-11-02/7}), the level alone (days after the due date), or the due
     *       date alone. Without a slot it is the highest level that an instalment had reached on {@link #day}; without a level before,
     *       nothing is left out later.
     *   <li>A weekly summary is named by the pupil's id, for the week of {@link #day}, or as {@code MONDAY/PUPIL}.
     *   <li>Inactivity is named by the pupil's id, a threshold as the history of Cartable names it.
     * </ul>
     *
     * @param kind the kind of the rule that would remind of it now
     * @param pupil the pupil that it was about
     * @param id what it was about: 1 to 255 characters
     * @param revision which state of it was said, as the rule names it, such as the beginning of a session; empty for the present state
     * @param slot the occasion, for what the rule says again and again; empty for the last one until {@code day}
     * @param recipient the person; null for all who would be reminded
     * @param day the day on which it was said, in the school's zone
     */
    record LegacyReminder(
            Kind kind,
            PupilId pupil,
            String id,
            String revision,
            String slot,
            @Nullable Recipient recipient,
            LocalDate day) {
        private static final int LONGEST = 255;

        public LegacyReminder {
            requireNonNull(kind, "kind");
            requireNonNull(pupil, "pupil");
            requireNonNull(id, "id");
            requireNonNull(revision, "revision");
            requireNonNull(slot, "slot");
            requireNonNull(day, "day");
            if (id.isBlank() || id.length() > LONGEST || revision.length() > LONGEST || slot.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a reminder of an older system has an id of 1 to 255 characters, and a revision and a slot of 255 at most");
            }
        }

        /** The same as a rule names it. */
        public LegacyReminder named(PupilId newPupil, String newId, String newRevision, String newSlot) {
            return new LegacyReminder(kind, newPupil, newId, newRevision, newSlot, recipient, day);
        }

        /** The ids alone. */
        @Override
        public String toString() {
            return "LegacyReminder[" + kind + " about " + id + "]";
        }
    }
}
