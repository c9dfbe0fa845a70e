package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.StudySession.State;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.StudySessions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule decides about one candidate, to the minute and to the day. */
class RuleDecisionsTest {
    private static final PupilId ALI = new PupilId("p1");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
    private static final Instant EIGHT = Instant.parse("2026-11-30T08:00:00Z");
    private static final Occasion ON_TIME = Occasion.planning(EIGHT, EIGHT, ZoneOffset.UTC);

    private static final SessionEvents EVENTS = new SessionEvents(
            new InMemoryStores(InstantSource.fixed(EIGHT)).reminders(), ReminderSettings.defaults(), ZoneOffset.UTC);

    private static final SessionRule SAME_DAY =
            SessionRule.sameDay(new NoSessions(), ReminderSettings.defaults(), EVENTS);

    private static StudySession session(String startsAt, State state) {
        return new StudySession("s1", ALI, "Maths", LocalDateTime.parse(startsAt), 45, null, state);
    }

    private static @Nullable String skipped(StudySession session, Occasion occasion) {
        return SAME_DAY.decide(session, occasion).skipped();
    }

    @Test
    void aSessionIsRemindedOfWithItsOwnWords() {
        Decision decision = SAME_DAY.decide(session("2026-11-30T17:30", State.PLANNED), ON_TIME);

        assertThat(decision.skipped()).isNull();
        assertThat(decision.revision()).isEqualTo("2026-11-30T17:30");
        assertThat(words(decision, "time")).isEqualTo("17:30");
        assertThat(words(decision, "goal")).isEmpty();
        assertThat(words(decision, "day")).contains("30");
    }

    private static String words(Decision decision, String name) {
        return requireNonNull(decision.variables().get(name)).apply(Locale.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T17:30, CANCELLED, CANCELLED",
        "2026-11-30T17:30, DONE, DONE",
        "2026-12-01T17:30, PLANNED, CHANGED",
        "2026-11-29T17:30, PLANNED, CHANGED",
        "2026-11-30T08:00, PLANNED, BEGUN",
    })
    void aSessionThatDoesNotFollowOnItsDayIsNotRemindedOf(String startsAt, State state, String reason) {
        assertThat(skipped(session(startsAt, state), ON_TIME)).isEqualTo(reason);
    }

    @Test
    void aReminderOfYesterdayIsOutdatedThoughTheSessionOfItsDayFollows() {
        Occasion eve = Occasion.planning(Instant.parse("2026-11-29T18:30:00Z"), EIGHT, ZoneOffset.UTC);
        SessionRule rule = SessionRule.eve(new NoSessions(), ReminderSettings.defaults(), EVENTS);

        assertThat(rule.decide(session("2026-11-30T17:30", State.PLANNED), eve).skipped())
                .isEqualTo("OUTDATED");
    }

    @Test
    void aRunThatIsLateLeavesOutWhatBeginsWithinHalfAnHour() {
        Occasion late = Occasion.planning(EIGHT, EIGHT.plus(Duration.ofMinutes(16)), ZoneOffset.UTC);
        Occasion almost = Occasion.planning(EIGHT, EIGHT.plus(Duration.ofMinutes(15)), ZoneOffset.UTC);
        StudySession soon = session("2026-11-30T08:46", State.PLANNED);

        assertThat(skipped(soon, late)).isEqualTo("TOO_SOON");
        assertThat(skipped(session("2026-11-30T08:47", State.PLANNED), late)).isNull();
        assertThat(skipped(session("2026-11-30T08:20", State.PLANNED), almost)).isNull();
        assertThat(skipped(soon, ON_TIME.sendingAt(EIGHT.plus(Duration.ofMinutes(16)))))
                .as("what was queued in time is sent")
                .isNull();
    }

    private static Invoice invoice(String amount, @Nullable LocalDate promisedFor, boolean disputed) {
        return new Invoice(
                "i1",
                "F-1",
                ALI,
                Currency.getInstance("XOF"),
                Invoice.State.ISSUED,
                List.of(new Instalment(1, DAY.minusDays(7), new BigDecimal(amount))),
                List.of(),
                promisedFor,
                disputed);
    }

    private static Decision payment(Invoice invoice, DunningLevels levels) {
        return new PaymentRule(
                        new NoInvoices(),
                        ReminderSettings.defaults().withDunning(levels),
                        (id, recipient) -> Enclosures.NONE)
                .decide(new PaymentRule.Due(invoice, 1), ON_TIME);
    }

    private static @Nullable String skipped(Invoice invoice) {
        return payment(invoice, DunningLevels.defaults()).skipped();
    }

    @Test
    void aPaymentIsLeftOutWithItsReason() {
        assertThat(skipped(invoice("0.4", null, false))).isEqualTo("SETTLED");
        assertThat(skipped(invoice("0.5", null, false))).isNull();
        assertThat(skipped(invoice("100", null, true))).isEqualTo("DISPUTED");
        assertThat(skipped(invoice("100", DAY, false))).isEqualTo("PROMISED");
        assertThat(skipped(invoice("100", DAY.minusDays(1), false))).isNull();
        assertThat(payment(invoice("100", null, false), DunningLevels.of(8)).skipped())
                .isEqualTo("NOT_DUE");
    }

    @Test
    void aPaymentIsOverdueAfterItsDayAndUpcomingUntilThen() {
        Decision overdue = payment(invoice("100", null, false), DunningLevels.defaults());

        assertThat(overdue.slot()).isEqualTo("2026-11-23/7");
        assertThat(words(overdue, "days")).isEqualTo("7");
        assertThat(words(overdue, "overdue")).isEqualTo("1");
        assertThat(words(overdue, "upcoming")).isEmpty();
        Invoice today = invoice("100", null, false);
        Occasion dueDay =
                Occasion.planning(EIGHT.minus(Duration.ofDays(7)), EIGHT.minus(Duration.ofDays(7)), ZoneOffset.UTC);
        Decision due = new PaymentRule(
                        new NoInvoices(),
                        ReminderSettings.defaults().withDunning(DunningLevels.of(0)),
                        (id, recipient) -> Enclosures.NONE)
                .decide(new PaymentRule.Due(today, 1), dueDay);
        assertThat(words(due, "overdue")).isEmpty();
        assertThat(words(due, "upcoming")).isEqualTo("1");
        assertThat(words(due, "days")).isEqualTo("0");
    }

    private static final class NoSessions implements StudySessions {
        @Override
        public Stream<StudySession> between(LocalDate first, LocalDate last) {
            return Stream.empty();
        }

        @Override
        public List<StudySession> sessions(Collection<String> ids) {
            return List.of();
        }

        @Override
        public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
            return List.of();
        }
    }

    private static final class NoInvoices implements Invoices {
        @Override
        public List<Invoice> numbered(Collection<String> numbers) {
            return List.of();
        }

        @Override
        public List<Invoice> of(Collection<PupilId> pupils) {
            return List.of();
        }

        @Override
        public List<Invoice> paidBy(GuardianId guardian) {
            return List.of();
        }

        @Override
        public Stream<Invoice> issued(@Nullable LocalDate since) {
            return Stream.empty();
        }

        @Override
        public Stream<Invoice> dueBefore(LocalDate day) {
            return Stream.empty();
        }

        @Override
        public List<Invoice> invoices(Collection<String> ids) {
            return List.of();
        }
    }
}
