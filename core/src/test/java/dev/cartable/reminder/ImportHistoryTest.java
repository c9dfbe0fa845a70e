package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.ImportHistory.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanChangedException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportHistoryTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);

    private final ReminderWorld school = new ReminderWorld();
    private final List<LegacyReminder> told = new ArrayList<>();
    private final List<RowError> errors = new ArrayList<>();

    @Test
    void whatAnOlderSystemHasToldIsNotToldAgain() {
        school.session("s1", ALI, "2026-11-30T17:30");
        school.session("s2", ALI, "2026-11-30T18:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));

        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(run()).isEqualTo(new Counts(1, 0, 1, 0));

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("18:30"));
    }

    @Test
    void aStateThatWasNotToldIsTold() {
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "2026-11-30T16:30", null));
        run();
        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);

        school.session("s2", ALI, "2026-11-30T18:00");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s2", "2026-11-30T18:00", null));
        run();
        assertThat(school.send(ReminderKinds.SESSION).queued()).isZero();
    }

    @Test
    void aRowWithoutARevisionIsAboutTheStateAtTheImport() {
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));
        run();
        school.session("s1", ALI, "2026-11-30T19:00");

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "i1,   '',              2026-11-09",
        "i1,   '',              2026-11-30",
        "i1,   7,               2026-11-09",
        "i1#1, '',              2026-11-30",
        "i1#1, 7,               2026-11-30",
        "i1#1, 10,              2026-11-30",
        "i1#1, 2026-11-02,      2026-11-30",
        "i1#1, 2026-11-02/7,    2026-11-30",
        "i1#1, 2026-11-02/10,   2026-11-30",
        "i1,   2026-11-02/7,    2026-11-30",
        "i1,   7,               2026-11-30"
    })
    void aPaymentIsNamedByTheInvoiceTheInstalmentOrTheLevel(String id, String slot, LocalDate day) {
        invoice("2026-11-02", "2026-11-30");
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, id, "", slot, null, day));
        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(run()).isEqualTo(new Counts(1, 0, 1, 0));

        assertThat(remindedOn("2026-11-30T09:00")).isEmpty();
        assertThat(remindedOn("2026-12-01T09:00"))
                .as("the second instalment is new")
                .containsExactly("i1#2");
        assertThat(remindedOn("2026-12-02T09:00"))
                .as("so is the next level of the first")
                .containsExactly("i1#1");
    }

    @Test
    void anInvoiceAloneIsAboutAllInstalmentsThatWereOverdueThen() {
        invoice("2026-11-02", "2026-11-20");
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, "i1", "", "", null, MONDAY));
        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));

        assertThat(remindedOn("2026-11-30T09:00")).isEmpty();
    }

    @Test
    void aRowFromBeforeTheFirstLevelPreventsNothing() {
        invoice("2026-11-02");
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, "i1", "", "", null, LocalDate.of(2026, 11, 1)));
        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));

        assertThat(remindedOn("2026-11-30T09:00")).containsExactly("i1#1");
    }

    @Test
    void aNewDueDateIsRemindedOfAndAPaidInstalmentStaysToldWhenItIsOwedAgain() {
        invoice("2026-11-02");
        Invoice owed = requireNonNull(school.records.invoices.get("i1"));
        school.records.invoices.put("i1", owed.withPayments(List.of(new Payment("p", MONDAY, BigDecimal.TEN))));
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, "i1", "", "", null, MONDAY));
        run();
        school.records.invoices.put("i1", owed);
        assertThat(remindedOn("2026-11-30T09:00")).isEmpty();

        invoice("2026-11-20");
        assertThat(remindedOn("2026-11-30T10:00")).containsExactly("i1#1");
    }

    @Test
    void aDueDateThatTheOlderSystemKnewStaysToldWhenAnInvoiceComesBackToIt() {
        invoice("2026-11-20");
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, "i1", "", "2026-11-02", null, MONDAY));
        run();
        invoice("2026-11-02");

        assertThat(remindedOn("2026-11-30T09:00")).isEmpty();
        assertThat(remindedOn("2026-12-02T09:00")).as("the next level").containsExactly("i1#1");
    }

    @Test
    void aThresholdIsNamedAsInTheHistoryOfCartable() {
        for (String day : List.of("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")) {
            school.absent(day, ALI, day);
        }
        told.add(legacy(ReminderKinds.THRESHOLD, ALI, "month/2026-11-01/2026-11-30/ali", "", null));
        school.set("2026-11-30T17:00");
        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));

        assertThat(school.send(ReminderKinds.THRESHOLD)).isEqualTo(new SendReminders.Counts(1, 0, 2, 0, 0, 0));
    }

    @Test
    void aWeekIsNamedByThePupil() {
        school.session("s1", ALI, "2026-11-25T17:30");
        LocalDate sunday = MONDAY.minusDays(1);
        told.add(new LegacyReminder(ReminderKinds.WEEKLY, ALI, "ali", "", "", null, sunday));
        run();
        school.set("2026-11-29T20:00");
        assertThat(school.send(ReminderKinds.WEEKLY).queued()).isZero();

        school.set("2026-12-06T20:00");
        school.session("s2", ALI, "2026-12-02T17:30");
        assertThat(school.send(ReminderKinds.WEEKLY).queued()).isEqualTo(1);
    }

    @Test
    void rowsThatWouldPreventNothingAreErrors() {
        invoice("2026-11-02");
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, new PupilId("nobody"), "s1", "", null));
        told.add(legacy(ReminderKinds.SESSION, BINTA, "s1", "", null));
        told.add(legacy(ReminderKinds.SESSION, ALI, "s9", "", null));
        told.add(legacy(ReminderKinds.PAYMENT, ALI, "i1#2", "", null));
        told.add(legacy(ReminderKinds.THRESHOLD, ALI, "month", "", null));
        told.add(new LegacyReminder(ReminderKinds.PAYMENT, ALI, "i1", "", "second", null, MONDAY));

        assertThat(run()).isEqualTo(new Counts(6, 0, 0, 6));

        assertThat(errors)
                .extracting(RowError::line, RowError::column, RowError::code)
                .containsExactly(
                        tuple(1L, "pupil", "UNKNOWN_PUPIL"),
                        tuple(2L, "pupil", "OTHER_PUPIL"),
                        tuple(3L, "id", "UNKNOWN_SUBJECT"),
                        tuple(4L, "id", "UNKNOWN_SUBJECT"),
                        tuple(5L, "id", "UNKNOWN_SUBJECT"),
                        tuple(6L, "slot", "BAD_SLOT"));
        assertThat(school.ledger(ReminderKinds.SESSION)).isEmpty();
    }

    @Test
    void aLostConnectionIsNoErrorOfARow() {
        told.add(legacy(ReminderKinds.ABSENCE, ALI, "a1", "", null));
        school.records.disconnected = true;

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(this::run)
                .withMessage("the connection is lost");
        assertThat(errors).isEmpty();
    }

    @Test
    void whatOnePersonWasToldIsToldToOthers() {
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", Recipient.pupil(BINTA)));
        run();

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
    }

    @Test
    void rowsThatCannotBeUsedAreErrorsAndTheRestGoesOn() {
        told.add(legacy(Kind.of("reminder.unknown"), ALI, "x", "", null));
        told.add(new LegacyReminder(ReminderKinds.SESSION, ALI, "late", "", "", null, MONDAY.plusDays(1)));
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));

        assertThat(run()).isEqualTo(new Counts(4, 1, 1, 2));

        assertThat(errors)
                .extracting(RowError::line, RowError::column, RowError::code)
                .containsExactly(tuple(1L, "kind", "UNKNOWN_KIND"), tuple(2L, "day", "FUTURE_DAY"));
    }

    @Test
    void aPlanWritesNothingAndOnlyTheApprovedOneIsCarriedOut() {
        school.session("s1", ALI, "2026-11-30T17:30");
        school.session("s2", ALI, "2026-11-30T18:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));
        var plan = importing().plan(new Told(), errors::add);
        assertThat(plan.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(importing().plan(new Told(), errors::add)).isEqualTo(plan);
        told.add(legacy(ReminderKinds.SESSION, ALI, "s2", "", null));

        assertThatExceptionOfType(PlanChangedException.class)
                .isThrownBy(() -> importing().apply(new Told(), plan.digest(), errors::add));
        assertThat(importing().plan(new Told(), errors::add).counts()).isEqualTo(new Counts(2, 2, 0, 0));
    }

    private void invoice(String... dueOn) {
        List<Instalment> instalments = new ArrayList<>();
        for (String day : dueOn) {
            instalments.add(new Instalment(instalments.size() + 1, LocalDate.parse(day), BigDecimal.TEN));
        }
        school.records.invoices.put(
                "i1",
                new Invoice(
                        "i1",
                        "F-1",
                        ALI,
                        Currency.getInstance("GNF"),
                        Invoice.State.ISSUED,
                        instalments,
                        List.of(),
                        null,
                        false));
    }

    /** The subjects of which somebody is newly reminded. */
    private Set<String> remindedOn(String time) {
        school.set(time);
        Set<String> subjects = new TreeSet<>();
        school.cartable().reminders().send().run(Request.only(Set.of(ReminderKinds.PAYMENT)), step -> {
            if (step.entry().outcome() == Outcome.QUEUED && !step.unchanged()) {
                subjects.add(step.entry().subject().id());
            }
        });
        return subjects;
    }

    private ImportHistory importing() {
        return school.cartable().reminders().importHistory();
    }

    private Counts run() {
        errors.clear();
        return importing().run(new Told(), errors::add).counts();
    }

    private static LegacyReminder legacy(
            Kind kind, PupilId pupil, String id, String revision, @Nullable Recipient recipient) {
        return new LegacyReminder(kind, pupil, id, revision, "", recipient, MONDAY);
    }

    private final class Told implements LegacyReminders {
        @Override
        public String name() {
            return "older.csv";
        }

        @Override
        public void read(Consumer<? super LegacyRow> each) {
            int line = 0;
            for (LegacyReminder reminder : told) {
                each.accept(new LegacyRow.Usable(reminder, ++line));
            }
        }
    }
}
