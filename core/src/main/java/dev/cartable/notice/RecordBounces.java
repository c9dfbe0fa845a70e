package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SuppressedAddresses;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The use case that learns from mail that came back: the history says that the message did not arrive, and an address that does not work
 * gets no more e-mail, until a person frees it or it is changed. Safe for use by several threads and nodes: a report counts once.
 */
public final class RecordBounces {
    /** A notice in another state was not sent, so no mail of it can come back. */
    private static final Set<NoticeState> SENT =
            EnumSet.of(NoticeState.SENT, NoticeState.UNCERTAIN, NoticeState.FAILED);

    private final UnitOfWork work;
    private final Outbox outbox;
    private final BounceStore bounces;
    private final SuppressedAddresses suppressed;
    private final BounceSettings settings;
    private final FollowUp followUp;
    private final InstantSource clock;

    RecordBounces(
            UnitOfWork work,
            Outbox outbox,
            BounceStore bounces,
            SuppressedAddresses suppressed,
            BounceSettings settings,
            FollowUp followUp,
            InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.outbox = requireNonNull(outbox, "outbox");
        this.bounces = requireNonNull(bounces, "bounces");
        this.suppressed = requireNonNull(suppressed, "suppressed");
        this.settings = requireNonNull(settings, "settings");
        this.followUp = requireNonNull(followUp, "followUp");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What became of a report. The names are stable: programs may rely on them. */
    public enum Outcome {
        /** The address gets no more e-mail. */
        ADDRESS_SUPPRESSED,
        /** It was counted: enough of these suppress the address. */
        COUNTED,
        /** The notice has a bounce already, and was not sent again since. */
        REPEATED,
        /** It names no notice, or none that is known here. It may be another application's. */
        UNKNOWN_NOTICE,
        /** The notice did not go to an address that it names, or was not sent at all. It may be forged. */
        OTHER_ADDRESS
    }

    /**
     * A message of the mailbox, and what became of it.
     *
     * @param outcomes one for each report that it holds
     */
    public record Step(Mail mail, List<Outcome> outcomes) {
        public Step {
            requireNonNull(mail, "mail");
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * A reading in numbers.
     *
     * @param messages that were read
     * @param suppressed reports for which an address gets no more e-mail
     * @param counted reports that were counted
     * @param repeated reports that were known
     * @param unmatched reports that were not believed, since they name no notice that went to this address
     * @param ignored messages that are no bounces
     * @param notUnderstood messages that are kept for a person to look at
     */
    public record Counts(
            long messages,
            long suppressed,
            long counted,
            long repeated,
            long unmatched,
            long ignored,
            long notUnderstood)
            implements dev.cartable.work.Counts {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        Counts plus(Step step) {
            Map<Outcome, Long> found = new EnumMap<>(Outcome.class);
            step.outcomes().forEach(outcome -> found.merge(outcome, 1L, Long::sum));
            return new Counts(
                    messages + 1,
                    suppressed + found.getOrDefault(Outcome.ADDRESS_SUPPRESSED, 0L),
                    counted + found.getOrDefault(Outcome.COUNTED, 0L),
                    repeated + found.getOrDefault(Outcome.REPEATED, 0L),
                    unmatched
                            + found.getOrDefault(Outcome.UNKNOWN_NOTICE, 0L)
                            + found.getOrDefault(Outcome.OTHER_ADDRESS, 0L),
                    ignored + (step.mail() instanceof BounceMailbox.NoBounce ? 1 : 0),
                    notUnderstood + (step.mail() instanceof BounceMailbox.NotUnderstood ? 1 : 0));
        }
    }

    /**
     * Reads the new messages of a mailbox, until none is left or a condition holds. A message whose reports cannot be written stays in
     * the mailbox and holds up no other: the first such failure is thrown when the mailbox was read. One that is read twice counts
     * once.
     *
     * @param each is called with each message after its commit
     * @throws dev.cartable.notice.port.BounceMailbox.BounceMailboxException if the mailbox cannot be read; what was read before is kept
     * @throws IllegalStateException inside a transaction of the host; nothing is read
     */
    public Counts read(BounceMailbox mailbox, BooleanSupplier over, Consumer<? super Step> each) {
        work.requireOwn("reading bounces");
        Counts[] counts = {Counts.NONE};
        if (!over.getAsBoolean()) {
            mailbox.read(mail -> {
                List<Outcome> outcomes = mail instanceof BounceMailbox.Reports some
                        ? some.reports().stream().map(this::record).toList()
                        : List.of();
                Step step = new Step(mail, outcomes);
                counts[0] = counts[0].plus(step);
                each.accept(step);
                return !over.getAsBoolean();
            });
        }
        return counts[0];
    }

    /** Takes one report, as from a provider that calls the host instead of writing a mail. */
    public Outcome record(BounceReport report) {
        List<Notice> notices =
                Optional.ofNullable(report.notice()).map(this::inMessage).orElse(List.of());
        if (notices.isEmpty()) {
            return Outcome.UNKNOWN_NOTICE;
        }
        Notice notice = notices.get(0);
        if (!notice.channel().equals(Channel.EMAIL)
                || !(notice.address() instanceof EmailAddress address)
                || !report.addresses().contains(address)) {
            return Outcome.OTHER_ADDRESS;
        }
        String detail = AnswerSanitizer.clean(report.detail(), address.value(), List.of());
        Map<NoticeId, Consumer<Tx>> next = hasArrived(report) ? Map.of() : followUp.allFailed(notices, clock.instant());
        Outcome outcome = work.<Outcome>call(tx -> record(tx, report, notices, address, detail, next));
        if (outcome == Outcome.ADDRESS_SUPPRESSED) {
            suppressed.refresh();
        }
        return outcome;
    }

    /** What came back; a notice that went again since, in another message, if nothing else is left of the message. */
    private List<Notice> inMessage(NoticeId message) {
        List<Notice> notices = outbox.inMessage(message);
        return notices.isEmpty()
                ? outbox.find(message).map(Notice.Entry::notice).stream().toList()
                : notices;
    }

    private static boolean hasArrived(BounceReport report) {
        return report.type() == Bounce.Type.COMPLAINT;
    }

    private Outcome record(
            Tx tx,
            BounceReport report,
            List<Notice> notices,
            EmailAddress address,
            String detail,
            Map<NoticeId, Consumer<Tx>> next) {
        Notice notice = notices.get(0);
        Optional<Notice.Entry> entry = notices.stream()
                .flatMap(one -> outbox.find(one.id()).stream())
                .filter(one -> SENT.contains(one.state()))
                .findFirst();
        if (entry.isEmpty()) {
            return Outcome.OTHER_ADDRESS;
        }
        Instant now = clock.instant();
        boolean suppresses = report.type() != Bounce.Type.SOFT
                || soft(address, now) + 1 >= settings.softBounces()
                || isSuppressedBy(notice.id(), address);
        Bounce bounce = new Bounce(
                notice.id(),
                report.type(),
                address,
                notice.recipient(),
                report.status(),
                detail,
                now,
                suppresses,
                null);
        if (!bounces.add(tx, bounce) && !replacesOlder(tx, bounce, entry.get())) {
            return Outcome.REPEATED;
        }
        String reason = NoticeReason.CAME_BACK.with(detail.isEmpty() ? report.type() : detail);
        outbox.amend(tx, next.keySet(), NoticeState.FAILED, reason, now)
                .forEach(failed -> requireNonNull(next.get(failed)).accept(tx));
        return suppresses ? Outcome.ADDRESS_SUPPRESSED : Outcome.COUNTED;
    }

    /** A notice that a person let go again since it came back, can come back again. */
    private boolean replacesOlder(Tx tx, Bounce bounce, Notice.Entry entry) {
        return entry.state() != NoticeState.FAILED && bounces.replace(tx, bounce, entry.changedAt());
    }

    /** Whether the address gets no e-mail because of an older bounce of the same notice: a softer one does not free it. */
    private boolean isSuppressedBy(NoticeId notice, EmailAddress address) {
        return bounces.of(address).stream().anyMatch(bounce -> bounce.notice().equals(notice) && bounce.isInForce());
    }

    private long soft(EmailAddress address, Instant now) {
        Instant since = now.minus(settings.period());
        return bounces.of(address).stream()
                .filter(bounce -> bounce.type() == Bounce.Type.SOFT
                        && bounce.liftedAt() == null
                        && bounce.at().isAfter(since))
                .count();
    }

    /** All bounces, the newest notice first, read on demand. Close the stream. */
    public Stream<Bounce> list() {
        return bounces.all();
    }

    /** The bounces of an address, the newest notice first. */
    public List<Bounce> of(EmailAddress address) {
        return bounces.of(address);
    }

    /**
     * Frees an address: it gets e-mail again, and its bounces count no more.
     *
     * @return the bounces that no longer count
     */
    public int lift(EmailAddress address) {
        int lifted = work.<Integer>call(tx -> bounces.lift(tx, address, clock.instant()));
        suppressed.refresh();
        return lifted;
    }
}
