package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.AudienceReader.Member;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one decision of a rule comes to for each person, given what the ledger has about its subject. */
final class ReminderDraft {
    /** A person who can be reached only so many days after the first one was decided about is not notified of old news. */
    private static final int DAYS_OF_NEWS = 3;

    /** What was known then, and would have reached a person who could be reached. */
    private static final Set<String> REASONS_OF_NEWS =
            Set.of(SuppressReason.NO_GUARDIAN.name(), SuppressReason.OLD_NEWS.name(), Addressing.Reason.BARRED.name());

    private static final Set<Outcome> TO_BE_HELD = EnumSet.of(Outcome.QUEUED, Outcome.NO_CHANNEL);

    /** The outcomes whose keys are taken. */
    private static final Set<Outcome> WRITTEN = EnumSet.of(Outcome.QUEUED, Outcome.IMPORTED);

    private final ReminderParts parts;
    private final Addressing addressing;
    private final Instant now;
    private final RuleTime<?> time;
    private final Kind kind;
    private final Set<Channel> channels;
    private final Decision decision;
    private final List<ReminderEntry> known;

    /**
     * A draft.
     *
     * @param channels by which the rule's reminders go here
     * @param known the entries about the decision's subject; those of another pupil settle nothing
     */
    ReminderDraft(
            ReminderParts parts,
            Addressing addressing,
            Instant now,
            RuleTime<?> time,
            Set<Channel> channels,
            Decision decision,
            List<ReminderEntry> known) {
        this.addressing = requireNonNull(addressing, "addressing");
        this.parts = requireNonNull(parts, "parts");
        this.now = requireNonNull(now, "now");
        this.time = requireNonNull(time, "time");
        this.kind = time.rule().kind();
        this.channels = requireNonNull(channels, "channels");
        this.decision = requireNonNull(decision, "decision");
        this.known = known.stream()
                .filter(entry -> entry.pupil().equals(decision.pupil()))
                .toList();
    }

    /**
     * What is to be written about a person and a channel.
     *
     * @param notice null if none is queued
     * @param released whether a hold held it that was released since
     */
    record Line(ReminderEntry entry, @Nullable Notice notice, boolean unchanged, boolean released) {
        Line(ReminderEntry entry, @Nullable Notice notice, boolean unchanged) {
            this(entry, notice, unchanged, false);
        }

        Line asUnchanged() {
            return new Line(entry, null, true);
        }

        Line asReleased() {
            return new Line(entry, notice, unchanged, true);
        }

        /** Whether the person is notified now, or would be if they could be reached, and nobody has released it before. */
        boolean isNews() {
            return !unchanged && !released && TO_BE_HELD.contains(entry.outcome());
        }

        /** Held, if it is news. */
        Line heldBy(Hold hold) {
            return isNews()
                    ? new Line(entry.decided(Outcome.HELD, hold.reason(), entry.decidedAt()), null, false)
                    : this;
        }
    }

    /**
     * What a person has decided about the subject, or has to decide; empty if it is nothing.
     *
     * @param openHolds the reasons of what is held and not decided
     */
    List<Line> alreadyDecided(Set<String> openHolds) {
        return known.stream()
                .filter(this::isSameMatter)
                .filter(entry -> entry.outcome() == Outcome.DISCARDED
                        || (entry.outcome() == Outcome.HELD && openHolds.contains(String.valueOf(entry.reason()))))
                .map(entry -> new Line(entry, null, true))
                .toList();
    }

    /** What becomes of it for one person. */
    List<Line> lines(Member member) {
        if (known.isEmpty()) {
            return unsettled(member, known, false);
        }
        Recipient recipient = member.person().recipient();
        List<ReminderEntry> theirs = known.stream()
                .filter(entry -> entry.recipient() == null || recipient.equals(entry.recipient()))
                .toList();
        List<Line> settled = theirs.stream()
                .filter(entry -> settles(entry, theirs))
                .map(entry -> new Line(entry, null, true))
                .toList();
        if (!settled.isEmpty()) {
            return settled;
        }
        boolean released = theirs.stream().anyMatch(this::wasReleased);
        List<Line> lines = unsettled(member, theirs, released);
        return released ? lines.stream().map(Line::asReleased).toList() : lines;
    }

    private List<Line> unsettled(Member member, List<ReminderEntry> theirs, boolean released) {
        Recipient recipient = member.person().recipient();
        if (recipient.toString().equals(decision.except())) {
            return List.of(suppressed(recipient, SuppressReason.ENTERED_BY_RECIPIENT.name()));
        }
        Addressing.Result result = addressing.orElse(member.person(), kind, channels);
        if (result instanceof Addressing.Addressed addressed) {
            return !released && isOldNews() && theirs.stream().noneMatch(this::wasQueued)
                    ? List.of(suppressed(recipient, SuppressReason.OLD_NEWS.name()))
                    : queued(addressed, theirs);
        }
        Addressing.Reason reason = ((Addressing.Unaddressed) result).reason();
        return List.of(
                reason == Addressing.Reason.BARRED
                        ? suppressed(recipient, reason.name())
                        : line(entry(
                                decision.revision(),
                                decision.slot(),
                                recipient,
                                null,
                                Outcome.NO_CHANNEL,
                                reason.name(),
                                null)));
    }

    /** Whether others were notified of it, or this person could not be reached, some days ago. */
    private boolean isOldNews() {
        LocalDate today = parts.school().today(now);
        return known.stream()
                .filter(this::isSameMatter)
                .filter(entry -> switch (entry.outcome()) {
                    case QUEUED -> entry.state() != NoticeState.SUPPRESSED;
                    case NO_CHANNEL, IMPORTED -> true;
                    case SUPPRESSED -> REASONS_OF_NEWS.contains(String.valueOf(entry.reason()));
                    case HELD, DISCARDED, FAILED -> false;
                })
                .anyMatch(entry -> SuppressReason.OLD_NEWS.name().equals(entry.reason())
                        || !today.isBefore(entry.day().plusDays(DAYS_OF_NEWS)));
    }

    /** A person for whom it was queued before could be reached in time. */
    private boolean wasQueued(ReminderEntry entry) {
        return entry.outcome() == Outcome.QUEUED && isSameMatter(entry);
    }

    /** Only a hold that was released leaves an entry held: an open one is decided already, and a discarded one discards it. */
    private boolean wasReleased(ReminderEntry entry) {
        return entry.outcome() == Outcome.HELD && isSameMatter(entry);
    }

    private List<Line> queued(Addressing.Addressed to, List<ReminderEntry> theirs) {
        int before = (int) theirs.stream()
                .filter(entry -> WRITTEN.contains(entry.outcome()) && isSameState(entry))
                .map(ReminderEntry::revision)
                .distinct()
                .count();
        String revision = ReminderNotice.revision(decision.revision(), before);
        Notice.Draft draft = Notice.draft(kind, ReminderPlanner.subject(kind, decision.id()), now)
                .revision(revision)
                .slot(decision.slot())
                .variables(ReminderNotice.kept(time.occasion()))
                .joinable(time.rule().joinable());
        return to.notices(draft).stream()
                .map(notice -> new Line(
                        entry(
                                revision,
                                decision.slot(),
                                notice.recipient(),
                                notice.channel(),
                                Outcome.QUEUED,
                                null,
                                notice.id()),
                        notice,
                        false))
                .toList();
    }

    private boolean settles(ReminderEntry entry, List<ReminderEntry> theirs) {
        return entry.settles()
                && ((isSameMatter(entry) && !isOvertaken(entry, theirs))
                        || (decision.notAfter() != null && decision.notAfter().test(entry.slot()))
                        || (decision.daysBetween() > 0
                                && entry.day()
                                        .plusDays(decision.daysBetween())
                                        .isAfter(time.occasion().day())));
    }

    /** Whether the person was notified of another state since: they do not know that this one is true again. */
    private boolean isOvertaken(ReminderEntry entry, List<ReminderEntry> theirs) {
        return theirs.stream()
                .anyMatch(later -> later.mayHaveArrived()
                        && later.decidedAt().isAfter(entry.decidedAt())
                        && later.slot().equals(decision.slot())
                        && !isSameMatter(later));
    }

    private boolean isSameMatter(ReminderEntry entry) {
        return decision.once() || isSameState(entry);
    }

    private boolean isSameState(ReminderEntry entry) {
        return ReminderNotice.isRevision(entry.revision(), decision.revision())
                && entry.slot()
                        .equals(
                                entry.outcome() == Outcome.SUPPRESSED
                                        ? slotOfSuppressed(entry.day())
                                        : decision.slot());
    }

    /** Each day for itself, since the reason may be another one tomorrow. */
    private String slotOfSuppressed(LocalDate day) {
        return decision.slot().isEmpty() ? day.toString() : decision.slot() + "@" + day;
    }

    Line suppressed(@Nullable Recipient recipient, String reason) {
        return line(entry(
                decision.revision(),
                slotOfSuppressed(time.occasion().day()),
                recipient,
                null,
                Outcome.SUPPRESSED,
                reason,
                null));
    }

    private Line line(ReminderEntry entry) {
        ReminderEntry old = known.stream()
                .filter(one -> one.key().equals(entry.key()))
                .findFirst()
                .orElse(null);
        if (old == null || old.outcome() != entry.outcome()) {
            return new Line(entry, null, false);
        }
        return Objects.equals(old.reason(), entry.reason())
                ? new Line(old, null, true)
                : new Line(entry.on(old.day()), null, false);
    }

    private ReminderEntry entry(
            String revision,
            String slot,
            @Nullable Recipient recipient,
            @Nullable Channel channel,
            Outcome outcome,
            @Nullable String reason,
            @Nullable NoticeId notice) {
        return new ReminderEntry(
                kind,
                decision.pupil(),
                ReminderPlanner.subject(kind, decision.id()),
                revision,
                slot,
                recipient,
                null,
                channel,
                outcome,
                reason,
                notice,
                null,
                time.occasion().day(),
                now);
    }
}
