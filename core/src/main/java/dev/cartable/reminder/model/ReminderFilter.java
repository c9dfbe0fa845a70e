package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the ledger are meant: those that meet every condition that is given. Immutable: each method returns another filter.
 *
 * @param first the first day
 * @param last the last day
 * @param pupils those about one of these pupils; null for all
 * @param recipient those to this person; null for all
 * @param kind those of this kind; null for all
 */
public record ReminderFilter(
        LocalDate first,
        LocalDate last,
        @Nullable Set<PupilId> pupils,
        @Nullable Recipient recipient,
        @Nullable Kind kind) {
    public ReminderFilter {
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        pupils = pupils == null ? null : Set.copyOf(pupils);
    }

    /** All entries of these days of the school's. */
    public static ReminderFilter days(LocalDate first, LocalDate last) {
        return new ReminderFilter(first, last, null, null, null);
    }

    /** Those about one of these pupils; null for all. */
    public ReminderFilter about(@Nullable Set<PupilId> newPupils) {
        return new ReminderFilter(first, last, newPupils, recipient, kind);
    }

    /** Those about this pupil. */
    public ReminderFilter about(PupilId pupil) {
        return about(Set.of(pupil));
    }

    /** Those to this person; null for all. */
    public ReminderFilter to(@Nullable Recipient newRecipient) {
        return new ReminderFilter(first, last, pupils, newRecipient, kind);
    }

    /** Those of this kind; null for all. */
    public ReminderFilter of(@Nullable Kind newKind) {
        return new ReminderFilter(first, last, pupils, recipient, newKind);
    }

    /** Whether an entry meets every condition. */
    public boolean matches(ReminderEntry entry) {
        return !entry.day().isBefore(first)
                && !entry.day().isAfter(last)
                && (pupils == null || pupils.contains(entry.pupil()))
                && (recipient == null || recipient.equals(entry.recipient()))
                && (kind == null || kind.equals(entry.kind()));
    }
}
