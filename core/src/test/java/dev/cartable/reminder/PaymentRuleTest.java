package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.PAYMENT;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.State;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.SchoolCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaymentRuleTest {
    private static final List<String> BOTH = List.of("ali payment", "awa payment");

    private ReminderWorld school = ReminderWorld.listing();
    private State state = State.ISSUED;
    private final List<Instalment> instalments = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();
    private @Nullable LocalDate promised;
    private boolean disputed;
    private List<Payer> payers = List.of();
    private Currency currency = Currency.getInstance("GNF");

    @Test
    void pupilAndParentsAreRemindedOfWhatIsDueAndWhatRemains() {
        instalment("2026-11-30", "150000");
        instalment("2027-01-31", "150000.4");
        pay("50000");

        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);

        assertThat(school.mails.get(0).text())
                .contains(
                        "invoice=F-1\n",
                        "amount_due=100\u00A0000\u00A0GNF\n",
                        "amount_remaining=250\u00A0000\u00A0GNF\n")
                .contains("due_day=lundi 30 novembre 2026\n", "days=1\n", "instalment=1\n", "overdue=1\n");
        assertThat(school.mails)
                .extracting(mail -> mail.text().contains("to_pupil=1\n"))
                .containsOnlyOnce(true);
        assertThat(school.ledger(PAYMENT)).contains("guardian:bakary NO_CHANNEL NO_ADDRESS");
    }

    @Test
    void whatIsDueTodayOrNeverIsNotOverdue() {
        instalment("2026-12-01", "10");
        instalment(null, "10");

        assertThat(runOn("2026-12-01")).isEmpty();
        assertThat(school.ledger(PAYMENT)).isEmpty();
        assertThat(runOn("2026-12-02")).isEqualTo(BOTH);
    }

    @Test
    void inHolidaysPupilAndParentsAreRemindedToo() {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pause", LocalDate.of(2026, 11, 28), LocalDate.of(2026, 12, 6))));
        instalment("2026-11-30", "10");

        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);
    }

    @Test
    void twoInstalmentsThatReachALevelOnOneDayAreOneMailToAPerson() {
        school = new ReminderWorld(builder ->
                builder.preferenceSettings(PreferenceSettings.defaults().withDigest(true)));
        instalment("2026-11-24", "10");
        instalment("2026-11-30", "20");
        invoice();
        school.set("2026-12-01T09:00");

        assertThat(school.send(PAYMENT).queued()).isEqualTo(4);
        assertThat(school.deliver())
                .allSatisfy(mail -> assertThat(mail.subject()).contains("2 montants à payer, mardi 1er décembre 2026"))
                .extracting(mail -> mail.address().value())
                .containsExactlyInAnyOrder("ali@example.org", "awa@example.org");
    }

    @Test
    void allRemindersOfAnInvoiceAreOneThread() {
        instalment("2026-11-24", "10");
        instalment("2026-11-30", "20");
        runOn("2026-12-01");
        runOn("2026-12-07");

        assertThat(queued())
                .hasSize(6)
                .allSatisfy(notice -> assertThat(payments().thread(notice)).contains("invoice:i1"));
    }

    @Test
    void eachLevelIsReachedOnce() {
        instalment("2026-11-30", "10");
        List<String> days = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2026, 11, 30);
                day.isBefore(LocalDate.of(2027, 2, 28));
                day = day.plusDays(1)) {
            if (!runOn(day.toString()).isEmpty()) {
                days.add(day.toString());
            }
            assertThat(runOn(day.toString())).isEmpty();
        }

        assertThat(days).containsExactly("2026-12-01", "2026-12-07", "2026-12-30");
    }

    @Test
    void ofTheLevelsThatWerePassedOnlyTheHighestIsRemindedOf() {
        instalment("2026-11-01", "10");

        assertThat(runOn("2026-11-20")).isEqualTo(BOTH);
        assertThat(runOn("2026-11-21")).isEmpty();
        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);
    }

    @Test
    void aReminderThatWaitedUntilAHigherLevelIsNotSentBesideIt() {
        instalment("2026-11-30", "10");
        invoice();
        school.set("2026-12-01T09:00");
        assertThat(school.send(PAYMENT).queued()).isEqualTo(2);

        assertThat(runOn("2026-12-07")).isEqualTo(BOTH);
        assertThat(school.mails.get(0).text()).contains("days=7\n");
    }

    @Test
    void aLowerLevelNeverFollowsAHigherOneThoughAClockGoesBack() {
        instalment("2026-11-30", "10");
        assertThat(runOn("2026-12-07")).isEqualTo(BOTH);

        assertThat(runOn("2026-12-03")).isEmpty();
        assertThat(runOn("2026-12-30")).isEqualTo(BOTH);
        instalments.clear();
        instalment("2026-12-29", "10");
        assertThat(runOn("2026-12-30")).as("a new due date").isEqualTo(BOTH);
    }

    @Test
    void aLowerLevelThatWaitedIsNotSentAfterAHigherOneThoughAClockGoesBack() {
        instalment("2026-11-30", "10");
        invoice();
        school.set("2026-12-01T09:00");
        school.send(PAYMENT);
        List<Notice> waiting = queued();
        assertThat(verdicts(waiting))
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(NoticeType.Verdict.Send.class));
        assertThat(runOn("2026-12-07")).isEqualTo(BOTH);

        school.set("2026-12-03T09:00");
        assertThat(verdicts(waiting)).containsOnly(new NoticeType.Verdict.Suppress("OVERTAKEN"));
    }

    @Test
    void aLevelThatWasSentByOneChannelIsStillSentByAnother() {
        List<RenderedNotice> texts = new ArrayList<>();
        school = new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts));
        school.address(ReminderWorld.AWA, "awa@example.org", "+224620123456");
        instalment("2026-11-30", "10");

        assertThat(runOn("2026-12-01")).hasSize(2);
        assertThat(texts).hasSize(1);
        assertThat(verdicts(queued()))
                .hasSize(3)
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(NoticeType.Verdict.Send.class));
    }

    private List<Notice> queued() {
        try (Stream<Notice.Entry> queued = school.stores().outbox().history(NoticeFilter.all())) {
            return queued.map(Notice.Entry::notice).toList();
        }
    }

    private List<NoticeType.Verdict> verdicts(List<Notice> notices) {
        return notices.stream().map(payments()::check).toList();
    }

    private NoticeType payments() {
        return school.cartable().reminders().noticeTypes().stream()
                .filter(type -> type.kind().equals(PAYMENT))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMovedDueDateMovesTheLevel() {
        instalment("2026-11-30", "10");
        assertThat(runOn("2026-12-07")).isEqualTo(BOTH);

        instalments.clear();
        instalment("2026-12-10", "10");

        assertThat(runOn("2026-12-08")).isEmpty();
        assertThat(runOn("2026-12-11")).isEqualTo(BOTH);
    }

    @Test
    void aNewDueDateBeginsAnewAlsoAtTheSameLevel() {
        instalment("2026-11-30", "10");
        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);

        instalments.clear();
        instalment("2026-12-10", "10");

        assertThat(runOn("2026-12-11")).isEqualTo(BOTH);
    }

    @Test
    void aReminderIsNotSentOnceTheInvoiceIsPaid() {
        instalment("2026-11-30", "10");
        invoice();
        school.set("2026-12-01T09:00");
        assertThat(school.send(PAYMENT).queued()).isEqualTo(2);
        pay("10");
        invoice();

        assertThat(school.deliver()).isEmpty();
    }

    @Test
    void aReminderOfAPartlyPaidInstalmentSaysWhatIsMissingWhenItIsSent() {
        instalment("2026-11-30", "10");
        invoice();
        school.set("2026-12-01T09:00");
        school.send(PAYMENT);
        pay("4");
        state = State.PARTLY_PAID;
        invoice();

        assertThat(school.deliver())
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail.text()).contains("amount_due=6\u00A0GNF\n"));
    }

    @Test
    void aPromiseOrADisputePausesDunning() {
        instalment("2026-11-30", "10");
        promised = LocalDate.of(2026, 12, 5);
        assertThat(runOn("2026-12-05")).isEmpty();
        disputed = true;
        assertThat(runOn("2026-12-06")).isEmpty();
        disputed = false;

        assertThat(runOn("2026-12-06")).isEqualTo(BOTH);
        assertThat(school.ledger(PAYMENT)).contains("null SUPPRESSED PROMISED").contains("null SUPPRESSED DISPUTED");
    }

    @Test
    void draftsPaidAndCancelledInvoicesAreLeftAlone() {
        instalment("2026-11-30", "10");
        for (State some : List.of(State.DRAFT, State.PAID, State.CANCELLED)) {
            state = some;
            assertThat(runOn("2026-12-07")).as("%s", some).isEmpty();
        }
    }

    @Test
    void lessThanTheSmallestUnitIsNotDue() {
        instalment("2026-11-30", "10");
        pay("9.6");
        assertThat(runOn("2026-12-01")).isEmpty();
        currency = Currency.getInstance("EUR");
        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);
    }

    @Test
    void beforeTheDueDateNobodyIsRemindedUnlessTheSchoolSaysSo() {
        school = ReminderWorld.listing(settings -> settings.withDunning(DunningLevels.of(-3, 0, 7)));
        instalment("2026-12-10", "10");

        assertThat(runOn("2026-12-06")).isEmpty();
        assertThat(runOn("2026-12-07")).isEqualTo(BOTH);
        assertThat(school.mails.get(0).text()).contains("upcoming=1\n", "overdue=\n", "days=3\n");
        assertThat(runOn("2026-12-09")).isEmpty();
        assertThat(runOn("2026-12-10")).isEqualTo(BOTH);
        assertThat(runOn("2026-12-17")).isEqualTo(BOTH);
        assertThat(school.mails.get(0).text()).contains("upcoming=\n", "overdue=1\n");
    }

    @Test
    void everyDayRestoresADailyRepetition() {
        school = ReminderWorld.listing(settings -> settings.withDunning(DunningLevels.parse("every 1 day")));
        instalment("2026-11-30", "10");

        assertThat(runOn("2026-12-01")).isEqualTo(BOTH);
        assertThat(runOn("2026-12-02")).isEqualTo(BOTH);
        assertThat(runOn("2026-12-02")).isEmpty();
        assertThat(school.cartable().reminders().bursarList()).isEmpty();
    }

    @Test
    void instalmentsBeyondTheLastLevelAreOnTheBursarsList() {
        instalment("2026-11-01", "10");
        instalment("2026-11-20", "20");
        invoice();
        school.set("2026-12-01T09:00");
        assertThat(school.cartable().reminders().bursarList()).isEmpty();

        school.set("2026-12-02T09:00");
        assertThat(school.cartable().reminders().bursarList()).singleElement().satisfies(item -> {
            assertThat(item.invoice().number()).isEqualTo("F-1");
            assertThat(item.overdue().unpaid()).isEqualByComparingTo("10");
        });
        pay("9.6");
        invoice();
        assertThat(school.cartable().reminders().bursarList())
                .as("less than the smallest unit")
                .isEmpty();
        payments.clear();
        disputed = true;
        invoice();
        assertThat(school.cartable().reminders().bursarList()).isEmpty();
        disputed = false;
        promised = LocalDate.of(2026, 12, 2);
        invoice();
        assertThat(school.cartable().reminders().bursarList()).isEmpty();
    }

    @Test
    void aPayerIsRemindedOfTheOwnPartAloneAndThePupilOfNone() {
        instalment("2026-11-30", "100001");
        payments.add(new Payment("p", LocalDate.of(2026, 11, 1), new BigDecimal("20000"), 1, null));
        payers = List.of(
                new Payer(1, ReminderWorld.AWA, "Awa Ndiaye", List.of(), 1),
                new Payer(2, null, "Fondation", List.of(), 1));

        assertThat(runOn("2026-12-01")).containsExactly("awa payment");
        assertThat(school.mails.get(0).text())
                .contains("amount_due=30\u00A0001\u00A0GNF\n", "amount_remaining=30\u00A0001\u00A0GNF\n");

        pay("0"); // another fact, the same reminder
        assertThat(runOn("2026-12-02")).isEmpty();
        payments.add(new Payment("rest", LocalDate.of(2026, 12, 2), new BigDecimal("30001"), 1, null));
        assertThat(runOn("2026-12-07")).as("the sponsor's part is open").isEmpty();
    }

    @Test
    void aPayerWhoIsNoGuardianOfThePupilIsRemindedToo() {
        GuardianId uncle = new GuardianId("uncle");
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .rosterStore()
                        .saveGuardians(
                                tx,
                                List.of(new Guardian(
                                        uncle, new PersonName("Oumar", "Diallo"), "oumar@example.org", null, "fr"))));
        instalment("2026-11-30", "100000");
        payers = List.of(
                new Payer(1, ReminderWorld.AWA, "Awa Ndiaye", List.of(), 3),
                new Payer(2, uncle, "Oumar Diallo", List.of(), 1));

        assertThat(runOn("2026-12-01")).containsExactlyInAnyOrder("awa payment", "oumar payment");
        assertThat(school.mails)
                .filteredOn(mail -> mail.text().contains("name=Oumar Diallo\n"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("amount_due=25\u00A0000\u00A0GNF\n", "amount_remaining=25\u00A0000\u00A0GNF\n")
                        .doesNotContain("75", "Awa"));

        school.link(new Guardianship(uncle, ALI, Guardianship.Relation.OTHER, false, false, false, null, null));
        assertThat(runOn("2026-12-07")).as("the school has barred the uncle").containsExactly("awa payment");
    }

    @Test
    void aPayerWithAnAddressOfTheirOwnIsRemindedOfTheOwnPartAndSeesNoOther() {
        instalment("2026-11-30", "100000");
        payers = List.of(
                new Payer(1, ReminderWorld.AWA, "Awa Ndiaye", List.of(), 3),
                new Payer(2, null, "Fondation", List.of(), 1, "bureau@example.org"));

        assertThat(runOn("2026-12-01")).containsExactlyInAnyOrder("awa payment", "bureau payment");

        assertThat(school.mails)
                .filteredOn(mail -> mail.text().contains("name=Fondation\n"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("amount_due=25\u00A0000\u00A0GNF\n", "amount_remaining=25\u00A0000\u00A0GNF\n")
                        .contains("link=\n", "to_guardian=\n", "to_pupil=\n")
                        .doesNotContain("75", "Awa"));
        assertThat(school.mails)
                .filteredOn(mail -> mail.text().contains("name=Awa Ndiaye\n"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).doesNotContain("Fondation", "bureau"));
        assertThat(runOn("2026-12-02")).isEmpty();
        payments.add(new Payment("own", LocalDate.of(2026, 12, 2), new BigDecimal("25000"), 2, null));
        assertThat(runOn("2026-12-07")).containsExactly("awa payment");
    }

    @Test
    void aPayerWithoutAnAddressIsNamedAndNeverReachedInTheApplicationAlone() {
        school = new ReminderWorld(builder -> builder.reminderChannels(Set.of(Channel.EMAIL, Channel.IN_APP)));
        instalment("2026-11-30", "100000");
        payers = List.of(new Payer(1, null, "Fondation", List.of(), 1));

        assertThat(runOn("2026-12-01")).isEmpty();

        assertThat(school.ledger(PAYMENT)).containsExactly("payer:i1@1 NO_CHANNEL NO_ADDRESS");
    }

    @Test
    void aPayerWithoutAnEMailAddressGetsALetterByPostAndNotByThePupil() throws IOException {
        school = new ReminderWorld(builder -> builder.fallbacks(Fallbacks.of(Channel.LETTER)));
        instalment("2026-11-30", "100000");
        payers = List.of(
                new Payer(1, ReminderWorld.AWA, "Awa Ndiaye", List.of(), 3),
                new Payer(2, null, "Fondation", List.of("BP 7", "Conakry"), 1));

        assertThat(runOn("2026-12-01")).as("the other payer's mail").hasSize(1);

        List<LetterContent> letters = new ArrayList<>();
        school.cartable().notices().letters().write(PrintLetters.Selection.all(), new Listing(letters));
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("Fondation");
            assertThat(letter.address()).containsExactly("BP 7", "Conakry");
            assertThat(letter.bearers()).isEmpty();
        });
    }

    @Test
    void thePartThatAnotherPayerHasNotPaidIsInTheBursarsList() {
        instalment("2026-10-01", "100000");
        instalment("2027-01-01", "100000");
        payers = List.of(
                new Payer(1, ReminderWorld.AWA, "Awa Ndiaye", List.of(), 1),
                new Payer(2, null, "Fondation", List.of(), 1));
        payments.add(new Payment("all of hers", LocalDate.of(2026, 10, 1), new BigDecimal("100000"), 1, null));
        invoice();
        school.set("2026-12-01T09:00");

        assertThat(school.cartable().reminders().bursarList())
                .singleElement()
                .satisfies(item -> assertThat(item.overdue().unpaid()).isEqualByComparingTo("50000"));
    }

    /** Collects the letters of a file. */
    private record Listing(List<LetterContent> letters) implements LetterRenderer.Sheets {
        @Override
        public void add(LetterContent letter) {
            letters.add(letter);
        }

        @Override
        public LetterRenderer.Totals finish() {
            return new LetterRenderer.Totals(letters.size(), letters.size(), 0, 0);
        }

        @Override
        public void close() {}
    }

    private void instalment(@Nullable String dueOn, String amount) {
        instalments.add(new Instalment(
                instalments.size() + 1, dueOn == null ? null : LocalDate.parse(dueOn), new BigDecimal(amount)));
    }

    private void pay(String amount) {
        payments.add(new Payment("p" + payments.size(), LocalDate.of(2026, 11, 1), new BigDecimal(amount)));
    }

    private void invoice() {
        school.records.invoices.put(
                "i1",
                new Invoice(
                        "i1",
                        "F-1",
                        ALI,
                        currency,
                        state,
                        instalments,
                        payments,
                        promised,
                        disputed,
                        new Invoice.Details(Invoice.Type.INVOICE, null, List.of(), payers, null)));
    }

    private List<String> runOn(String day) {
        invoice();
        school.set(day + "T09:00");
        return school.run(PAYMENT);
    }
}
