package dev.cartable.school.csv;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a school records, in CSV files: one file for each kind of record, one row for each record. Files are read as
 * {@link CsvRoster} reads them: encodings, separators, limits. Immutable, and safe for use by several threads.
 *
 * <p><b>Columns</b> have names in English and French; case, accents, spaces and punctuation do not matter, nor does their order.
 * Columns that are not known are passed over, unless they are nearly one that is known. Those without a star may be missing.
 *
 * <table>
 * <caption>Columns, with other names in brackets</caption>
 * <tr><th>absences</th><td>pupil* (studentSourcedId, élève), date* (jour), id, category (type, catégorie), part (demi-journée), lesson
 * (cours), minutes, excused (justifiée), excusedOn (justifiée le), reason (motif), recordedAt (saisi le), recordedBy (saisi par),
 * status (statut)</td></tr>
 * <tr><th>invoices</th><td>invoice* (facture), pupil* (élève), currency* (devise), amount* (montant), dueOn (dueDate, échéance), number
 * (numéro), instalment (tranche), state (état), promisedFor (promis pour le), disputed (contestée), issuedOn (émise le), row (nature); of a
 * line: label (libellé), quantity (quantité), unitPrice (prix unitaire); of a payer: payer (payeur), guardian (responsable), address
 * (adresse), parts (parts)</td></tr>
 * <tr><th>payments</th><td>payment* (receipt, paiement, reçu), invoice* (facture), date* (paidOn, payé le), amount* (montant), currency
 * (devise), payer (payeur)</td></tr>
 * <tr><th>study sessions</th><td>id*, pupil* (élève), topic* (subject, matière), date* (jour), start* (time, début, heure), minutes
 * (durée) or end (fin), goal (objectif), state (état)</td></tr>
 * <tr><th>weekly plans</th><td>id*, pupil* (élève), topic* (subject, matière), day* (jour), start* (time, début, heure), minutes (durée)
 * or end (fin), goal (objectif), validFrom (du), validTo (au)</td></tr>
 * <tr><th>subscriptions</th><td>pupil* (élève), from* (du, début), to (au, fin), lastActiveAt (dernière activité)</td></tr>
 * <tr><th>calendar</th><td>type*, name* (title, nom), first* (startDate, début), last* (endDate, fin)</td></tr>
 * <tr><th>grades</th><td>pupil* (élève), value* (note), date* (jour), subject (matière) or subjectCode (code matière), id, outOf (sur),
 * coefficient, teacher (professeur), kind (type), term (trimestre), year (année scolaire), promotion (classe), bonus, status
 * (statut)</td></tr>
 * <tr><th>subjects of a class</th><td>promotion* (classe), term* (trimestre), coefficient*, subject (matière) or subjectCode (code
 * matière), year (année scolaire), teacher (professeur), bonus, position (ordre)</td></tr>
 * <tr><th>members of a class</th><td>pupil* (élève), promotion* (classe), term* (trimestre), year (année scolaire), registrationNumber
 * (matricule), level (niveau)</td></tr>
 * <tr><th>appreciations</th><td>pupil* (élève), term* (trimestre), text* (appréciation), year (année scolaire), subject (matière) or
 * subjectCode (code matière), type</td></tr>
 * <tr><th>release times</th><td>promotion* (classe), term* (trimestre), releasedAt* (publication), year (année scolaire)</td></tr>
 * </table>
 *
 * <p><b>Cells.</b> Dates are written 2026-09-01, and are of this century; times 08:30, 8:30 or 8h30; dates with a time
 * 2026-09-01T08:30, in the school's zone, or with an offset. True and false are also yes and no, 1 and 0, vrai and faux, oui and non.
 *
 * <p><b>Absences.</b> The category is a word for an absence or a lateness, excused or not, such as {@code Unexcused Absence}, {@code
 * Tardy} or {@code Retard justifié}; an empty one is an absence. An absence without an id is known by its pupil, its date, whether it
 * is an absence, a partial one or a lateness, and by its part and lesson where it has them. So a row that excuses an absence changes it,
 * and people get a correction. An absence that turns out to be a lateness is another fact: give ids where this happens, or withdraw the
 * absence. One that does not say when it was recorded was recorded at 08:00 on its day. One whose
 * status is {@code tobedeleted} is withdrawn.
 *
 * <p><b>Amounts</b> are written 1500.50, 1 500,50, 1.500,50 or 1,500.50. One like 1.500 is refused, since it may be a thousand times
 * another, unless its currency has no decimals or the {@link DecimalMark} is stated. Instalments are above zero; a payment below
 * zero was paid back. A row of an invoice is an instalment; its number is its place among them, if no column says another. One whose {@code
 * row} is line (ligne) is a line, of which a discount is below zero; one whose row is payer (payeur) is a payer with a name, and the id of
 * the guardian whom it is, if any. All rows of an invoice repeat its pupil, currency and what else is said of all of it. Its lines come to its
 * instalments, and its quantity times its unit price to its amount, but for what is rounded. What a payer owes comes of the parts, which may
 * be a sum of money; a payer has no amount. The lines of an address have a semicolon or a line break between them. An invoice of which one row has an error is left out
 * with all of its rows. A payment of an invoice with several payers names the one who has paid, by the number on the invoice: its place among
 * the rows of payers.
 *
 * <p><b>Grades</b> are written 12.5, 12,5 or 12,5/20, as a letter, or in a word: absent, excused (dispensé), not graded (non noté), not
 * handed in (non rendu), acquired (acquis), not acquired (non acquis). Without another maximum, they are out of 20. A grade without an id
 * is known by its pupil, year, subject, date and kind. Where a row does not name its term or year, the calendar does. For {@code results.csv}
 * of OneRoster see {@link OneRosterGrades}.
 *
 * <p><b>Calendars</b> may also be {@code academicSessions.csv} of OneRoster 1.1 and 1.2, whose {@code endDate} is the first day behind a
 * session: {@code schoolYear} is a year, {@code term} and {@code semester} are terms, and grading periods are left out.
 *
 * <p><b>Errors.</b> A row with an error is reported with its file, line, column and a code, and the rest goes on. The codes are those
 * of {@link CsvRoster} and {@code MISSING_VALUE}, {@code UNKNOWN_WORD}, {@code FAR_DATE}, {@code BAD_TIME}, {@code BAD_DATE_TIME}, {@code
 * BAD_MINUTES}, {@code BAD_NUMBER}, {@code BAD_AMOUNT}, {@code AMBIGUOUS_AMOUNT}, {@code NOT_POSITIVE}, {@code TOO_PRECISE}, {@code
 * UNKNOWN_CURRENCY}, {@code BAD_PERSON}, {@code CONTRADICTION}, {@code INCOMPLETE_INVOICE}, {@code LINES_DIFFER}, {@code
 * PRICE_DIFFERS}, {@code AMOUNT_OF_PAYER}, {@code CREDITS_OF_INVOICE}, {@code BAD_GRADE},
 * {@code GRADE_ABOVE_MAXIMUM}, {@code BAD_COEFFICIENT}, {@code UNKNOWN_TERM}, {@code UNFIT}.
 *
 * @param <T> what is read
 */
public final class CsvRecords<T> implements RecordSource<T> {
    private final Path file;
    private final Supplier<RecordReader<T>> readers;

    private CsvRecords(Path file, Supplier<RecordReader<T>> readers) {
        this.file = requireNonNull(file, "file");
        this.readers = readers;
    }

    /** Which sign stands before the decimals of amounts. */
    public enum DecimalMark {
        /** What the amounts themselves show. */
        UNSTATED(null),
        POINT('.'),
        COMMA(',');

        private final @Nullable Character sign;

        DecimalMark(@Nullable Character sign) {
            this.sign = sign;
        }

        @Nullable
        Character sign() {
            return sign;
        }
    }

    /** Absences and late arrivals. Nothing is read yet. */
    public static CsvRecords<Absence> absences(Path file, ZoneId zone) {
        requireNonNull(zone, "zone");
        return new CsvRecords<>(file, () -> new AbsenceReader(zone));
    }

    /** Invoices with their instalments. Nothing is read yet. */
    public static CsvRecords<Invoice> invoices(Path file, DecimalMark mark) {
        requireNonNull(mark, "mark");
        return new CsvRecords<>(file, () -> new InvoiceReader(mark.sign()));
    }

    /** Payments of invoices. Nothing is read yet. */
    public static CsvRecords<ReceivedPayment> payments(Path file, DecimalMark mark) {
        requireNonNull(mark, "mark");
        return new CsvRecords<>(file, () -> new PaymentReader(mark.sign()));
    }

    /** Study sessions. Nothing is read yet. */
    public static CsvRecords<StudySession> studySessions(Path file) {
        return new CsvRecords<>(file, SessionReader::new);
    }

    /** Weekly plans. Nothing is read yet. */
    public static CsvRecords<WeeklyPlan> weeklyPlans(Path file) {
        return new CsvRecords<>(file, PlanReader::new);
    }

    /** Subscriptions. Nothing is read yet. */
    public static CsvRecords<Subscription> subscriptions(Path file, ZoneId zone) {
        requireNonNull(zone, "zone");
        return new CsvRecords<>(file, () -> new SubscriptionReader(zone));
    }

    /** The periods of a calendar. Nothing is read yet. */
    public static CsvRecords<CalendarPeriod> calendar(Path file) {
        return new CsvRecords<>(file, CalendarReader::new);
    }

    /**
     * Grades. Nothing is read yet.
     *
     * @param calendar names the term and the year of rows that do not
     */
    public static CsvRecords<Grade> grades(Path file, SchoolCalendar calendar) {
        requireNonNull(calendar, "calendar");
        return new CsvRecords<>(file, () -> new GradeReader(calendar));
    }

    /** The subjects of classes with their coefficients. Nothing is read yet. */
    public static CsvRecords<TaughtSubject> taughtSubjects(Path file, SchoolCalendar calendar) {
        requireNonNull(calendar, "calendar");
        return new CsvRecords<>(file, () -> new TaughtSubjectReader(calendar));
    }

    /** The members of classes. Nothing is read yet. */
    public static CsvRecords<ClassMember> classMembers(Path file, SchoolCalendar calendar) {
        requireNonNull(calendar, "calendar");
        return new CsvRecords<>(file, () -> new ClassMemberReader(calendar));
    }

    /** Appreciations and decisions of the class council. Nothing is read yet. */
    public static CsvRecords<Appreciation> appreciations(Path file, SchoolCalendar calendar) {
        requireNonNull(calendar, "calendar");
        return new CsvRecords<>(file, () -> new AppreciationReader(calendar));
    }

    /** The release times of classes. Nothing is read yet. */
    public static CsvRecords<ReportRelease> releases(Path file, SchoolCalendar calendar, ZoneId zone) {
        requireNonNull(calendar, "calendar");
        requireNonNull(zone, "zone");
        return new CsvRecords<>(file, () -> new ReleaseReader(calendar, zone));
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void read(Sink<T> sink) {
        requireNonNull(sink, "sink");
        try {
            TextFile text = TextFile.inspect(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
            RecordReader<T> reader = readers.get();
            Table table = Table.open(text, reader.fields());
            table.first(new Rows<>(table, reader, sink));
            reader.end(table, sink);
        } catch (IOException e) {
            throw RosterProblem.CANNOT_READ.because(
                    e, "file", file, "detail", e.getClass().getSimpleName());
        }
    }

    /** Takes the rows of a file. */
    private record Rows<T>(Table table, RecordReader<T> reader, Sink<T> sink) implements Table.FirstLook {
        @Override
        public void row(Row row) throws BadRowException {
            RecordRow cells = new RecordRow(table, row);
            String withdrawn;
            T record;
            try {
                withdrawn = reader.withdrawn(cells);
                record = withdrawn == null ? reader.read(cells) : null;
            } catch (IllegalArgumentException e) {
                throw new BadRowException(RowProblem.UNFIT, null);
            }
            if (withdrawn != null) {
                sink.withdrawn(withdrawn, origin(row));
            } else if (record != null) {
                sink.record(record, origin(row));
            }
        }

        private Origin origin(Row row) {
            String owner = reader.owner();
            String ownerColumn = owner == null ? null : table.shown(owner);
            String id = reader.fields().get(0).name();
            return new Origin(table.name(), row.line(), 1, table.has(id) ? table.shown(id) : ownerColumn, ownerColumn);
        }

        @Override
        public void bad(Row row, RowError error) {
            reader.bad(new RecordRow(table, row), error);
            sink.error(error);
        }
    }
}
