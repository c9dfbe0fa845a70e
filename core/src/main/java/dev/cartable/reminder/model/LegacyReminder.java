package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

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
public record LegacyReminder(
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
