package dev.cartable.school;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.RecordSource;
import dev.cartable.work.HostKey;
import dev.cartable.work.PlanChangedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportRecordsTest {
    private static final Instant NOW = Instant.parse("2026-09-01T06:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");

    private final InMemoryStores stores = new InMemoryStores(() -> NOW);
    private final Records records = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .time(() -> NOW)
            .build()
            .records();

    /** A new process on the same stores. */
    private Cartable reopened() {
        return Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .key(HostKey.of(new byte[32]))
                .build();
    }

    /** A source in memory that a test may change. */
    private static final class Listed<T> implements RecordSource<T> {
        final List<T> records = new ArrayList<>();
        final List<String> withdrawn = new ArrayList<>();
        final List<RowError> errors = new ArrayList<>();
        int readings;

        @SafeVarargs
        @SuppressWarnings("varargs")
        static <T> Listed<T> of(T... records) {
            Listed<T> source = new Listed<>();
            source.records.addAll(List.of(records));
            return source;
        }

        @Override
        public String name() {
            return "list";
        }

        @Override
        public void read(Sink<T> sink) {
            readings++;
            errors.forEach(sink::error);
            for (int i = 0; i < records.size(); i++) {
                sink.record(records.get(i), new Origin("list", i + 2, 1, "id", "pupil"));
            }
            withdrawn.forEach(id -> sink.withdrawn(id, new Origin("list", 99, 1, "id", "pupil")));
        }
    }

    @BeforeEach
    void enrol() {
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .savePupils(
                                tx,
                                IntStream.range(0, 3)
                                        .mapToObj(i -> new Pupil(
                                                new PupilId("P" + i),
                                                new PersonName("Kid", "No" + i),
                                                null,
                                                null,
                                                i > 0))
                                        .toList()));
    }

    private static Absence absence(String id, String pupil, int minutes) {
        return new Absence(
                id,
                new PupilId(pupil),
                DAY,
                Absence.Type.LATE,
                Absence.Part.DAY,
                null,
                minutes,
                false,
                null,
                null,
                NOW,
                null);
    }

    private static Invoice invoice(String id, String amount) {
        return new Invoice(
                id,
                id,
                new PupilId("P1"),
                Currency.getInstance("GNF"),
                Invoice.State.ISSUED,
                List.of(new Invoice.Instalment(1, DAY, new BigDecimal(amount))),
                List.of(),
                null,
                false);
    }

    private static ReceivedPayment payment(String invoice, String id, String amount) {
        return new ReceivedPayment(invoice, null, new Invoice.Payment(id, DAY, new BigDecimal(amount)));
    }

    private static CalendarPeriod period(CalendarPeriod.Type type, String name, int from, int days) {
        return new CalendarPeriod(type, name, DAY.plusDays(from), DAY.plusDays(from + days - 1L));
    }

    private List<Absence> stored() {
        return stores.absences().absences(List.of("a1", "a2", "a3", "a4"));
    }

    @Test
    void aPlanCountsWhatARunThenDoesAndWritesNothing() {
        Listed<Absence> source = Listed.of(absence("a1", "P1", 5), absence("a2", "P0", 5), absence("a3", "nobody", 5));

        ImportRecords.Report plan = records.importAbsences().plan(source);

        assertThat(plan.counts()).isEqualTo(new ImportRecords.Counts(3, 2, 0, 0, 0, 1));
        assertThat(stored()).isEmpty();
        ImportRecords.Report done = records.importAbsences().run(source);
        assertThat(done.counts()).isEqualTo(plan.counts());
        assertThat(done.digest()).isEqualTo(plan.digest());
        assertThat(stored()).extracting(Absence::id).containsExactly("a1", "a2");
    }

    @Test
    void aPupilWhoIsNotOnTheRosterIsAnErrorWithItsPlace() {
        Listed<Absence> source = Listed.of(absence("a1", "nobody", 5), absence("a2", "P1", 5));

        ImportRecords.Report done = records.importAbsences().run(source);

        assertThat(done.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("UNKNOWN_PUPIL");
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.column()).isEqualTo("pupil");
            assertThat(error.facts()).containsEntry("pupil", "nobody");
        });
        assertThat(stored()).extracting(Absence::id).containsExactly("a2");
    }

    @Test
    void anIdThatCameBeforeIsAnErrorAndTheFirstCounts() {
        Listed<Absence> source = Listed.of(absence("a1", "P1", 5), absence("a1", "P1", 9));

        ImportRecords.Report done = records.importAbsences().run(source);

        assertThat(done.counts()).isEqualTo(new ImportRecords.Counts(2, 1, 0, 0, 0, 1));
        assertThat(done.errors()).extracting(RowError::code).containsExactly("DUPLICATE_ID");
        assertThat(stored()).containsExactly(absence("a1", "P1", 5));
    }

    @Test
    void aSecondRunChangesWhatIsOtherwiseAndLeavesTheRest() {
        records.importAbsences().run(Listed.of(absence("a1", "P1", 5), absence("a2", "P1", 5), absence("a3", "P1", 5)));
        Listed<Absence> later = Listed.of(absence("a1", "P1", 5), absence("a2", "P1", 20), absence("a4", "P2", 1));

        ImportRecords.Report done = records.importAbsences().run(later);

        assertThat(done.counts()).isEqualTo(new ImportRecords.Counts(3, 1, 1, 1, 0, 0));
        assertThat(stored()).hasSize(4).contains(absence("a2", "P1", 20), absence("a3", "P1", 5));
        assertThat(records.importAbsences().run(later).counts()).isEqualTo(new ImportRecords.Counts(3, 0, 0, 3, 0, 0));
    }

    @Test
    void anAcceptedExcuseStaysUntilTheSchoolSaysSomethingElse() {
        Absence told = absence("a1", "P1", 5);
        records.importAbsences().run(Listed.of(told));
        LocalDate today = told.day().plusDays(1);
        stores.unitOfWork().run(tx -> stores.recordStore().excuseAbsence(tx, "a1", today, "Fièvre"));
        Absence accepted = stored().get(0);

        assertThat(records.importAbsences().run(Listed.of(told)).counts())
                .as("the same again")
                .isEqualTo(new ImportRecords.Counts(1, 0, 0, 1, 0, 0));
        assertThat(stored()).containsExactly(accepted);

        records.importAbsences().run(Listed.of(absence("a1", "P1", 9)));
        assertThat(stored())
                .as("another detail")
                .containsExactly(absence("a1", "P1", 9).withExcuseOf(accepted));

        Absence otherExcuse = told.withExcuseOf(excused(told, "Grippe"));
        records.importAbsences().run(Listed.of(otherExcuse));
        records.importAbsences().run(Listed.of(told));
        assertThat(stored()).as("the school has taken it back").containsExactly(told);
    }

    @Test
    void anotherFactIsNotExcusedByWhatWasAccepted() {
        Absence told = absence("a1", "P1", 5);
        records.importAbsences().run(Listed.of(told));
        stores.unitOfWork().run(tx -> stores.recordStore().excuseAbsence(tx, "a1", told.day(), "Fièvre"));
        Absence other = on(told, told.day().plusDays(1));

        records.importAbsences().run(Listed.of(other));

        assertThat(stored()).containsExactly(other);
    }

    private static Absence excused(Absence absence, String reason) {
        return new Absence(
                absence.id(),
                absence.pupil(),
                absence.day(),
                absence.type(),
                absence.part(),
                absence.lesson(),
                absence.minutes(),
                true,
                absence.day(),
                reason,
                absence.recordedAt(),
                absence.recordedBy());
    }

    private static Absence on(Absence absence, LocalDate day) {
        return new Absence(
                absence.id(),
                absence.pupil(),
                day,
                absence.type(),
                absence.part(),
                absence.lesson(),
                absence.minutes(),
                false,
                null,
                null,
                absence.recordedAt(),
                absence.recordedBy());
    }

    @Test
    void whatWasWithdrawnIsRemoved() {
        records.importAbsences().run(Listed.of(absence("a1", "P1", 5), absence("a2", "P1", 5)));
        Listed<Absence> source = Listed.of(absence("a2", "P1", 5));
        source.withdrawn.addAll(List.of("a1", "unknown"));

        assertThat(records.importAbsences().run(source).counts()).isEqualTo(new ImportRecords.Counts(3, 0, 0, 2, 1, 0));
        assertThat(stored()).extracting(Absence::id).containsExactly("a2");
    }

    @Test
    void anotherPlanThanTheApprovedOneIsRefused() {
        Listed<Absence> source = Listed.of(absence("a1", "P1", 5));
        ImportRecords.Report plan = records.importAbsences().plan(source);
        source.records.add(absence("a2", "P1", 5));

        assertThatThrownBy(() -> records.importAbsences().apply(source, plan.digest()))
                .isInstanceOf(PlanChangedException.class);
        assertThat(stored()).isEmpty();
        source.records.remove(1);
        assertThat(records.importAbsences()
                        .apply(source, plan.digest())
                        .counts()
                        .created())
                .isOne();
    }

    @Test
    void thousandsAreImportedInChunks() {
        Listed<Absence> source = new Listed<>();
        IntStream.range(0, 2_100).forEach(i -> source.records.add(absence("x" + i, i % 700 == 0 ? "nobody" : "P1", 5)));

        ImportRecords.Report done = records.importAbsences().run(source);

        assertThat(done.counts()).isEqualTo(new ImportRecords.Counts(2_100, 2_097, 0, 0, 0, 3));
        assertThat(source.readings).isEqualTo(2);
    }

    @Test
    void aPayerWhoIsNotOnTheRosterIsAnError() {
        Invoice bare = invoice("i1", "1000");
        Invoice paid = new Invoice(
                "i2",
                "i2",
                bare.pupil(),
                bare.currency(),
                bare.state(),
                bare.instalments(),
                List.of(),
                null,
                false,
                new Invoice.Details(
                        Invoice.Type.INVOICE,
                        null,
                        List.of(),
                        List.of(new Invoice.Payer(1, new GuardianId("nobody"), "Awa", List.of(), 1)),
                        null));

        ImportRecords.Report done = records.importInvoices().run(Listed.of(bare, paid));

        assertThat(done.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("UNKNOWN_PAYER");
            assertThat(error.facts()).containsEntry("guardian", "nobody");
        });
        assertThat(done.counts().created()).isOne();
    }

    @Test
    void anInvoiceKeepsItsPaymentsWhenItIsImportedAgain() {
        records.importInvoices().run(Listed.of(invoice("i1", "1000")));
        assertThat(records.importPayments()
                        .run(Listed.of(payment("i1", "p1", "400")))
                        .counts()
                        .created())
                .isOne();

        assertThat(records.importInvoices()
                        .run(Listed.of(invoice("i1", "1000")))
                        .counts()
                        .unchanged())
                .isOne();
        assertThat(records.importInvoices()
                        .run(Listed.of(invoice("i1", "1500")))
                        .counts()
                        .changed())
                .isOne();

        assertThat(stores.invoices().invoices(List.of("i1")))
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.remaining()).isEqualByComparingTo("1100"));
    }

    @Test
    void aPaymentNeedsItsInvoiceAndItsCurrency() {
        records.importInvoices().run(Listed.of(invoice("i1", "1000")));
        Listed<ReceivedPayment> source = Listed.of(
                payment("i9", "p1", "5"),
                payment("i1", "p2", "0.5"),
                new ReceivedPayment(
                        "i1",
                        Currency.getInstance("EUR"),
                        payment("i1", "p3", "5").payment()),
                payment("i1", "p4", "5"),
                payment("i1", "p4", "6"));

        ImportRecords.Report done = records.importPayments().run(source);

        assertThat(done.errors())
                .extracting(RowError::code)
                .containsExactlyInAnyOrder("UNKNOWN_INVOICE", "TOO_PRECISE", "OTHER_CURRENCY", "DUPLICATE_ID");
        assertThat(done.counts()).isEqualTo(new ImportRecords.Counts(5, 1, 0, 0, 0, 4));
        assertThat(records.importPayments().run(source).counts().unchanged()).isOne();
    }

    @Test
    void aPaymentOfAnInvoiceWithSeveralPayersNamesOneOfThem() {
        records.importInvoices().run(Listed.of(invoice("i1", "1000"), shared("i2", 2), shared("i3", 1)));

        ImportRecords.Report done = records.importPayments()
                .run(Listed.of(
                        paid("i2", "p1", 2),
                        paid("i2", "p2", 3),
                        paid("i2", "p3", null),
                        paid("i3", "p4", null),
                        paid("i1", "p5", null),
                        paid("i1", "p6", 1)));

        assertThat(done.errors())
                .extracting(RowError::code)
                .containsExactly("NOT_ITS_PAYER", "PAYER_NEEDED", "NOT_ITS_PAYER");
        assertThat(done.counts().created()).isEqualTo(3);
        assertThat(stores.invoices().invoices(List.of("i2")).get(0).shares())
                .extracting(share -> share.remaining().toPlainString())
                .containsExactly("500", "0");
    }

    @Test
    void aFileThatSaysNothingOfPayersAndLinesKeepsThoseThatAreStored() {
        Invoice bare = invoice("i1", "1000");
        Invoice whole = bare.withDetails(new Invoice.Details(
                Invoice.Type.INVOICE,
                null,
                List.of(new Invoice.Line("Fees", null, null, BigDecimal.valueOf(1000))),
                shared("i1", 2).details().payers(),
                null));
        records.importInvoices().run(Listed.of(whole));

        assertThat(records.importInvoices().run(Listed.of(bare)).counts().unchanged())
                .isOne();
        assertThat(records.importInvoices()
                        .run(Listed.of(invoice("i1", "1500")))
                        .counts()
                        .changed())
                .isOne();

        Invoice stored = stores.invoices().invoices(List.of("i1")).get(0);
        assertThat(stored.details().payers()).isEqualTo(whole.details().payers());
        assertThat(stored.details().lines()).as("they come to another sum").isEmpty();
    }

    @Test
    void whatAFileDoesNotSayOfADocumentAndOfItsPayersStays() {
        Invoice bare = invoice("i1", "1000");
        Invoice.Payer fund = new Invoice.Payer(1, null, "Fonds", List.of("BP 12", "Kindia"), 1, "fonds@example.org");
        Invoice creditNote = bare.withDetails(new Invoice.Details(
                Invoice.Type.CREDIT_NOTE, LocalDate.of(2026, 9, 1), List.of(), List.of(fund), "F1"));
        records.importInvoices().run(Listed.of(creditNote));

        assertThat(records.importInvoices()
                        .run(Listed.of(payers("Fonds")))
                        .counts()
                        .unchanged())
                .isOne();

        assertThat(stores.invoices().invoices(List.of("i1"))).containsExactly(creditNote);
        Invoice.Payer moved = new Invoice.Payer(1, null, "Fonds", List.of("BP 13"), 1, "caisse@example.org");
        Invoice other = bare.withDetails(new Invoice.Details(
                Invoice.Type.CREDIT_NOTE, LocalDate.of(2026, 9, 2), List.of(), List.of(moved), "F2"));
        records.importInvoices().run(Listed.of(other));
        assertThat(stores.invoices().invoices(List.of("i1"))).containsExactly(other);
    }

    @Test
    void payersKeepTheirPaymentsInWhicheverOrderTheyComeAndANewOneGetsNoneOfThem() {
        records.importInvoices().run(Listed.of(payers("Fonds", "Mairie", "Église")));
        records.importPayments().run(Listed.of(paid("i1", "p1", 2), paid("i1", "p2", 3)));

        ImportRecords.Report done = records.importInvoices().run(Listed.of(payers("Banque", "Mairie", "Fonds")));

        assertThat(done.counts().changed()).isOne();
        assertThat(stores.invoices().invoices(List.of("i1")).get(0).details().payers())
                .extracting(Invoice.Payer::number, Invoice.Payer::name)
                .containsExactly(tuple(1, "Fonds"), tuple(2, "Mairie"), tuple(4, "Banque"));
        assertThat(records.importInvoices()
                        .run(Listed.of(payers("Fonds", "Banque", "Mairie")))
                        .counts()
                        .unchanged())
                .isOne();
        records.importInvoices().run(Listed.of(payers("Mairie", "Fonds")));
        records.importInvoices().run(Listed.of(payers("Mairie", "Fonds", "Caisse")));
        assertThat(stores.invoices().invoices(List.of("i1")).get(0).details().payers())
                .extracting(Invoice.Payer::name, Invoice.Payer::number)
                .as("the payment of a payer who is gone is not the new one's")
                .contains(tuple("Caisse", 4));
    }

    private static Invoice payers(String... names) {
        Invoice bare = invoice("i1", "1000");
        return bare.withDetails(new Invoice.Details(
                Invoice.Type.INVOICE,
                null,
                List.of(),
                IntStream.range(0, names.length)
                        .mapToObj(i -> new Invoice.Payer(i + 1, null, names[i], List.of(), 1))
                        .toList(),
                null));
    }

    private static Invoice shared(String id, int payers) {
        Invoice bare = invoice(id, "1000");
        return new Invoice(
                id,
                id,
                bare.pupil(),
                bare.currency(),
                bare.state(),
                bare.instalments(),
                List.of(),
                null,
                false,
                new Invoice.Details(
                        Invoice.Type.INVOICE,
                        null,
                        List.of(),
                        IntStream.rangeClosed(1, payers)
                                .mapToObj(i -> new Invoice.Payer(i, null, "Payer " + i, List.of(), 1))
                                .toList(),
                        null));
    }

    private static ReceivedPayment paid(String invoice, String id, @Nullable Integer payer) {
        return new ReceivedPayment(invoice, null, new Invoice.Payment(id, DAY, BigDecimal.valueOf(500), payer, null));
    }

    @Test
    void aCalendarReplacesWhatItHasTheTimeAndTheTypesOf() {
        CalendarPeriod term = period(CalendarPeriod.Type.TERM, "1", 0, 90);
        CalendarPeriod before = period(CalendarPeriod.Type.HOLIDAY, "summer", -30, 20);
        CalendarPeriod autumn = period(CalendarPeriod.Type.HOLIDAY, "autumn", 40, 10);
        CalendarPeriod winter = period(CalendarPeriod.Type.HOLIDAY, "winter", 80, 10);
        records.importCalendar().run(Listed.of(term, before, autumn, winter));
        CalendarPeriod moved = period(CalendarPeriod.Type.HOLIDAY, "autumn", 41, 10);
        CalendarPeriod longer = period(CalendarPeriod.Type.HOLIDAY, "winter", 80, 14);
        Listed<CalendarPeriod> later = Listed.of(moved, longer);

        assertThat(records.importCalendar().plan(later).counts()).isEqualTo(new ImportRecords.Counts(2, 1, 1, 0, 1, 0));
        assertThat(records.importCalendar().run(later).counts()).isEqualTo(new ImportRecords.Counts(2, 1, 1, 0, 1, 0));
        assertThat(stores.calendar().calendar().periods()).containsExactlyInAnyOrder(term, before, moved, longer);
    }

    @Test
    void nothingIsRemovedFromTheCalendarWhereARowHasAnError() {
        CalendarPeriod autumn = period(CalendarPeriod.Type.HOLIDAY, "autumn", 40, 10);
        records.importCalendar().run(Listed.of(autumn));
        Listed<CalendarPeriod> later = Listed.of(period(CalendarPeriod.Type.HOLIDAY, "autumn", 41, 10));
        later.errors.add(new RowError("list", 2, "first", "BAD_DATE"));

        assertThat(records.importCalendar().run(later).counts()).isEqualTo(new ImportRecords.Counts(2, 1, 0, 0, 0, 1));
        assertThat(stores.calendar().calendar().periods()).contains(autumn);
    }

    @Test
    void anImportRefusesToRunInATransactionOfTheHosts() {
        assertThatThrownBy(() ->
                        stores.unitOfWork().run(tx -> records.importAbsences().run(Listed.of(absence("a1", "P1", 5)))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stored()).isEmpty();
    }

    /** A host that defines the roster as a view may still have the pupil. */
    @Test
    void aRecordOfAnErasedPupilDoesNotComeBack() {
        Pupil pupil = requireNonNull(
                stores.roster().pupils(List.of(new PupilId("P1"))).get(new PupilId("P1")));
        reopened().privacy().erase(pupil.id());
        List<Pupil> views = List.of(pupil);
        stores.unitOfWork().run(tx -> stores.rosterStore().savePupils(tx, views));
        Records again = reopened().records();

        ImportRecords.Report report =
                again.importAbsences().run(Listed.of(absence("a1", "P1", 5), absence("a2", "P2", 5)));

        assertThat(report.counts()).isEqualTo(new ImportRecords.Counts(2, 1, 0, 0, 0, 1));
        assertThat(report.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("ERASED_PUPIL");
            assertThat(error.column()).isEqualTo("pupil");
        });
        assertThat(stores.absences().absences(List.of("a1"))).isEmpty();
        assertThat(again.importInvoices().run(Listed.of(invoice("F1", "10"))).errors())
                .extracting(RowError::code)
                .containsExactly("ERASED_PUPIL");
    }

    @Test
    void aGradeIsOfTheClassThatItsPupilWasInWhenItWasImportedFirst() {
        Grade grade = grade("g1", "P1", null);
        enrolIn("P1", "6A");
        assertThat(records.importGrades()
                        .run(Listed.of(grade, grade("g2", "P2", null)))
                        .counts())
                .isEqualTo(new ImportRecords.Counts(2, 1, 0, 0, 0, 1));
        enrolIn("P1", "6B");

        ImportRecords.Report again = records.importGrades().run(Listed.of(grade, grade("g3", "P1", null)));
        records.importGrades().run(Listed.of(grade("g4", "P1", new PromotionId("5C"))));

        assertThat(again.counts()).isEqualTo(new ImportRecords.Counts(2, 1, 0, 1, 0, 0));
        assertThat(stores.grades().grades(List.of("g1", "g3", "g4")))
                .extracting(one -> String.valueOf(one.promotion()))
                .containsExactly("6A", "6B", "5C");
    }

    @Test
    void gradesOfUnknownPupilsOrWithoutAClassAreReportedAndWithdrawnOnesRemoved() {
        enrolIn("P1", "6A");
        Listed<Grade> source = Listed.of(grade("g1", "P1", null), grade("g2", "P2", null), grade("g3", "P9", null));
        assertThat(records.importGrades().run(source).errors())
                .extracting(error -> error.line() + ":" + error.column() + ":" + error.code())
                .containsExactly("3:pupil:NO_CLASS", "4:pupil:UNKNOWN_PUPIL");
        source.records.clear();
        source.withdrawn.addAll(List.of("g1", "g7"));

        assertThat(records.importGrades().run(source).counts()).isEqualTo(new ImportRecords.Counts(2, 0, 0, 1, 1, 0));
    }

    @Test
    void whatBelongsToGradesIsKnownByAllItsKeys() {
        ClassTerm classTerm = new ClassTerm(new PromotionId("6A"), TERM);
        TaughtSubject maths = new TaughtSubject(classTerm, Subject.of("MATHS"), BigDecimal.ONE, false, 0);
        TaughtSubject heavier = new TaughtSubject(classTerm, Subject.of("MATHS"), BigDecimal.TEN, false, 0);
        ClassMember member = new ClassMember(new PupilId("P1"), classTerm, null, null);
        ClassMember moved = new ClassMember(new PupilId("P1"), new ClassTerm(new PromotionId("6B"), TERM), null, null);
        Appreciation words = new Appreciation(new PupilId("P1"), TERM, Appreciation.Type.GENERAL, null, "Bien");
        Appreciation other = new Appreciation(new PupilId("P9"), TERM, Appreciation.Type.GENERAL, null, "Bien");
        ReportRelease release = new ReportRelease(classTerm, NOW);

        assertThat(records.importTaughtSubjects().run(Listed.of(maths)).counts().created())
                .isOne();
        assertThat(records.importTaughtSubjects().run(Listed.of(maths)).counts().unchanged())
                .isOne();
        assertThat(records.importTaughtSubjects()
                        .run(Listed.of(heavier))
                        .counts()
                        .changed())
                .isOne();
        assertThat(records.importClassMembers().run(Listed.of(member)).counts().created())
                .isOne();
        assertThat(records.importClassMembers().run(Listed.of(moved)).counts().changed())
                .isOne();
        assertThat(records.importAppreciations().run(Listed.of(words, other)).errors())
                .extracting(RowError::code)
                .containsExactly("UNKNOWN_PUPIL");
        assertThat(records.importAppreciations().run(Listed.of(words)).counts().unchanged())
                .isOne();
        assertThat(records.importReleases().run(Listed.of(release)).counts().created())
                .isOne();
        assertThat(records.importReleases().run(Listed.of(release)).counts().unchanged())
                .isOne();
    }

    private void enrolIn(String pupil, String promotion) {
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .savePupils(
                                tx,
                                List.of(new Pupil(
                                        new PupilId(pupil),
                                        new PersonName("Kid", pupil),
                                        new PromotionId(promotion),
                                        null,
                                        true))));
    }

    private static Grade grade(String id, String pupil, @Nullable PromotionId promotion) {
        return new Grade(
                id,
                new PupilId(pupil),
                promotion,
                Subject.of("MATHS"),
                TERM,
                DAY,
                null,
                Mark.Absent.EXCUSED,
                BigDecimal.ONE,
                false);
    }
}
