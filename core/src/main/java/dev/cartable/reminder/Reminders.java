package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.CalendarSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Reminders and notices about what the school records. Safe for use by several threads. */
public final class Reminders {
    private final ReminderParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Reminders(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** The rules: Cartable's own, as far as the host gives their data, and the host's. */
    public List<ReminderRule<?>> rules() {
        ReminderSettings settings = parts.reminderSettings();
        ReminderStore ledger = parts.reminderStores().reminders();
        CalendarSource calendar = parts.cachedCalendar();
        List<ReminderRule<?>> rules = new ArrayList<>();
        parts.studySessions().ifPresent(sessions -> {
            SessionEvents events =
                    new SessionEvents(ledger, settings, parts.school().zone());
            rules.add(SessionRule.sameDay(sessions, settings, events));
            rules.add(SessionRule.eve(sessions, settings, events));
            rules.add(new SessionChangeRule(sessions, ledger, settings, events));
        });
        parts.subscriptions()
                .ifPresent(subscriptions -> rules.add(new InactivityRule(subscriptions, calendar, settings)));
        parts.studySessions()
                .ifPresent(sessions ->
                        rules.add(new WeeklyRule(sessions, parts.subscriptions().orElse(null), calendar, settings)));
        payments().ifPresent(rules::add);
        parts.absences().ifPresent(absences -> {
            rules.add(new AbsenceRule(
                    absences,
                    calendar,
                    ledger,
                    settings.absences(),
                    parts.school(),
                    parts.answerLinks(),
                    parts.ownAbsences().orElse(null)));
            rules.add(new CorrectionRule(
                    absences,
                    ledger,
                    parts.noticeStores().answers(),
                    settings.absences(),
                    parts.school(),
                    parts.answerLinks(),
                    parts.ownAbsences().orElse(null)));
            rules.add(new ThresholdRule(
                    absences, calendar, ledger, settings.absences().thresholds()));
        });
        rules.addAll(parts.hostRules());
        return rules;
    }

    /** The further channels of a school: of absences that people are notified of at once, e-mail is the first one. */
    public static Fallbacks fallbacks(Fallbacks configured, ReminderSettings settings) {
        return settings.absences().isAtOnce()
                ? configured
                        .startingWith(ReminderKinds.ABSENCE, Channel.EMAIL)
                        .startingWith(ReminderKinds.CORRECTION, Channel.EMAIL)
                : configured;
    }

    /** Finds what people are to be reminded of, and queues it. */
    public SendReminders send() {
        return new SendReminders(parts, rules(), audiences());
    }

    /** Shows what became of reminders. */
    public ReadHistory history() {
        return new ReadHistory(parts, rules());
    }

    /** Counts the reminders of the last 30 days until today, in the school's zone, by day, kind and outcome. */
    public ReminderStatistics statistics() {
        return new CountReminders(parts).statistics();
    }

    /**
     * Counts the reminders of a day, in the school's zone, by kind, so that what was expected can be compared with what was sent: {@link
     * ReminderTally#expected} and {@link ReminderTally#missing}. A person whom several channels notify of the same is counted once, and is
     * missing only if none of them reached the person; a message in the application counts where there is no other channel.
     */
    public SortedMap<Kind, ReminderTally> reconcile(LocalDate day) {
        return new CountReminders(parts).reconcile(day);
    }

    /** The reminders of a day that are missing, one line for each person, as {@link #reconcile} counts them. Read on demand; close the stream. */
    public Stream<ReminderLine> missing(LocalDate day) {
        return new CountReminders(parts).missing(day);
    }

    /** Takes over what an older system has reminded people of. */
    public ImportHistory importHistory() {
        return new ImportHistory(parts, rules());
    }

    /** The kinds of notices about reminders. */
    public List<NoticeType> noticeTypes() {
        List<NoticeType> types = new ArrayList<>();
        rules().forEach(rule -> types.add(noticeType(rule)));
        types.add(new ManualNotice(parts));
        if (parts.absences().isPresent()) {
            types.add(new BrakeMessages(parts, audiences()));
        }
        return types;
    }

    /**
     * Queues a parent's own words to their child, one message for each child and day. Joins the caller's transaction.
     *
     * @param text plain text of at most {@value RemindPupil#LONGEST_TEXT} characters
     */
    public RemindPupil.Result remind(GuardianId guardian, PupilId pupil, String text) {
        return new RemindPupil(parts).remind(guardian, pupil, text);
    }

    /** Releases or discards runs that the brake holds. */
    public ReleaseHolds holds() {
        return new ReleaseHolds(parts, send(), audiences());
    }

    /**
     * Programs study sessions from weekly plans.
     *
     * @throws IllegalStateException if there are no weekly plans or no study sessions
     */
    public PlanSessions planSessions() {
        return new PlanSessions(parts);
    }

    private <T> ReminderNotice<T> noticeType(ReminderRule<T> rule) {
        return new ReminderNotice<>(
                rule,
                parts.reminderStores().reminders(),
                audiences(),
                parts.addressing(),
                parts.cachedCalendar(),
                parts.school(),
                parts.time());
    }

    private Optional<PaymentRule> payments() {
        return parts.invoices()
                .map(invoices -> new PaymentRule(invoices, parts.reminderSettings(), parts::invoiceEnclosures));
    }

    /**
     * The instalments beyond the last dunning level today, of which no reminder follows: the bursar's list. Those that are disputed, or
     * for which a payment is promised, are left out. Empty without invoices. Read on demand; close the stream.
     */
    public Stream<UnpaidInstalment> bursarList() {
        LocalDate today = parts.school().today(parts.time().instant());
        return payments().map(rule -> rule.beyondLastLevel(today)).orElseGet(Stream::empty);
    }

    private AudienceReader audiences() {
        return new AudienceReader(
                parts.roster(), parts.erasedPeople(), parts.entitlements(), parts.school(), parts.invoices());
    }

    /**
     * An instalment that is overdue beyond the last dunning level: no reminder of it follows, so that the bursar has to act.
     *
     * @param overdue the instalment with what is unpaid of it
     */
    public record UnpaidInstalment(Invoice invoice, Invoice.Overdue overdue) {
        public UnpaidInstalment {
            requireNonNull(invoice, "invoice");
            requireNonNull(overdue, "overdue");
        }
    }
}
