package dev.cartable.tck;

import static dev.cartable.tck.SampleRecords.EURO;
import static dev.cartable.tck.SampleSchool.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.billing.BillingException;
import dev.cartable.billing.IssueInvoices.Action;
import dev.cartable.billing.IssueInvoices.Request;
import dev.cartable.billing.IssueInvoices.Step;
import dev.cartable.billing.internal.RestoredNumbers;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.work.PlanChangedException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That invoices are numbered without a gap and without a double, and stay as they were issued, whatever fails and however many issue. */
public abstract class BillingContract extends StoresContract<Stores> {
    private static final ZoneId ZONE = ZoneId.of("Africa/Conakry");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final int THREADS = 8;

    private volatile Instant now = TODAY.atTime(10, 0).atZone(ZONE).toInstant();

    @BeforeEach
    void enrol() {
        write(tx -> SampleSchool.enrol(stores().rosterStore(), tx));
    }

    private Cartable cartable() {
        return Cartable.builder()
                .stores(stores())
                .zone(ZONE)
                .time(() -> now)
                .issuesInvoices(BillingSettings.defaults())
                .build();
    }

    private static InvoiceDraft draft(Cartable cartable) {
        return draft(cartable, SampleSchool.SECOND.id(), List.of());
    }

    private static InvoiceDraft draft(Cartable cartable, PupilId pupil, List<InvoiceDraft.Payer> payers) {
        BigDecimal total = new BigDecimal("100.01");
        return cartable.billing()
                .drafts()
                .add(
                        pupil,
                        EURO,
                        List.of(InvoiceDraft.line("Cantine", BigDecimal.ONE, total, EURO)),
                        InvoiceDraft.monthly(total, 3, TODAY.minusDays(40), EURO),
                        payers);
    }

    @Test
    void manyThreadsAndARunGetNumbersWithoutAGapOrADouble() {
        long seed = System.nanoTime();
        Cartable cartable = cartable();
        List<String> drafts =
                IntStream.range(0, 64).mapToObj(i -> draft(cartable).id()).toList();
        IntStream.range(0, 40).forEach(i -> draft(cartable));

        Together.run(THREADS + 1, thread -> {
            if (thread == THREADS) {
                cartable.billing().issue().run(cartable.billing().issue().everything(), step -> {});
                return thread;
            }
            Random random = new Random(seed + thread);
            for (int i = thread; i < drafts.size(); i += THREADS) {
                issueOrFail(cartable, drafts.get(i), random.nextInt(4) == 0);
            }
            return thread;
        });
        cartable.billing().issue().run(cartable.billing().issue().everything(), step -> {});

        assertThat(read(cartable.billing().drafts().all())).isEmpty();
        assertNumbered(104, "seed " + seed);
    }

    /** The run may have been first. A transaction that fails after its number was given takes the number back. */
    private void issueOrFail(Cartable cartable, String draft, boolean fails) {
        try {
            unitOfWork().run(tx -> {
                cartable.billing().issue().one(draft, null);
                if (fails) {
                    throw new Failure();
                }
            });
        } catch (Failure expected) {
            assertThat(fails).isTrue();
        } catch (BillingException issued) {
            assertThat(issued.problem()).isEqualTo(BillingProblem.UNKNOWN_DRAFT);
        }
    }

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void assertNumbered(int count, String description) {
        List<Invoice> issued = read(stores().issuedInvoices().issued(null));
        assertThat(issued)
                .as(description)
                .extracting(Invoice::number)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count)
                        .mapToObj("2026-%05d"::formatted)
                        .toList());
    }

    @Test
    void aRunDoesWhatWasApprovedAndRefusesWhatItCannotIssue() {
        Cartable cartable = cartable();
        InvoiceDraft good = draft(cartable);
        InvoiceDraft payer = draft(
                cartable, SampleSchool.SECOND.id(), List.of(InvoiceDraft.Payer.guardian(SampleSchool.TWO.id(), 1)));
        InvoiceDraft stranger =
                new InvoiceDraft("zz", 0, SampleSchool.noPupil(), EURO, good.lines(), good.instalments(), List.of());
        write(tx -> stores().billing().addDraft(tx, stranger));
        Request request = new Request(Set.of(), TODAY);
        var plan = cartable.billing().issue().plan(request);
        assertThat(plan.counts().values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("input", 3L, "issued", 2L, "refused", 1L, "failed", 0L));
        InvoiceDraft changed = cartable.billing()
                .drafts()
                .change(new InvoiceDraft(
                        payer.id(), 0, payer.pupil(), EURO, payer.lines(), payer.instalments(), List.of()));

        assertThatExceptionOfType(PlanChangedException.class)
                .isThrownBy(() -> cartable.billing().issue().apply(plan));
        assertThat(read(stores().issuedInvoices().issued(null))).isEmpty();

        List<Step> steps = new ArrayList<>();
        assertThat(cartable.billing().issue().run(request, steps::add).counts().issued())
                .isEqualTo(2);
        assertThat(steps)
                .filteredOn(step -> step.action() == Action.REFUSE)
                .singleElement()
                .satisfies(step -> assertThat(step.code()).isEqualTo("UNKNOWN_PUPIL"));
        assertThat(steps).extracting(Step::number).containsOnly("2026-00001", "2026-00002", null);
        assertThat(read(cartable.billing().drafts().all())).containsExactly(stranger);
        assertThat(changed.version()).isOne();
    }

    /** What is issued cannot be taken back, so that a draft that the plan has not seen waits for the next run. */
    @Test
    void aDraftThatIsAddedOrChangedDuringARunIsNotIssued() {
        Cartable office = cartable();
        InvoiceDraft known = draft(office);
        InvoiceDraft changed = draft(office);
        AtomicBoolean first = new AtomicBoolean(true);
        Roster roster = (Roster) Proxy.newProxyInstance(
                Roster.class.getClassLoader(), new Class<?>[] {Roster.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("pupils") && first.getAndSet(false)) {
                        draft(office);
                        office.billing().drafts().change(changed);
                    }
                    return method.invoke(stores().roster(), arguments);
                });
        Cartable cartable = Cartable.builder()
                .stores(stores())
                .roster(roster)
                .zone(ZONE)
                .time(() -> now)
                .issuesInvoices(BillingSettings.defaults())
                .build();

        var report = cartable.billing().issue().run(new Request(Set.of(), TODAY), step -> {});

        assertThat(first).isFalse();
        assertThat(report.counts().issued()).isOne();
        assertThat(read(stores().issuedInvoices().issued(null)))
                .extracting(Invoice::id)
                .containsExactly(known.id());
        assertThat(read(office.billing().drafts().all())).hasSize(2);
    }

    @Test
    void datesNeverRunBackAgainstNumbersAndEachYearBeginsAtOne() {
        Cartable cartable = cartable();
        assertThat(issue(cartable, TODAY.minusDays(2)).number()).isEqualTo("2026-00001");

        assertRefused(BillingProblem.DATE_BEFORE_LAST, () -> issue(cartable, TODAY.minusDays(3)));
        assertRefused(BillingProblem.DATE_IN_FUTURE, () -> issue(cartable, TODAY.plusDays(1)));
        assertRefused(
                BillingProblem.DATE_BEFORE_LAST,
                () -> cartable.billing().issue().plan(new Request(Set.of(), TODAY.minusDays(3))));

        assertThat(issue(cartable, TODAY.minusDays(2)).number()).isEqualTo("2026-00002");
        now = LocalDate.of(2027, 1, 1).atStartOfDay(ZONE).toInstant();
        assertThat(issue(cartable, null).number()).isEqualTo("2027-00001");
        assertRefused(BillingProblem.DATE_BEFORE_LAST, () -> issue(cartable, LocalDate.of(2026, 12, 31)));
    }

    @Test
    void aPayerSeesTheOwnPartUnderTheNameOfTheDayOfIssue() {
        Cartable cartable = cartable();
        InvoiceDraft draft = draft(
                cartable,
                SampleSchool.SECOND.id(),
                List.of(
                        InvoiceDraft.Payer.guardian(SampleSchool.ONE.id(), 1),
                        InvoiceDraft.Payer.guardian(SampleSchool.TWO.id(), 1),
                        new InvoiceDraft.Payer(null, "Fondation", List.of("BP 1"), 1)));

        Invoice invoice = cartable.billing().issue().one(draft.id(), null);

        assertThat(invoice.details().payers())
                .extracting(Invoice.Payer::name)
                .containsExactly(
                        SampleSchool.ONE.name().full(), SampleSchool.TWO.name().full(), "Fondation");
        assertThat(stores().issuedInvoices().invoices(List.of(draft.id()))).containsExactly(invoice);
        assertThat(invoice.shares())
                .extracting(Invoice::total)
                .extracting(BigDecimal::toPlainString)
                .containsExactly("33.34", "33.34", "33.33");
        Payment payment = new Payment("p", TODAY, BigDecimal.TEN);
        assertRefused(BillingProblem.PAYER_NEEDED, () -> record(cartable, invoice, payment));
        Invoice paid = record(cartable, invoice, new Payment("p", TODAY, BigDecimal.TEN, 2, null));
        assertThat(paid.shareOf(1).orElseThrow().remaining()).isEqualByComparingTo("33.34");
        assertThat(paid.shareOf(2).orElseThrow().remaining()).isEqualByComparingTo("23.34");
        Invoice overpaid = record(cartable, paid, new Payment("too much", TODAY, new BigDecimal("90.01"), 3, null));
        assertThat(overpaid.state())
                .as("what one has paid too much is not paid for the others")
                .isEqualTo(Invoice.State.PARTLY_PAID);
        assertThat(overpaid.remaining()).isEqualByComparingTo("56.68");
        assertThat(overpaid.favour()).isEqualByComparingTo("56.68");
        assertThat(overpaid.shareOf(1).orElseThrow().state()).isEqualTo(Invoice.State.ISSUED);
        assertThat(overpaid.shareOf(3).orElseThrow().favour()).isEqualByComparingTo("56.68");
        record(cartable, paid, new Payment("one", TODAY, new BigDecimal("33.34"), 1, null));
        assertThat(record(cartable, paid, new Payment("two", TODAY, new BigDecimal("23.34"), 2, null))
                        .state())
                .isEqualTo(Invoice.State.PAID);
        assertRefused(
                BillingProblem.MORE_THAN_PAID,
                () -> record(cartable, paid, new Payment("back", TODAY, new BigDecimal("-33.35"), 1, null)));
        assertThat(record(cartable, paid, new Payment("back", TODAY, new BigDecimal("-56.68"), 3, null))
                        .favour())
                .isZero();
        assertThat(paid.shareOf(1).orElseThrow().toString())
                .as("nothing of the others")
                .doesNotContain("Fondation", SampleSchool.TWO.name().full());
    }

    @Test
    void anInvoiceIsCancelledOnceByACreditNoteInASeriesOfItsOwn() {
        Cartable cartable = cartable();
        Invoice invoice = issue(cartable, TODAY.minusDays(1));
        record(cartable, invoice, new Payment("p", TODAY, BigDecimal.TEN));
        assertRefused(
                BillingProblem.DATE_BEFORE_LAST, () -> cartable.billing().cancel(invoice.number(), TODAY.minusDays(2)));

        Invoice creditNote = cartable.billing().cancel(invoice.number(), null);

        assertThat(creditNote.number()).isEqualTo("A2026-00001");
        assertThat(creditNote.details().credits()).isEqualTo(invoice.number());
        assertThat(creditNote.total()).isEqualByComparingTo(invoice.total());
        assertThat(stores().issuedInvoices().invoices(List.of(creditNote.id()))).containsExactly(creditNote);
        assertThat(stores().issuedInvoices().invoices(List.of(invoice.id())))
                .extracting(Invoice::state, Invoice::details, Invoice::number)
                .containsExactly(tuple(Invoice.State.CANCELLED, invoice.details(), invoice.number()));
        assertRefused(BillingProblem.CANCELLED, () -> cartable.billing().cancel(invoice.number(), null));
        assertRefused(BillingProblem.CREDIT_NOTE, () -> cartable.billing().cancel("A2026-00001", null));
        assertRefused(
                BillingProblem.CANCELLED, () -> record(cartable, invoice, new Payment("q", TODAY, BigDecimal.ONE)));
        assertThat(record(cartable, invoice, new Payment("back", TODAY, BigDecimal.TEN.negate()))
                        .paid())
                .as("what was paid is paid back")
                .isZero();
        assertThat(issue(cartable, null).number()).isEqualTo("2026-00002");
        assertThat(cartable.billing().numbers().series())
                .extracting(NumberSeries::sequence)
                .containsExactly(2L, 1L);
    }

    @Test
    void twoWhoCancelAtOnceMakeOneCreditNote() {
        Cartable cartable = cartable();
        Invoice invoice = issue(cartable, null);

        List<Boolean> done = Together.run(2, i -> {
            try {
                cartable.billing().cancel(invoice.number(), null);
                return true;
            } catch (BillingException refused) {
                assertThat(refused.problem()).isEqualTo(BillingProblem.CANCELLED);
                return false;
            }
        });

        assertThat(done).containsExactlyInAnyOrder(true, false);
        assertThat(read(stores().issuedInvoices().issued(null))).hasSize(2);
    }

    @Test
    void paymentsMakeTheStateAndAreRecordedOnce() {
        Cartable cartable = cartable();
        Invoice invoice = issue(cartable, null);
        Payment first = new Payment("p1", TODAY, new BigDecimal("60"));

        assertThat(record(cartable, invoice, first).state()).isEqualTo(Invoice.State.PARTLY_PAID);
        assertThat(record(cartable, invoice, first).paid()).isEqualByComparingTo("60");
        assertRefused(
                BillingProblem.PAYMENT_CONFLICT,
                () -> record(cartable, invoice, new Payment("p1", TODAY, new BigDecimal("61"))));
        assertThat(record(cartable, invoice, new Payment("p2", TODAY, new BigDecimal("40.01")))
                        .state())
                .isEqualTo(Invoice.State.PAID);
        assertThat(record(cartable, invoice, new Payment("p3", TODAY, new BigDecimal("-100.01")))
                        .state())
                .isEqualTo(Invoice.State.ISSUED);

        assertRefused(
                BillingProblem.MORE_THAN_PAID,
                () -> record(cartable, invoice, new Payment("q", TODAY, new BigDecimal("-0.01"))));
        assertRefused(
                BillingProblem.NOTHING_PAID, () -> record(cartable, invoice, new Payment("q", TODAY, BigDecimal.ZERO)));
        assertRefused(
                BillingProblem.TOO_MANY_DECIMALS,
                () -> record(cartable, invoice, new Payment("q", TODAY, new BigDecimal("0.001"))));
        assertRefused(
                BillingProblem.DATE_IN_FUTURE,
                () -> record(cartable, invoice, new Payment("q", TODAY.plusDays(1), BigDecimal.ONE)));
        assertRefused(
                BillingProblem.UNKNOWN_PAYER,
                () -> record(cartable, invoice, new Payment("q", TODAY, BigDecimal.ONE, 1, null)));
    }

    @Test
    void paymentsAtOnceAreAllCounted() {
        Cartable cartable = cartable();
        Invoice invoice = issue(cartable, null);

        Together.run(THREADS, i -> record(cartable, invoice, new Payment("p" + i, TODAY, new BigDecimal("12.51"))));

        assertThat(stores().issuedInvoices().invoices(List.of(invoice.id())))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.paid()).isEqualByComparingTo("100.08");
                    assertThat(one.state()).isEqualTo(Invoice.State.PAID);
                });
    }

    @Test
    void noNumberIsGivenWhileTheLastOneIsNotKnown() {
        Cartable cartable = cartable();
        issue(cartable, TODAY.minusDays(5));
        write(tx -> stores().billing()
                .saveSeries(
                        tx,
                        stores().billing().lockSeries(tx, Invoice.Type.INVOICE).held(now)));

        assertRefused(BillingProblem.NUMBERS_UNCERTAIN, () -> issue(cartable, null));
        assertRefused(
                BillingProblem.NUMBERS_UNCERTAIN,
                () -> cartable.billing().issue().plan(cartable.billing().issue().everything()));
        var numbers = cartable.billing().numbers();
        assertRefused(BillingProblem.NUMBER_OF_ANOTHER_FORM, () -> numbers.after(Invoice.Type.INVOICE, "F-7"));
        assertRefused(BillingProblem.NUMBER_OF_ANOTHER_FORM, () -> numbers.after(Invoice.Type.INVOICE, "2027-00001"));
        assertRefused(BillingProblem.NUMBER_BEFORE_LAST, () -> numbers.after(Invoice.Type.INVOICE, "2025-00009"));
        assertRefused(BillingProblem.NUMBER_BEFORE_LAST, () -> numbers.after(Invoice.Type.INVOICE, null));

        numbers.after(Invoice.Type.INVOICE, "2026-00041");

        assertRefused(BillingProblem.DATE_BEFORE_LAST, () -> issue(cartable, TODAY.minusDays(1)));
        assertThat(issue(cartable, null).number()).isEqualTo("2026-00042");
        assertRefused(BillingProblem.NUMBERS_NOT_HELD, () -> numbers.after(Invoice.Type.INVOICE, "2026-00099"));
    }

    @Test
    void noNumberIsGivenWhileARestoreIsUnderWay() {
        Cartable cartable = cartable();
        Invoice invoice = issue(cartable, null);
        write(tx -> RestoredNumbers.awaitRestore(tx, stores().billing(), now));

        assertRefused(BillingProblem.RESTORE_UNDER_WAY, () -> issue(cartable, null));
        assertRefused(BillingProblem.RESTORE_UNDER_WAY, () -> cartable.billing().cancel(invoice.number(), null));
        assertRefused(
                BillingProblem.RESTORE_UNDER_WAY,
                () -> cartable.billing().numbers().after(Invoice.Type.INVOICE, "2026-00041"));

        write(tx -> RestoredNumbers.release(tx, stores().billing()));
        assertThat(issue(cartable, null).number()).isEqualTo("2026-00002");
        assertThat(cartable.billing().cancel(invoice.number(), null).number()).isEqualTo("A2026-00001");
    }

    @Test
    void aDayAfterARestoreWasCutOffNumbersMayBeResumed() {
        Cartable cartable = cartable();
        issue(cartable, null);
        write(tx -> RestoredNumbers.awaitRestore(tx, stores().billing(), now));
        now = now.plus(Duration.ofDays(1)).minusSeconds(1);
        assertRefused(
                BillingProblem.RESTORE_UNDER_WAY,
                () -> cartable.billing().numbers().after(Invoice.Type.INVOICE, "2026-00041"));

        now = now.plusSeconds(1);
        cartable.billing().numbers().after(Invoice.Type.INVOICE, "2026-00041");

        assertThat(issue(cartable, null).number()).isEqualTo("2026-00042");
    }

    @Test
    void theSchoolWaitsForAPaymentOfTodayOrLaterOrNoLonger() {
        Cartable cartable = cartable();
        String number = issue(cartable, null).number();
        var postpone = cartable.billing().postpone();
        assertRefused(BillingProblem.DATE_IN_PAST, () -> postpone.promised(number, TODAY.minusDays(1)));
        postpone.promised(number, TODAY);
        postpone.disputed(number, true);

        postpone.noLonger(number);

        assertThat(stores().issuedInvoices().numbered(List.of(number)))
                .singleElement()
                .satisfies(invoice -> {
                    assertThat(invoice.promisedFor()).isNull();
                    assertThat(invoice.disputed()).isFalse();
                });
    }

    /** Its last number is not known before the restore, nor after it. */
    @Test
    void aRestoreThatIsGivenUpLeavesNumbersUncertain() {
        Cartable cartable = cartable();
        issue(cartable, null);
        write(tx -> {
            RestoredNumbers.hold(tx, stores().billing(), now);
            RestoredNumbers.awaitRestore(tx, stores().billing(), now);
            RestoredNumbers.release(tx, stores().billing());
        });

        assertRefused(BillingProblem.NUMBERS_UNCERTAIN, () -> issue(cartable, null));
    }

    @Test
    void numbersOfInvoicesThatAreLostAreMissing() {
        Cartable cartable = cartable();
        issue(cartable, null);
        assertThat(cartable.billing().numbers().missing()).isEmpty();
        write(tx -> RestoredNumbers.hold(tx, stores().billing(), now));

        cartable.billing().numbers().after(Invoice.Type.INVOICE, "2026-00003");

        issue(cartable, null);
        assertThat(cartable.billing().numbers().missing()).singleElement().satisfies(one -> {
            assertThat(one.first()).isEqualTo("2026-00002");
            assertThat(one.last()).isEqualTo("2026-00003");
            assertThat(one.gap().count()).isEqualTo(2);
        });
    }

    @Test
    void aDraftThatCouldNotBeIssuedIsNotWritten() {
        Cartable cartable = cartable();
        List<Invoice.Line> lines = List.of(InvoiceDraft.line("Cantine", BigDecimal.ONE, BigDecimal.TEN, EURO));
        List<Invoice.Instalment> ten = List.of(SampleRecords.instalment(1, null, "10"));

        assertDraft(BillingProblem.UNKNOWN_PUPIL, cartable, SampleSchool.noPupil(), lines, ten, List.of());
        PupilId pupil = SampleSchool.FIRST.id();
        assertDraft(
                BillingProblem.UNKNOWN_GUARDIAN,
                cartable,
                pupil,
                lines,
                ten,
                List.of(InvoiceDraft.Payer.guardian(SampleSchool.nobody(), 1)));
        assertDraft(BillingProblem.NO_LINES, cartable, pupil, List.of(), ten, List.of());
        assertDraft(
                BillingProblem.INSTALMENTS_DIFFER,
                cartable,
                pupil,
                lines,
                List.of(SampleRecords.instalment(1, null, "9.99")),
                List.of());
        assertDraft(
                BillingProblem.TOO_MANY_DECIMALS,
                cartable,
                pupil,
                List.of(new Invoice.Line("Cantine", null, null, new BigDecimal("0.001"))),
                List.of(SampleRecords.instalment(1, null, "0.001")),
                List.of());
        assertDraft(
                BillingProblem.TOTAL_NOT_POSITIVE,
                cartable,
                pupil,
                List.of(lines.get(0), new Invoice.Line("Remise", null, null, BigDecimal.TEN.negate())),
                ten,
                List.of());
        assertDraft(
                BillingProblem.SHARE_TOO_SMALL,
                cartable,
                pupil,
                lines,
                ten,
                List.of(
                        new InvoiceDraft.Payer(null, "A", List.of(), 1),
                        new InvoiceDraft.Payer(null, "B", List.of(), 1_000_000)));
        assertThat(read(cartable.billing().drafts().all())).isEmpty();
    }

    private static void assertDraft(
            BillingProblem problem,
            Cartable cartable,
            PupilId pupil,
            List<Invoice.Line> lines,
            List<Invoice.Instalment> instalments,
            List<InvoiceDraft.Payer> payers) {
        assertRefused(problem, () -> cartable.billing().drafts().add(pupil, EURO, lines, instalments, payers));
    }

    private Invoice issue(Cartable cartable, @Nullable LocalDate date) {
        return cartable.billing().issue().one(draft(cartable).id(), date);
    }

    private static Invoice record(Cartable cartable, Invoice invoice, Payment payment) {
        return cartable.billing().record(new ReceivedPayment(invoice.number(), null, payment));
    }

    private static void assertRefused(BillingProblem problem, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BillingException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
