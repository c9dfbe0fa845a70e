package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The use case by which a parent writes to their own child: one message for each child and day, in the parent's own words. Safe for
 * use by several threads and nodes.
 */
public final class RemindPupil {
    /** The length of the longest message, in characters (Unicode code points). */
    public static final int LONGEST_TEXT = 1_000;

    private static final Set<Channel> CHANNELS = Set.of(Channel.EMAIL, Channel.IN_APP);

    private final ReminderParts parts;

    RemindPupil(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** What became of a parent's message. */
    public sealed interface Result {}

    /** The message is queued. */
    public record Queued(List<NoticeId> notices) implements Result {
        public Queued {
            notices = List.copyOf(notices);
        }
    }

    /** The message is not sent. */
    public record Refused(Problem problem) implements Result {}

    /** Why a message is not sent. The names are stable: programs may rely on them. */
    public enum Problem {
        /** The parent may not be notified about this pupil, or there is no such pupil. */
        NOT_OWN_CHILD,
        /** The text is blank. */
        EMPTY,
        /** The text has more than {@value #LONGEST_TEXT} characters. */
        TOO_LONG,
        /** A parent has written to the child today. */
        ALREADY_TODAY,
        /** The child cannot be reached. */
        NO_CHANNEL
    }

    /**
     * Queues a message to a child. Joins the caller's transaction.
     *
     * @param text plain text; control characters other than line breaks are left out
     */
    public Result remind(GuardianId guardian, PupilId pupil, String text) {
        String plain = WellFormedText.plain(text);
        if (plain.isEmpty()) {
            return new Refused(Problem.EMPTY);
        }
        if (WellFormedText.isLonger(plain, LONGEST_TEXT)) {
            return new Refused(Problem.TOO_LONG);
        }
        Instant now = parts.time().instant();
        LocalDate today = parts.school().today(now);
        Family family =
                parts.roster().families(List.of(guardian)).stream().findFirst().orElse(null);
        Pupil child = family == null ? null : child(family, pupil, today).orElse(null);
        if (family == null || child == null) {
            return new Refused(Problem.NOT_OWN_CHILD);
        }
        Notice.Draft draft = Notice.draft(ReminderKinds.MANUAL, subject(pupil), now)
                .slot(today.toString())
                .variables(Map.of(
                        ManualNotice.GUARDIAN,
                        guardian.value(),
                        ManualNotice.FROM,
                        family.guardian().name().full(),
                        ManualNotice.TEXT,
                        plain));
        Set<Channel> channels = new HashSet<>(CHANNELS);
        channels.retainAll(parts.channels());
        Addressing.Result to = parts.addressing().orElse(person(child, parts), ReminderKinds.MANUAL, channels);
        return to instanceof Addressing.Addressed addressed
                ? queue(addressed, draft, guardian, pupil, today)
                : new Refused(Problem.NO_CHANNEL);
    }

    private Result queue(
            Addressing.Addressed to, Notice.Draft draft, GuardianId guardian, PupilId pupil, LocalDate today) {
        List<Notice> notices = to.notices(draft);
        return parts.transactions().<Result>call(tx -> {
            boolean written =
                    parts
                            .reminderStores()
                            .reminders()
                            .about(ReminderKinds.MANUAL, Set.of(subject(pupil)), null)
                            .stream()
                            .anyMatch(entry -> entry.slot().equals(today.toString()));
            Set<NoticeId> added = written ? Set.of() : parts.noticeQueue().add(tx, notices);
            if (added.isEmpty()) {
                return new Refused(Problem.ALREADY_TODAY);
            }
            parts.reminderStores()
                    .reminders()
                    .save(
                            tx,
                            notices.stream()
                                    .filter(notice -> added.contains(notice.id()))
                                    .map(notice -> entry(notice, guardian, pupil, today))
                                    .toList());
            Deed.of("reminder.send", "pupil", pupil.value()).record(parts.transactions(), tx);
            return new Queued(List.copyOf(added));
        });
    }

    private static Subject subject(PupilId pupil) {
        return new Subject("manual", pupil.value());
    }

    private static ReminderEntry entry(Notice notice, GuardianId guardian, PupilId pupil, LocalDate today) {
        return new ReminderEntry(
                notice.kind(),
                pupil,
                notice.subject(),
                notice.revision(),
                notice.slot(),
                notice.recipient(),
                Recipient.guardian(guardian),
                notice.channel(),
                Outcome.QUEUED,
                null,
                notice.id(),
                null,
                today,
                notice.queuedAt());
    }

    /** The pupil, if the guardian may be notified about them on {@code today}. */
    static Optional<Pupil> child(@Nullable Family family, PupilId pupil, LocalDate today) {
        return family == null
                ? Optional.empty()
                : family.visiblePupils(today).stream()
                        .filter(child -> child.id().equals(pupil))
                        .findFirst();
    }

    static Addressing.Person person(Pupil pupil, ReminderParts parts) {
        return new Addressing.Person(Recipient.pupil(pupil.id()), parts.school().language(), Contact.of(pupil), false);
    }
}
