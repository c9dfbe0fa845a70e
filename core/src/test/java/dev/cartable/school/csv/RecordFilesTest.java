package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cartable.school.csv.CsvRecords.DecimalMark;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.UnreadableRosterException;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files of records, good ones and the corpus of bad input. */
@SuppressWarnings("UnnecessaryLambda") // a name for each way to read a file
class RecordFilesTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final PupilId ALI = new PupilId("P1");
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

    private static final Function<Path, RecordSource<Absence>> ABSENCES = file -> CsvRecords.absences(file, PARIS);
    private static final Function<Path, RecordSource<Invoice>> INVOICES =
            file -> CsvRecords.invoices(file, DecimalMark.UNSTATED);
    private static final Function<Path, RecordSource<ReceivedPayment>> PAYMENTS =
            file -> CsvRecords.payments(file, DecimalMark.UNSTATED);
    private static final Function<Path, RecordSource<StudySession>> SESSIONS = CsvRecords::studySessions;
    private static final Function<Path, RecordSource<WeeklyPlan>> PLANS = CsvRecords::weeklyPlans;
    private static final Function<Path, RecordSource<Subscription>> SUBSCRIPTIONS =
            file -> CsvRecords.subscriptions(file, PARIS);
    private static final Function<Path, RecordSource<CalendarPeriod>> CALENDAR = CsvRecords::calendar;

    private static final String SESSION = "id,pupil,topic,date,start,end";
    private static final String INVOICE = "invoice,pupil,currency,amount,dueOn";

    @TempDir
    Path folder;

    @Test
    void anAbsenceWithoutAnIdIsKnownByItsPupilDateAndCategory() {
        RecordFile<Absence> file = RecordFile.read(
                folder,
                ABSENCES,
                "studentSourcedId,date,category,reason",
                "P1,2026-09-01,Excused Absence,Absent excused",
                "P1,2026-09-01,Tardy,Tardy",
                "P1,2026-09-02,Partial,",
                "P1,2026-09-03,,");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records)
                .extracting(Absence::id)
                .containsExactly(
                        "P1/2026-09-01/absent", "P1/2026-09-01/late", "P1/2026-09-02/partial", "P1/2026-09-03/absent");
        assertThat(file.records.get(0))
                .isEqualTo(new Absence(
                        "P1/2026-09-01/absent",
                        ALI,
                        DAY,
                        Absence.Type.ABSENT,
                        Absence.Part.DAY,
                        null,
                        0,
                        true,
                        null,
                        "Absent excused",
                        Instant.parse("2026-09-01T06:00:00Z"),
                        null));
        assertThat(file.records.get(1).type()).isEqualTo(Absence.Type.LATE);
        assertThat(file.records.get(2).part()).isEqualTo(Absence.Part.LESSON);
    }

    @Test
    void anAbsenceThatIsExcusedLaterIsTheSameAbsenceInWhicheverWords() {
        List<String> ids = new ArrayList<>();
        for (String category :
                List.of("Unexcused Absence", "Excused Absence", "absence injustifiée", "Absence justifiée", "")) {
            ids.add(RecordFile.read(
                            folder, ABSENCES, "pupil,date,category,part", "P1,2026-09-01," + category + ",matin")
                    .records
                    .get(0)
                    .id());
        }
        assertThat(ids).containsOnly("P1/2026-09-01/absent/MORNING");
    }

    @Test
    void anAbsenceIsReadWithAllThatIsKnownUnderFrenchNames() {
        RecordFile<Absence> file = RecordFile.read(
                folder,
                ABSENCES,
                "Identifiant;Élève;Jour;Catégorie;Demi-journée;Cours;Minutes de retard;Justifiée le;Motif;Saisi le;Saisi par",
                "a1;P1;2026-09-01;Retard;;Histoire;12;2026-09-02;Bus\u00A0en panne;2026-09-01T08:40;user:vie-scolaire",
                "a2;P1;2026-09-01;Absence injustifiée;Matin;;;;;2026-09-01T09:00+02:00;",
                "a3;P1;2026-09-01;absence justifiée;après-midi;;;;;2026-09-03;");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records.get(0))
                .isEqualTo(new Absence(
                        "a1",
                        ALI,
                        DAY,
                        Absence.Type.LATE,
                        Absence.Part.LESSON,
                        "Histoire",
                        12,
                        true,
                        DAY.plusDays(1),
                        "Bus\u00A0en panne",
                        Instant.parse("2026-09-01T06:40:00Z"),
                        "user:vie-scolaire"));
        assertThat(file.records.get(1).part()).isEqualTo(Absence.Part.MORNING);
        assertThat(file.records.get(1).recordedAt()).isEqualTo("2026-09-01T07:00:00Z");
        assertThat(file.records.get(2).excused()).isTrue();
        assertThat(file.records.get(2).recordedAt()).isEqualTo("2026-09-03T06:00:00Z");
    }

    @Test
    void anAbsenceThatIsToBeDeletedIsWithdrawn() {
        RecordFile<Absence> file = RecordFile.read(
                folder, ABSENCES, "id,pupil,date,status", "a1,P1,2026-09-01,tobedeleted", "a2,P1,2026-09-01,active");

        assertThat(file.withdrawn).containsExactly("a1");
        assertThat(file.records).extracting(Absence::id).containsExactly("a2");
    }

    @Test
    void theRowsOfAnInvoiceAreItsInstalmentsWhereverTheyStand() {
        RecordFile<Invoice> file = RecordFile.read(
                folder,
                INVOICES,
                "facture;élève;devise;montant;échéance;numéro;état;promis pour le;contestée",
                "i1;P1;EUR;150,50;2026-10-01;F-1;émise;;",
                "i2;P2;gnf;1 500 000;;F-2;partiellement payée;2026-12-01;oui",
                "i1;P1;EUR;1.150,50;2026-11-01;F-1;émise;;");

        assertThat(file.codes()).isEmpty();
        assertThat(file.rows).containsExactly(2L, 1L);
        assertThat(file.records)
                .containsExactly(
                        new Invoice(
                                "i1",
                                "F-1",
                                ALI,
                                Currency.getInstance("EUR"),
                                Invoice.State.ISSUED,
                                List.of(
                                        instalment(1, LocalDate.of(2026, 10, 1), "150.50"),
                                        instalment(2, LocalDate.of(2026, 11, 1), "1150.50")),
                                List.of(),
                                null,
                                false),
                        new Invoice(
                                "i2",
                                "F-2",
                                new PupilId("P2"),
                                Currency.getInstance("GNF"),
                                Invoice.State.PARTLY_PAID,
                                List.of(new Invoice.Instalment(1, null, new BigDecimal("1500000"))),
                                List.of(),
                                LocalDate.of(2026, 12, 1),
                                true));
    }

    private static Invoice.Instalment instalment(int number, LocalDate due, String amount) {
        return new Invoice.Instalment(number, due, new BigDecimal(amount));
    }

    @Test
    void anInvoiceMayHaveLinesAndPayers() {
        RecordFile<Invoice> file = RecordFile.read(
                folder,
                INVOICES,
                "facture,élève,devise,nature,montant,échéance,émise le,libellé,quantité,prix unitaire,payeur,responsable,adresse,parts,courriel",
                "f1,p1,EUR,tranche,\"90,00\",2026-10-15,2026-09-01,,,,,,,,",
                "f1,p1,EUR,ligne,\"100,00\",,2026-09-01,Cantine,4,25,,,,,",
                "f1,p1,EUR,ligne,-10,,2026-09-01,Remise fratrie,,,,,,,",
                "f1,p1,EUR,payeur,,,2026-09-01,,,,Awa Ndiaye,g1,1 rue Haute ; Conakry,2,",
                "f1,p1,EUR,payeur,,,2026-09-01,,,,Fonds scolaire,,,,bureau@fonds.example");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records)
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.details())
                        .isEqualTo(new Invoice.Details(
                                Invoice.Type.INVOICE,
                                LocalDate.of(2026, 9, 1),
                                List.of(
                                        new Invoice.Line(
                                                "Cantine",
                                                new BigDecimal("4"),
                                                new BigDecimal("25"),
                                                new BigDecimal("100")),
                                        new Invoice.Line("Remise fratrie", null, null, new BigDecimal("-10"))),
                                List.of(
                                        new Invoice.Payer(
                                                1,
                                                new GuardianId("g1"),
                                                "Awa Ndiaye",
                                                List.of("1 rue Haute", "Conakry"),
                                                2),
                                        new Invoice.Payer(
                                                2, null, "Fonds scolaire", List.of(), 1, "bureau@fonds.example")),
                                null)));
        assertThat(file.rows).containsExactly(5L);
    }

    @Test
    void aCreditNoteIsReadByItsTypeOrByWhatItCancels() {
        RecordFile<Invoice> file = RecordFile.read(
                folder,
                INVOICES,
                "facture,élève,devise,montant,pièce,annule",
                "f1,p,GNF,10,facture,",
                "a1,p,GNF,10,avoir,F-1",
                "a2,p,GNF,10,,F-2");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records)
                .extracting(
                        invoice -> invoice.details().type(),
                        invoice -> invoice.details().credits())
                .containsExactly(
                        tuple(Invoice.Type.INVOICE, null),
                        tuple(Invoice.Type.CREDIT_NOTE, "F-1"),
                        tuple(Invoice.Type.CREDIT_NOTE, "F-2"));
    }

    @Test
    void aCreditNoteSaysWhichInvoiceItCancels() {
        assertThat(RecordFile.read(folder, INVOICES, "facture,élève,devise,montant,pièce,annule", "a1,p,GNF,10,avoir,")
                        .codes())
                .contains("2:annule:MISSING_VALUE");
        assertThat(RecordFile.read(
                                folder,
                                INVOICES,
                                "facture,élève,devise,montant,annule",
                                "a1,p,GNF,10,F-1",
                                "a1,p,GNF,10,F-2")
                        .codes())
                .as("of two that differ, the column that does")
                .contains("3:annule:CONTRADICTION");
    }

    @Test
    void linesAndPayersThatDoNotFitAreReported() {
        String header = "invoice,pupil,currency,row,amount,label,payer,parts";

        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,line,9,Canteen,,")
                        .codes())
                .containsExactly("2:invoice:LINES_DIFFER", "3:invoice:LINES_DIFFER");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,line,9,Canteen,,")
                        .codes())
                .as("no instalment")
                .containsExactly("2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,line,10,,,")
                        .codes())
                .containsExactly("3:label:MISSING_VALUE", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,payer,,,,2")
                        .codes())
                .containsExactly("3:payer:MISSING_VALUE", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,payer,,,Fund,0")
                        .codes())
                .containsExactly("3:parts:BAD_NUMBER", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,payer,4,,Fund,")
                        .codes())
                .containsExactly("3:amount:AMOUNT_OF_PAYER", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,,", "i,p,GNF,discount,-1,,,")
                        .codes())
                .containsExactly("3:row:UNKNOWN_WORD", "2:invoice:INCOMPLETE_INVOICE");
    }

    @Test
    void anInvoiceThatSaysItTakesAnotherBackIsReported() {
        String header = "invoice,pupil,currency,amount,type,credits";

        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,10,invoice,F1")
                        .codes())
                .containsExactly("2:credits:CREDITS_OF_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,10,,F1").codes())
                .isEmpty();
    }

    @Test
    void theQuantityTimesTheUnitPriceIsTheAmountButForWhatIsRounded() {
        String header = "invoice,pupil,currency,row,amount,label,quantity,unitPrice";

        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,EUR,,500,,,", "i,p,EUR,line,500,Canteen,3,100")
                        .codes())
                .containsExactly("3:amount:PRICE_DIFFERS", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,EUR,,0.50,,,", "i,p,EUR,line,0.50,Copies,1.5,0.33")
                        .codes())
                .isEmpty();
    }

    @Test
    void aSumOfMoneyMayStandAsParts() {
        String header = "invoice,pupil,currency,row,amount,payer,parts";

        assertThat(RecordFile.read(folder, INVOICES, header, "i,p,GNF,,10,,", "i,p,GNF,payer,,Fund,999999999999")
                        .records)
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.details().payers())
                        .extracting(Invoice.Payer::parts)
                        .containsExactly(999_999_999_999L));
    }

    @Test
    void anInvoiceOfWhichOneRowHasAnErrorIsLeftOutWithAllOfItsRows() {
        RecordFile<Invoice> file = RecordFile.read(
                folder,
                INVOICES,
                INVOICE + ",instalment",
                "i1,P1,EUR,10,2026-10-01,1",
                "i1,P1,EUR,-5,2026-11-01,2",
                "i1,P1,EUR,10,2026-12-01,3",
                "i2,P1,EUR,10,2026-12-01,1");

        assertThat(file.codes())
                .containsExactly(
                        "3:amount:NOT_POSITIVE", "2:invoice:INCOMPLETE_INVOICE", "4:invoice:INCOMPLETE_INVOICE");
        assertThat(file.records).extracting(Invoice::id).containsExactly("i2");
    }

    @Test
    void aPaymentMayBePaidBack() {
        RecordFile<ReceivedPayment> file = RecordFile.read(
                folder, PAYMENTS, "reçu,facture,payé le,montant", "r1,i1,2026-10-01,\"20,25\"", "r2,i1,2026-10-02,-5");

        assertThat(file.records)
                .containsExactly(
                        new ReceivedPayment(
                                "i1",
                                null,
                                new Invoice.Payment("r1", LocalDate.of(2026, 10, 1), new BigDecimal("20.25"))),
                        new ReceivedPayment(
                                "i1",
                                null,
                                new Invoice.Payment("r2", LocalDate.of(2026, 10, 2), new BigDecimal("-5"))));
    }

    @Test
    void aPaymentMayNameItsPayer() {
        for (String header : List.of("payer", "Payer number", "payeur", "Numéro du payeur")) {
            RecordFile<ReceivedPayment> file = RecordFile.read(
                    folder,
                    PAYMENTS,
                    "reçu,facture,date,montant," + header,
                    "r1,i1,2026-10-01,20,2",
                    "r2,i1,2026-10-01,20,",
                    "r3,i1,2026-10-01,20,Awa");

            assertThat(file.records)
                    .as(header)
                    .extracting(received -> received.payment().payer())
                    .containsExactly(2, null);
            assertThat(file.codes()).containsExactly("4:" + header + ":BAD_NUMBER");
        }
    }

    @Test
    void sessionsPlansAndSubscriptionsAreReadInBothLanguages() {
        assertThat(RecordFile.read(
                                folder,
                                SESSIONS,
                                "id\tÉlève\tMatière\tJour\tDébut\tDurée\tObjectif\tÉtat",
                                "s1\tP1\tMaths\t2026-09-01\t17h30\t45\tChapitre 3\tannulée",
                                "s2\tP1\tMaths\t2026-09-01\t8h\t1440\t\t")
                        .records)
                .containsExactly(
                        new StudySession(
                                "s1",
                                ALI,
                                "Maths",
                                LocalDateTime.of(2026, 9, 1, 17, 30),
                                45,
                                "Chapitre 3",
                                StudySession.State.CANCELLED),
                        new StudySession("s2", ALI, "Maths", DAY.atTime(8, 0), 1440, null, StudySession.State.PLANNED));
        assertThat(RecordFile.read(
                                folder,
                                PLANS,
                                "id,pupil,topic,day,start,end,validFrom,validTo",
                                "w1,P1,Maths,Wednesday,16:05,17:05,2026-09-01,",
                                "w2,P1,Maths,dim.,08:00:30,09:00:30,,2026-12-31")
                        .records)
                .containsExactly(
                        new WeeklyPlan(
                                "w1", ALI, "Maths", DayOfWeek.WEDNESDAY, LocalTime.of(16, 5), 60, null, DAY, null),
                        new WeeklyPlan(
                                "w2",
                                ALI,
                                "Maths",
                                DayOfWeek.SUNDAY,
                                LocalTime.of(8, 0, 30),
                                60,
                                null,
                                null,
                                LocalDate.of(2026, 12, 31)));
        assertThat(RecordFile.read(
                                folder,
                                SUBSCRIPTIONS,
                                "élève,du,au,dernière activité",
                                "P1,2026-09-01,2027-06-30,2026-09-15 18:00",
                                "P2,2026-09-01,,")
                        .records)
                .containsExactly(
                        new Subscription(ALI, DAY, LocalDate.of(2027, 6, 30), Instant.parse("2026-09-15T16:00:00Z")),
                        new Subscription(new PupilId("P2"), DAY, null, null));
    }

    @Test
    void theSessionsOfOneRosterEndOnTheDayBefore() {
        assertThat(RecordFile.read(
                                folder,
                                CALENDAR,
                                "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
                                "y,,,2026-2027,schoolYear,2026-09-01,2027-07-01,,2027",
                                "t1,,,Autumn,term,2026-09-01,2026-12-19,y,2027",
                                "g1,,,Marks,gradingPeriod,2026-09-01,2026-10-19,t1,2027",
                                "t2,tobedeleted,,Old,semester,2026-09-01,2026-12-19,y,2027")
                        .records)
                .containsExactly(
                        new CalendarPeriod(CalendarPeriod.Type.YEAR, "2026-2027", DAY, LocalDate.of(2027, 6, 30)),
                        new CalendarPeriod(CalendarPeriod.Type.TERM, "Autumn", DAY, LocalDate.of(2026, 12, 18)));
        assertThat(RecordFile.read(
                                folder,
                                CALENDAR,
                                "type,nom,début,fin",
                                "Vacances,Toussaint,2026-10-17,2026-11-01",
                                "trimestre,1,2026-09-01,2026-11-30")
                        .records)
                .containsExactly(
                        new CalendarPeriod(
                                CalendarPeriod.Type.HOLIDAY,
                                "Toussaint",
                                LocalDate.of(2026, 10, 17),
                                LocalDate.of(2026, 11, 1)),
                        new CalendarPeriod(CalendarPeriod.Type.TERM, "1", DAY, LocalDate.of(2026, 11, 30)));
    }

    private record Bad(
            String name, Function<Path, ? extends RecordSource<?>> reader, String header, String row, String error) {}

    private static Bad bad(
            String name, Function<Path, ? extends RecordSource<?>> reader, String header, String row, String error) {
        return new Bad(name, reader, header, row, error);
    }

    @TestFactory
    Stream<DynamicTest> aRowIsAnErrorAndTheOthersGoOnIfIt() {
        return Stream.of(
                        bad("has no pupil", ABSENCES, "pupil,date", ",2026-09-01", "pupil:MISSING_ID"),
                        bad(
                                "has a space before the id",
                                ABSENCES,
                                "id,pupil,date",
                                " a,P1,2026-09-01",
                                "id:WHITESPACE_ID"),
                        bad("has 30 February", ABSENCES, "pupil,date", "P1,2026-02-30", "date:BAD_DATE"),
                        bad("has a day without a month", ABSENCES, "élève,jour", "P1,01/09/2026", "jour:BAD_DATE"),
                        bad("is of another century", ABSENCES, "pupil,date", "P1,1926-09-01", "date:FAR_DATE"),
                        bad("is of the year 26", ABSENCES, "pupil,date", "P1,0026-09-01", "date:FAR_DATE"),
                        bad("has no day", ABSENCES, "pupil,date", "P1,", "date:MISSING_VALUE"),
                        bad("has its columns mixed up", ABSENCES, "date,pupil", "P1,2026-09-01", "date:BAD_DATE"),
                        bad(
                                "has a strange category",
                                ABSENCES,
                                "pupil,date,category",
                                "P1,2026-09-01,=1+1",
                                "category:UNKNOWN_WORD"),
                        bad(
                                "has a strange truth",
                                ABSENCES,
                                "pupil,date,excused",
                                "P1,2026-09-01,?",
                                "excused:BAD_BOOLEAN"),
                        bad(
                                "is late by a week",
                                ABSENCES,
                                "pupil,date,minutes",
                                "P1,2026-09-01,9999",
                                "minutes:BAD_MINUTES"),
                        bad("is early", ABSENCES, "pupil,date,minutes", "P1,2026-09-01,-5", "minutes:BAD_MINUTES"),
                        bad(
                                "was excused and is not",
                                ABSENCES,
                                "pupil,date,excused,excusedOn",
                                "P1,2026-09-01,no,2026-09-02",
                                "null:UNFIT"),
                        bad(
                                "was recorded at no time",
                                ABSENCES,
                                "pupil,date,recordedAt",
                                "P1,2026-09-01,2026-09-01T25:00",
                                "recordedAt:BAD_DATE_TIME"),
                        bad(
                                "was recorded by nobody",
                                ABSENCES,
                                "pupil,date,recordedBy",
                                "P1,2026-09-01,Mme Roy",
                                "recordedBy:BAD_PERSON"),
                        bad(
                                "has an endless reason",
                                ABSENCES,
                                "pupil,date,reason",
                                "P1,2026-09-01," + "x".repeat(5_000),
                                "reason:TOO_LONG"),
                        bad(
                                "has a bell in its reason",
                                ABSENCES,
                                "pupil,date,reason",
                                "P1,2026-09-01,a\u0007b",
                                "reason:BAD_CHARACTER"),
                        bad(
                                "has a strange status",
                                ABSENCES,
                                "pupil,date,status",
                                "P1,2026-09-01,perhaps",
                                "status:BAD_STATUS"),
                        bad(
                                "begins at 25:00",
                                SESSIONS,
                                SESSION,
                                "s,P1,Maths,2026-09-01,25:00,26:00",
                                "start:BAD_TIME"),
                        bad("begins at noon", SESSIONS, SESSION, "s,P1,Maths,2026-09-01,noon,13:00", "start:BAD_TIME"),
                        bad(
                                "ends before it begins",
                                SESSIONS,
                                SESSION,
                                "s,P1,Maths,2026-09-01,17:00,16:00",
                                "end:BAD_PERIOD"),
                        bad(
                                "ends as it begins",
                                SESSIONS,
                                SESSION,
                                "s,P1,Maths,2026-09-01,17:00,17:00",
                                "end:BAD_PERIOD"),
                        bad("has no end", SESSIONS, SESSION, "s,P1,Maths,2026-09-01,17:00,", "minutes:MISSING_VALUE"),
                        bad("has no topic", SESSIONS, SESSION, "s,P1,,2026-09-01,17:00,18:00", "topic:MISSING_VALUE"),
                        bad(
                                "has an id of a novel",
                                PLANS,
                                "id,pupil,topic,day,start,minutes",
                                "x".repeat(201) + ",P1,M,lundi,8:00,5",
                                "id:TOO_LONG"),
                        bad(
                                "is on no day of the week",
                                PLANS,
                                "id,pupil,topic,day,start,minutes",
                                "w,P1,M,8,8:00,5",
                                "day:UNKNOWN_WORD"),
                        bad(
                                "lasts no time",
                                PLANS,
                                "id,pupil,topic,day,start,minutes",
                                "w,P1,M,1,8:00,0",
                                "minutes:BAD_MINUTES"),
                        bad(
                                "ends before it begins, as a subscription",
                                SUBSCRIPTIONS,
                                "pupil,from,to",
                                "P1,2026-09-02,2026-09-01",
                                "to:BAD_PERIOD"),
                        bad("costs 1.500", INVOICES, INVOICE, "i,P1,EUR,1.500,2026-09-01", "amount:AMBIGUOUS_AMOUNT"),
                        bad(
                                "costs less than nothing",
                                INVOICES,
                                INVOICE,
                                "i,P1,EUR,-5,2026-09-01",
                                "amount:NOT_POSITIVE"),
                        bad("costs nothing", INVOICES, INVOICE, "i,P1,EUR,0,2026-09-01", "amount:NOT_POSITIVE"),
                        bad("costs half a franc", INVOICES, INVOICE, "i,P1,XOF,0.5,2026-09-01", "amount:TOO_PRECISE"),
                        bad("costs a formula", INVOICES, INVOICE, "i,P1,EUR,=A1,2026-09-01", "amount:BAD_AMOUNT"),
                        bad("costs gold", INVOICES, INVOICE, "i,P1,XAU,5,2026-09-01", "currency:UNKNOWN_CURRENCY"),
                        bad(
                                "has no currency at all",
                                INVOICES,
                                INVOICE,
                                "i,P1,XXX,5,2026-09-01",
                                "currency:UNKNOWN_CURRENCY"),
                        bad("costs pearls", INVOICES, INVOICE, "i,P1,PRL,5,2026-09-01", "currency:UNKNOWN_CURRENCY"),
                        bad("has no currency", INVOICES, INVOICE, "i,P1,,5,2026-09-01", "currency:MISSING_VALUE"),
                        bad(
                                "was paid on 31 April",
                                PAYMENTS,
                                "payment,invoice,date,amount",
                                "p,i,2026-04-31,5",
                                "date:BAD_DATE"),
                        bad(
                                "pays nothing",
                                PAYMENTS,
                                "payment,invoice,date,amount",
                                "p,i,2026-04-30,0",
                                "amount:BAD_AMOUNT"),
                        bad(
                                "ends before it begins, as a holiday",
                                CALENDAR,
                                "type,name,first,last",
                                "holiday,x,2026-09-02,2026-09-01",
                                "last:BAD_PERIOD"),
                        bad(
                                "is a party",
                                CALENDAR,
                                "type,name,first,last",
                                "party,x,2026-09-01,2026-09-01",
                                "type:UNKNOWN_WORD"))
                .map(one -> dynamicTest(one.name, () -> check(one)));
    }

    private void check(Bad bad) {
        String good = RecordFilesTest.good(bad);
        RecordFile<?> file = RecordFile.read(folder, cast(bad.reader), bad.header, bad.row, good);

        assertThat(file.codes()).containsExactly("2:" + bad.error);
        assertThat(file.records).hasSize(1);
    }

    @SuppressWarnings("unchecked") // The test looks at no record.
    private static Function<Path, RecordSource<Object>> cast(Function<Path, ? extends RecordSource<?>> reader) {
        return (Function<Path, RecordSource<Object>>) reader;
    }

    /** A row without a fault under the same header. */
    private static String good(Bad bad) {
        return Stream.of(bad.header.split(","))
                .map(column -> switch (column) {
                    case "date", "jour", "first", "from", "dueOn" -> "2026-09-01";
                    case "last", "to" -> "2026-09-30";
                    case "start" -> "08:00";
                    case "end" -> "09:00";
                    case "minutes" -> "45";
                    case "day" -> "lundi";
                    case "amount" -> "10";
                    case "currency" -> "EUR";
                    case "type" -> "holiday";
                    case "excused", "excusedOn", "recordedAt", "recordedBy", "reason", "status", "category" -> "";
                    default -> "x1";
                })
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    }

    @Test
    void aRowOfAnInvoiceThatSaysSomethingElseNamesTheFirst() {
        RecordFile<Invoice> file =
                RecordFile.read(folder, INVOICES, INVOICE, "i,P1,EUR,5,2026-09-01", "i,P2,EUR,5,2026-10-01");

        assertThat(file.codes()).containsExactly("3:pupil:CONTRADICTION", "2:invoice:INCOMPLETE_INVOICE");
        assertThat(file.errors.get(0).facts()).containsEntry("line", "2").containsEntry("invoice", "i");
        assertThat(file.records).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aFileIsRefusedAsAWholeIfIt() {
        return Stream.of(
                        new String[] {"is empty", "", "is empty"},
                        new String[] {"lacks a column", "pupil,category\nP1,Tardy\n", "no column date"},
                        new String[] {
                            "has a misspelt column", "pupil,date,categroy\nP1,2026-09-01,x\n", "there is categroy"
                        },
                        new String[] {
                            "has a column under two names",
                            "pupil,élève,date\nP1,P1,2026-09-01\n",
                            "the column élève twice"
                        },
                        new String[] {"breaks off", "pupil,date\nP1,2026-09-01\nP2", "breaks off in line 3"},
                        new String[] {"is a spreadsheet", "PK\u0003\u0004xl", "ZIP_OR_SPREADSHEET"})
                .map(one -> dynamicTest(
                        one[0],
                        () -> assertThatThrownBy(() ->
                                        RecordFile.read(folder, ABSENCES, one[1].getBytes(StandardCharsets.UTF_8)))
                                .isInstanceOf(UnreadableRosterException.class)
                                .hasMessageContaining(one[2])
                                .hasMessageContaining("nothing was written")));
    }

    @TestFactory
    Stream<DynamicTest> textIsReadRightIfItIs() {
        String text = "élève,date,motif\nP1,2026-09-01,Fièvre\n";
        return Stream.of(
                        new Object[] {"UTF-8", text.getBytes(StandardCharsets.UTF_8)},
                        new Object[] {"UTF-8 with a mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)},
                        new Object[] {"UTF-16 with a mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)},
                        new Object[] {"windows-1252", text.getBytes(Charset.forName("windows-1252"))},
                        new Object[] {
                            "split by semicolons", text.replace(',', ';').getBytes(StandardCharsets.UTF_8)
                        },
                        new Object[] {"split by tabs", text.replace(',', '\t').getBytes(StandardCharsets.UTF_8)})
                .map(one -> dynamicTest(
                        String.valueOf(one[0]),
                        () -> assertThat(RecordFile.read(folder, ABSENCES, (byte[]) one[1]).records)
                                .extracting(Absence::reason)
                                .containsExactly("Fièvre")));
    }

    @Test
    void aFileThatIsNotThereIsRefused() throws IOException {
        Path nowhere = folder.resolve("nowhere.csv");
        Files.deleteIfExists(nowhere);

        assertThatThrownBy(() -> ABSENCES.apply(nowhere).read(new RecordFile<>()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("cannot be read");
    }
}
