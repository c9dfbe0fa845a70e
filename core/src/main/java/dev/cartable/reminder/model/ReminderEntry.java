package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one candidate for one person by one channel: a line of the ledger of reminders.
 *
 * @param kind the rule's kind
 * @param pupil the pupil that it is about
 * @param subject what it is about
 * @param revision which state of the subject
 * @param slot the occasion; empty for what is said once
 * @param recipient the person; null where nobody in particular was left out
 * @param author who wrote it, where it is a person's own words: beside the recipient and staff only this person may read it; null if
 *     a rule speaks
 * @param channel the channel; null where there was none
 * @param outcome what the run decided
 * @param reason why nothing was queued: a code, or a rule's own words; null if something was
 * @param notice the notice that was queued; null if none was
 * @param state what became of the notice since; null if there is none. Not stored with the entry
 * @param day the day of the rule's time, in the school's zone
 * @param decidedAt when it was decided
 */
public record ReminderEntry(
        Kind kind,
        PupilId pupil,
        Subject subject,
        String revision,
        String slot,
        @Nullable Recipient recipient,
        @Nullable Recipient author,
        @Nullable Channel channel,
        Outcome outcome,
        @Nullable String reason,
        @Nullable NoticeId notice,
        @Nullable NoticeState state,
        LocalDate day,
        Instant decidedAt) {
    private static final List<NoticeState> CLOSEST_FIRST = List.of(
            NoticeState.SENT,
            NoticeState.UNCONFIRMED,
            NoticeState.SENDING,
            NoticeState.QUEUED,
            NoticeState.HELD,
            NoticeState.UNCERTAIN,
            NoticeState.FAILED,
            NoticeState.CANCELLED,
            NoticeState.SUPPRESSED);

    /** A notice that is gone from the history may have gone out. */
    private static final int UNKNOWN = CLOSEST_FIRST.indexOf(NoticeState.UNCERTAIN);

    public ReminderEntry {
        requireNonNull(kind, "kind");
        requireNonNull(pupil, "pupil");
        requireNonNull(subject, "subject");
        requireNonNull(revision, "revision");
        requireNonNull(slot, "slot");
        requireNonNull(outcome, "outcome");
        requireNonNull(day, "day");
        requireNonNull(decidedAt, "decidedAt");
        if ((outcome == Outcome.QUEUED) != (notice != null)) {
            throw new IllegalArgumentException("an entry has a notice if it is queued, and else none");
        }
    }

    /** What a run decided. */
    public enum Outcome {
        /** A notice was queued. */
        QUEUED,
        /** The person cannot be reached. */
        NO_CHANNEL,
        /** The rule, a right or a holiday speaks against it. */
        SUPPRESSED,
        /** A brake holds it until a person decides. */
        HELD,
        /** A person has decided that it is not said. */
        DISCARDED,
        /** An older system has said it. */
        IMPORTED,
        /** It could not be decided or written; the next run tries it again. */
        FAILED
    }

    /** Whether it settles the matter: the person was, is being or was decided not to be reminded. What was suppressed before it was sent does not. */
    public boolean settles() {
        return switch (outcome) {
            case QUEUED -> state != NoticeState.SUPPRESSED;
            case DISCARDED, IMPORTED -> true;
            case NO_CHANNEL, SUPPRESSED, HELD, FAILED -> false;
        };
    }

    /** The same with the present state of its notice. */
    public ReminderEntry withState(NoticeState newState) {
        return new ReminderEntry(
                kind, pupil, subject, revision, slot, recipient, author, channel, outcome, reason, notice, newState,
                day, decidedAt);
    }

    /** The same in other words. */
    public ReminderEntry withReason(@Nullable String newReason) {
        return new ReminderEntry(
                kind, pupil, subject, revision, slot, recipient, author, channel, outcome, newReason, notice, state,
                day, decidedAt);
    }

    /** The same with another outcome, and without a notice. */
    public ReminderEntry decided(Outcome newOutcome, @Nullable String newReason, Instant at) {
        return new ReminderEntry(
                kind,
                pupil,
                subject,
                revision,
                slot,
                recipient,
                author,
                channel,
                newOutcome,
                newReason,
                null,
                null,
                day,
                at);
    }

    /** The same by a further channel. */
    public ReminderEntry by(Notice further) {
        return new ReminderEntry(
                kind,
                pupil,
                subject,
                revision,
                slot,
                recipient,
                author,
                further.channel(),
                outcome,
                reason,
                further.id(),
                null,
                day,
                further.queuedAt());
    }

    /** The same on another day. */
    public ReminderEntry on(LocalDate newDay) {
        return new ReminderEntry(
                kind, pupil, subject, revision, slot, recipient, author, channel, outcome, reason, notice, state,
                newDay, decidedAt);
    }

    /** The same decision, whenever it was made: what makes an entry the same entry. */
    public Key key() {
        return new Key(kind, subject, revision, slot, recipient, channel);
    }

    /** What makes an entry the same entry; a later one with the same key takes its place. */
    public record Key(
            Kind kind,
            Subject subject,
            String revision,
            String slot,
            @Nullable Recipient recipient,
            @Nullable Channel channel) {
        /** SHA-256 (FIPS 180-4) of the parts, as 64 lower-case hexadecimal digits. */
        public String hex() {
            return Sha256.hex(Arrays.asList(
                    kind.name(),
                    subject.toString(),
                    revision,
                    slot,
                    recipient == null ? null : recipient.toString(),
                    channel == null ? null : channel.name()));
        }
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "ReminderEntry[" + kind + " about " + subject + " to " + recipient + ": " + outcome + "]";
    }

    /** Whether the person may have it: a channel took it, or nobody knows. */
    public boolean mayHaveArrived() {
        return state != null && state.mayHaveArrived();
    }

    /** Whether it should have been sent, and is neither sent nor settled otherwise. */
    public boolean isMissing() {
        return ReminderTally.of(new ReminderStatistics.Count(day, kind, outcome, state, 1))
                        .missing()
                > 0;
    }

    /** The same decision for the same person by whichever channel. */
    public Key withoutChannel() {
        return new Key(kind, subject, revision, slot, recipient, null);
    }

    /**
     * How far a notice by a channel has come, for a person whom several channels notify of the same: that with the smallest number decides
     * whether the person was reached. A message in the application counts where there is no other: it reaches people who open it.
     *
     * @param state null if the notice is gone from the history
     */
    public static int distance(Channel channel, @Nullable NoticeState state) {
        int distance = state == null ? UNKNOWN : CLOSEST_FIRST.indexOf(state);
        return channel.equals(Channel.IN_APP) ? distance + CLOSEST_FIRST.size() : distance;
    }

    /** As {@link #distance(Channel, NoticeState)}; what was not queued is farthest. */
    public int distance() {
        return channel == null || outcome != Outcome.QUEUED ? Integer.MAX_VALUE : distance(channel, state);
    }
}
