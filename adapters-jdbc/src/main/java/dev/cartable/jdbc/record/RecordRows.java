package dev.cartable.jdbc.record;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
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
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.WeeklyPlan;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of what a school records, by position, in the order of {@link dev.cartable.jdbc.schema.RosterCheck#recordColumns}. */
final class RecordRows {
    static final Columns<StudySession> SESSIONS = Columns.of(
            Column.of("id", Type.TEXT, StudySession::id),
            Column.of("pupil_id", Type.TEXT, session -> session.pupil().value()),
            Column.of("topic", Type.TEXT, StudySession::topic),
            Column.of("starts_at", Type.LOCAL, StudySession::startsAt),
            Column.of("minutes", Type.INT, StudySession::minutes),
            Column.of("goal", Type.TEXT, StudySession::goal),
            Column.of("state", Type.TEXT, session -> session.state().name()),
            Column.of("programmed", Type.BOOLEAN, StudySession::programmed));
    static final Columns<WeeklyPlan> PLANS = Columns.of(
            Column.of("id", Type.TEXT, WeeklyPlan::id),
            Column.of("pupil_id", Type.TEXT, plan -> plan.pupil().value()),
            Column.of("topic", Type.TEXT, WeeklyPlan::topic),
            Column.of("day_of_week", Type.INT, plan -> plan.day().getValue()),
            Column.of("start_time", Type.CLOCK, WeeklyPlan::time),
            Column.of("minutes", Type.INT, WeeklyPlan::minutes),
            Column.of("goal", Type.TEXT, WeeklyPlan::goal),
            Column.of("valid_from", Type.DATE, WeeklyPlan::validFrom),
            Column.of("valid_to", Type.DATE, WeeklyPlan::validTo));
    static final Columns<Subscription> SUBSCRIPTIONS = Columns.of(
            Column.of(
                    "pupil_id", Type.TEXT, subscription -> subscription.pupil().value()),
            Column.of("valid_from", Type.DATE, Subscription::from),
            Column.of("valid_to", Type.DATE, Subscription::to),
            Column.of("last_active_at", Type.TIME, Subscription::lastActiveAt));
    static final Columns<Invoice> INVOICES = Columns.of(
            Column.of("id", Type.TEXT, Invoice::id),
            Column.of("number", Type.TEXT, Invoice::number),
            Column.of("pupil_id", Type.TEXT, invoice -> invoice.pupil().value()),
            Column.of("currency", Type.TEXT, invoice -> invoice.currency().getCurrencyCode()),
            Column.of("state", Type.TEXT, invoice -> invoice.state().name()),
            Column.of("promised_for", Type.DATE, Invoice::promisedFor),
            Column.of("disputed", Type.BOOLEAN, Invoice::disputed),
            Column.of("type", Type.TEXT, invoice -> invoice.details().type().name()),
            Column.of("issued_on", Type.DATE, invoice -> invoice.details().issuedOn()),
            Column.of("credits", Type.TEXT, invoice -> invoice.details().credits()));
    static final Columns<InvoiceLine> LINES = Columns.of(
            Column.of("invoice_id", Type.TEXT, InvoiceLine::invoice),
            Column.of("number", Type.INT, InvoiceLine::number),
            Column.of("label", Type.TEXT, row -> row.line().label()),
            Column.of("quantity", Type.DECIMAL, row -> row.line().quantity()),
            Column.of("unit_price", Type.DECIMAL, row -> row.line().unitPrice()),
            Column.of("amount", Type.DECIMAL, row -> row.line().amount()));
    static final Columns<InvoicePayer> PAYERS = Columns.of(
            Column.of("invoice_id", Type.TEXT, InvoicePayer::invoice),
            Column.of("number", Type.INT, InvoicePayer::number),
            Column.of(
                    "guardian_id",
                    Type.TEXT,
                    row -> row.guardian() == null ? null : row.guardian().value()),
            Column.of("name", Type.TEXT, InvoicePayer::name),
            Column.of("address", Type.TEXT, row -> row.address().isEmpty() ? null : String.join("\n", row.address())),
            Column.of("parts", Type.LONG, InvoicePayer::parts),
            Column.of("email", Type.TEXT, InvoicePayer::email));
    static final Columns<InvoiceInstalment> INSTALMENTS = Columns.of(
            Column.of("invoice_id", Type.TEXT, InvoiceInstalment::invoice),
            Column.of("number", Type.INT, row -> row.instalment().number()),
            Column.of("due_on", Type.DATE, row -> row.instalment().dueOn()),
            Column.of("amount", Type.DECIMAL, row -> row.instalment().amount()));
    static final Columns<ReceivedPayment> PAYMENTS = Columns.of(
            Column.of("invoice_id", Type.TEXT, ReceivedPayment::invoice),
            Column.of("id", Type.TEXT, row -> row.payment().id()),
            Column.of("paid_on", Type.DATE, row -> row.payment().paidOn()),
            Column.of("amount", Type.DECIMAL, row -> row.payment().amount()),
            Column.of("payer", Type.INT, row -> row.payment().payer()),
            Column.of("method", Type.TEXT, row -> row.payment().method()));
    static final Columns<Absence> ABSENCES = Columns.of(
            Column.of("id", Type.TEXT, Absence::id),
            Column.of("pupil_id", Type.TEXT, absence -> absence.pupil().value()),
            Column.of("absent_on", Type.DATE, Absence::day),
            Column.of("type", Type.TEXT, absence -> absence.type().name()),
            Column.of("part", Type.TEXT, absence -> absence.part().name()),
            Column.of("lesson", Type.TEXT, Absence::lesson),
            Column.of("minutes", Type.INT, Absence::minutes),
            Column.of("excused", Type.BOOLEAN, Absence::excused),
            Column.of("excused_on", Type.DATE, Absence::excusedOn),
            Column.of("reason", Type.TEXT, Absence::reason),
            Column.of("recorded_at", Type.TIME, Absence::recordedAt),
            Column.of("recorded_by", Type.TEXT, Absence::recordedBy));
    static final Columns<CalendarPeriod> PERIODS = Columns.of(
            Column.of("type", Type.TEXT, period -> period.type().name()),
            Column.of("name", Type.TEXT, CalendarPeriod::name),
            Column.of("first_day", Type.DATE, CalendarPeriod::first),
            Column.of("last_day", Type.DATE, CalendarPeriod::last));

    static final Columns<Grade> GRADES = Columns.of(
            Column.of("id", Type.TEXT, Grade::id),
            Column.of("pupil_id", Type.TEXT, grade -> grade.pupil().value()),
            Column.of("promotion_id", Type.TEXT, RecordRows::promotion),
            Column.of("school_year", Type.TEXT, grade -> grade.term().year()),
            Column.of("term", Type.TEXT, grade -> grade.term().name()),
            Column.of("subject_code", Type.TEXT, grade -> grade.subject().code()),
            Column.of("subject_name", Type.TEXT, grade -> grade.subject().name()),
            Column.of("teacher", Type.TEXT, grade -> grade.subject().teacher()),
            Column.of("graded_on", Type.DATE, Grade::date),
            Column.of("kind", Type.TEXT, Grade::kind),
            Column.of("mark", Type.TEXT, grade -> mark(grade.mark())),
            Column.of(
                    "points",
                    Type.DECIMAL,
                    grade -> grade.mark() instanceof Mark.Points points ? points.value() : null),
            Column.of(
                    "out_of",
                    Type.DECIMAL,
                    grade -> grade.mark() instanceof Mark.Points points ? points.outOf() : null),
            Column.of(
                    "letter", Type.TEXT, grade -> grade.mark() instanceof Mark.Letter letter ? letter.symbol() : null),
            Column.of("coefficient", Type.DECIMAL, Grade::coefficient),
            Column.of("bonus", Type.BOOLEAN, Grade::bonus));
    static final Columns<TaughtSubject> TAUGHT_SUBJECTS = Columns.of(
            Column.of(
                    "promotion_id",
                    Type.TEXT,
                    subject -> subject.classTerm().promotion().value()),
            Column.of(
                    "school_year",
                    Type.TEXT,
                    subject -> subject.classTerm().term().year()),
            Column.of("term", Type.TEXT, subject -> subject.classTerm().term().name()),
            Column.of("subject_code", Type.TEXT, subject -> subject.subject().code()),
            Column.of("subject_name", Type.TEXT, subject -> subject.subject().name()),
            Column.of("teacher", Type.TEXT, subject -> subject.subject().teacher()),
            Column.of("coefficient", Type.DECIMAL, TaughtSubject::coefficient),
            Column.of("bonus", Type.BOOLEAN, TaughtSubject::bonus),
            Column.of("place", Type.INT, TaughtSubject::position));
    static final Columns<ClassMember> MEMBERS = Columns.of(
            Column.of("pupil_id", Type.TEXT, member -> member.pupil().value()),
            Column.of(
                    "promotion_id",
                    Type.TEXT,
                    member -> member.classTerm().promotion().value()),
            Column.of(
                    "school_year",
                    Type.TEXT,
                    member -> member.classTerm().term().year()),
            Column.of("term", Type.TEXT, member -> member.classTerm().term().name()),
            Column.of("registration_number", Type.TEXT, ClassMember::registrationNumber),
            Column.of("level", Type.TEXT, ClassMember::level));
    static final Columns<Appreciation> APPRECIATIONS = Columns.of(
            Column.of(
                    "pupil_id", Type.TEXT, appreciation -> appreciation.pupil().value()),
            Column.of(
                    "school_year",
                    Type.TEXT,
                    appreciation -> appreciation.term().year()),
            Column.of("term", Type.TEXT, appreciation -> appreciation.term().name()),
            Column.of("type", Type.TEXT, appreciation -> appreciation.type().name()),
            Column.of("subject_code", Type.TEXT, RecordRows::subject),
            Column.of("body", Type.TEXT, Appreciation::text));
    static final Columns<ReportRelease> RELEASES = Columns.of(
            Column.of(
                    "promotion_id",
                    Type.TEXT,
                    release -> release.classTerm().promotion().value()),
            Column.of(
                    "school_year",
                    Type.TEXT,
                    release -> release.classTerm().term().year()),
            Column.of("term", Type.TEXT, release -> release.classTerm().term().name()),
            Column.of("released_at", Type.TIME, ReportRelease::releasedAt));
    static final Columns<ClassTerm> CLASS_TERMS = Columns.of(
            Column.of(
                    "promotion_id",
                    Type.TEXT,
                    classTerm -> classTerm.promotion().value()),
            Column.of("school_year", Type.TEXT, classTerm -> classTerm.term().year()),
            Column.of("term", Type.TEXT, classTerm -> classTerm.term().name()));

    private RecordRows() {}

    private static @Nullable String promotion(Grade grade) {
        PromotionId promotion = grade.promotion();
        return promotion == null ? null : promotion.value();
    }

    /** A key has no null. */
    private static String subject(Appreciation appreciation) {
        String subject = appreciation.subject();
        return subject == null ? "" : subject;
    }

    private static String mark(Mark mark) {
        return mark instanceof Mark.Points
                ? "POINTS"
                : mark instanceof Mark.Letter ? "LETTER" : ((Enum<?>) mark).name();
    }

    /** An instalment with the invoice that it belongs to. */
    record InvoiceInstalment(String invoice, Invoice.Instalment instalment) {}

    /** A line with the invoice that it belongs to, and its place there. */
    record InvoiceLine(String invoice, int number, Invoice.Line line) {
        static List<InvoiceLine> of(String invoice, List<Invoice.Line> lines) {
            return IntStream.range(0, lines.size())
                    .mapToObj(i -> new InvoiceLine(invoice, i + 1, lines.get(i)))
                    .toList();
        }
    }

    /** A payer with the invoice or the draft that it belongs to. In a draft, a guardian need not have a name. */
    record InvoicePayer(
            String invoice,
            int number,
            @Nullable GuardianId guardian,
            @Nullable String name,
            List<String> address,
            long parts,
            @Nullable String email) {
        static List<InvoicePayer> of(Invoice invoice) {
            return invoice.details().payers().stream()
                    .map(one -> new InvoicePayer(
                            invoice.id(),
                            one.number(),
                            one.guardian(),
                            one.name(),
                            one.address(),
                            one.parts(),
                            one.email()))
                    .toList();
        }

        Invoice.Payer payer() {
            return new Invoice.Payer(number, guardian, Objects.requireNonNull(name, "name"), address, parts, email);
        }
    }

    private interface Reader<T> {
        T read(Cursor cursor) throws SQLException;
    }

    private static <T> T row(String relation, ResultSet row, Reader<T> reader) throws SQLException {
        try {
            return reader.read(new Cursor(row, 1));
        } catch (IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw new JdbcStoreException("a row of the relation '" + relation + "' cannot be used: " + e.getMessage()
                    + ". Mend it in the host's data, or leave it out of the view");
        }
    }

    static StudySession session(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "study_session",
                row,
                cells -> new StudySession(
                        cells.text(),
                        new PupilId(cells.text()),
                        cells.text(),
                        cells.local(),
                        cells.integer(),
                        cells.textOrNull(),
                        StudySession.State.valueOf(cells.text()),
                        cells.bool()));
    }

    static WeeklyPlan plan(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "weekly_plan",
                row,
                cells -> new WeeklyPlan(
                        cells.text(),
                        new PupilId(cells.text()),
                        cells.text(),
                        DayOfWeek.of(cells.integer()),
                        cells.clock(),
                        cells.integer(),
                        cells.textOrNull(),
                        cells.dateOrNull(),
                        cells.dateOrNull()));
    }

    static Subscription subscription(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "subscription",
                row,
                cells -> new Subscription(
                        new PupilId(cells.text()), cells.date(), cells.dateOrNull(), cells.timeOrNull()));
    }

    /** An invoice of which only its own row was read. */
    record InvoiceRow(
            String id,
            String number,
            PupilId pupil,
            Currency currency,
            Invoice.State state,
            @Nullable LocalDate promisedFor,
            boolean disputed,
            Invoice.Type type,
            @Nullable LocalDate issuedOn,
            @Nullable String credits) {
        Invoice with(
                List<Invoice.Instalment> instalments,
                List<Invoice.Payment> payments,
                List<InvoiceLine> lines,
                List<InvoicePayer> payers) {
            try {
                return new Invoice(
                        id,
                        number,
                        pupil,
                        currency,
                        state,
                        instalments,
                        payments,
                        promisedFor,
                        disputed,
                        new Invoice.Details(
                                type,
                                issuedOn,
                                lines.stream()
                                        .sorted(Comparator.comparingInt(InvoiceLine::number))
                                        .map(InvoiceLine::line)
                                        .toList(),
                                payers.stream()
                                        .sorted(Comparator.comparingInt(InvoicePayer::number))
                                        .map(InvoicePayer::payer)
                                        .toList(),
                                credits));
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new JdbcStoreException("a row of the relation 'invoice' cannot be used: " + e.getMessage()
                        + ". Mend it in the host's data, or leave it out of the view");
            }
        }
    }

    static InvoiceRow invoice(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "invoice",
                row,
                cells -> new InvoiceRow(
                        cells.text(),
                        cells.text(),
                        new PupilId(cells.text()),
                        Currency.getInstance(cells.text()),
                        Invoice.State.valueOf(cells.text()),
                        cells.dateOrNull(),
                        cells.bool(),
                        Invoice.Type.valueOf(cells.text()),
                        cells.dateOrNull(),
                        cells.textOrNull()));
    }

    static InvoiceLine line(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "invoice_line",
                row,
                cells -> new InvoiceLine(
                        cells.text(),
                        cells.integer(),
                        new Invoice.Line(cells.text(), cells.decimalOrNull(), cells.decimalOrNull(), cells.decimal())));
    }

    static InvoicePayer payer(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "invoice_payer",
                row,
                cells -> new InvoicePayer(
                        cells.text(),
                        cells.integer(),
                        guardian(cells.textOrNull()),
                        cells.textOrNull(),
                        address(cells.textOrNull()),
                        cells.number(),
                        cells.textOrNull()));
    }

    private static @Nullable GuardianId guardian(@Nullable String id) {
        return id == null ? null : new GuardianId(id);
    }

    private static List<String> address(@Nullable String lines) {
        return lines == null
                ? List.of()
                : lines.lines().filter(line -> !line.isBlank()).toList();
    }

    static InvoiceInstalment instalment(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "instalment",
                row,
                cells -> new InvoiceInstalment(
                        cells.text(), new Invoice.Instalment(cells.integer(), cells.dateOrNull(), cells.decimal())));
    }

    static ReceivedPayment payment(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "payment",
                row,
                cells -> new ReceivedPayment(
                        cells.text(),
                        null,
                        new Invoice.Payment(
                                cells.text(),
                                cells.date(),
                                cells.decimal(),
                                cells.integerOrNull(),
                                cells.textOrNull())));
    }

    static Absence absence(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "absence",
                row,
                cells -> new Absence(
                        cells.text(),
                        new PupilId(cells.text()),
                        cells.date(),
                        Absence.Type.valueOf(cells.text()),
                        Absence.Part.valueOf(cells.text()),
                        cells.textOrNull(),
                        cells.integer(),
                        cells.bool(),
                        cells.dateOrNull(),
                        cells.textOrNull(),
                        cells.time(),
                        cells.textOrNull()));
    }

    static CalendarPeriod period(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "calendar_period",
                row,
                cells -> new CalendarPeriod(
                        CalendarPeriod.Type.valueOf(cells.text()), cells.text(), cells.date(), cells.date()));
    }

    static Grade grade(ResultSet row, StatementContext context) throws SQLException {
        return row("grade", row, cells -> {
            String id = cells.text();
            PupilId pupil = new PupilId(cells.text());
            ClassTerm classTerm = classTerm(cells);
            return new Grade(
                    id,
                    pupil,
                    classTerm.promotion(),
                    new Subject(cells.text(), cells.textOrNull(), cells.textOrNull()),
                    classTerm.term(),
                    cells.date(),
                    cells.textOrNull(),
                    mark(cells),
                    cells.decimal(),
                    cells.bool());
        });
    }

    private static Mark mark(Cursor cells) throws SQLException {
        String mark = cells.text();
        BigDecimal points = cells.decimalOrNull();
        BigDecimal outOf = cells.decimalOrNull();
        String letter = cells.textOrNull();
        return switch (mark) {
            case "POINTS" -> {
                if (points == null || outOf == null) {
                    throw new IllegalArgumentException("a grade of points has none, or no maximum");
                }
                yield new Mark.Points(points, outOf);
            }
            case "LETTER" -> {
                if (letter == null) {
                    throw new IllegalArgumentException("a grade that is a letter has none");
                }
                yield new Mark.Letter(letter);
            }
            case "ACQUIRED", "NOT_ACQUIRED" -> Mark.Skill.valueOf(mark);
            default -> Mark.Absent.valueOf(mark);
        };
    }

    static TaughtSubject taughtSubject(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "taught_subject",
                row,
                cells -> new TaughtSubject(
                        classTerm(cells),
                        new Subject(cells.text(), cells.textOrNull(), cells.textOrNull()),
                        cells.decimal(),
                        cells.bool(),
                        cells.integer()));
    }

    static ClassMember member(ResultSet row, StatementContext context) throws SQLException {
        return row(
                "class_member",
                row,
                cells -> new ClassMember(
                        new PupilId(cells.text()), classTerm(cells), cells.textOrNull(), cells.textOrNull()));
    }

    static Appreciation appreciation(ResultSet row, StatementContext context) throws SQLException {
        return row("appreciation", row, cells -> {
            PupilId pupil = new PupilId(cells.text());
            Term term = new Term(cells.text(), cells.text());
            Appreciation.Type type = Appreciation.Type.valueOf(cells.text());
            String subject = cells.textOrNull();
            return new Appreciation(
                    pupil, term, type, subject == null || subject.isEmpty() ? null : subject, cells.text());
        });
    }

    static ReportRelease release(ResultSet row, StatementContext context) throws SQLException {
        return row("report_release", row, cells -> new ReportRelease(classTerm(cells), cells.time()));
    }

    static ClassTerm classTerm(ResultSet row, StatementContext context) throws SQLException {
        return row("grade", row, RecordRows::classTerm);
    }

    private static ClassTerm classTerm(Cursor cells) throws SQLException {
        return new ClassTerm(new PromotionId(cells.text()), new Term(cells.text(), cells.text()));
    }
}
