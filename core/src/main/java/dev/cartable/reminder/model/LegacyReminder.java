package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that an older system has reminded people of.
 *
 * @param kind the kind of the rule that would remind of it now
 * @param id what it is about, as the rule names it, such as the id of an absence: 1 to 255 characters
 * @param revision which state of it was said, as the rule names it; empty for any state
 * @param slot the occasion, for what the rule says again and again; empty for what is said once
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

    /** The ids alone. */
    @Override
    public String toString() {
        return "LegacyReminder[" + kind + " about " + id + "]";
    }
}
