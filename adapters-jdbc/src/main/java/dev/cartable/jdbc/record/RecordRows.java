package dev.cartable.jdbc.record;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.WeeklyPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
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
            Column.of("disputed", Type.BOOLEAN, Invoice::disputed));
    static final Columns<InvoiceInstalment> INSTALMENTS = Columns.of(
            Column.of("invoice_id", Type.TEXT, InvoiceInstalment::invoice),
            Column.of("number", Type.INT, row -> row.instalment().number()),
            Column.of("due_on", Type.DATE, row -> row.instalment().dueOn()),
            Column.of("amount", Type.DECIMAL, row -> row.instalment().amount()));
    static final Columns<ReceivedPayment> PAYMENTS = Columns.of(
            Column.of("invoice_id", Type.TEXT, ReceivedPayment::invoice),
            Column.of("id", Type.TEXT, row -> row.payment().id()),
            Column.of("paid_on", Type.DATE, row -> row.payment().paidOn()),
            Column.of("amount", Type.DECIMAL, row -> row.payment().amount()));
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

    private RecordRows() {}

    /** An instalment with the invoice that it belongs to. */
    record InvoiceInstalment(String invoice, Invoice.Instalment instalment) {}

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
            boolean disputed) {
        Invoice with(List<Invoice.Instalment> instalments, List<Invoice.Payment> payments) {
            try {
                return new Invoice(id, number, pupil, currency, state, instalments, payments, promisedFor, disputed);
            } catch (IllegalArgumentException e) {
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
                        cells.bool()));
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
                        cells.text(), null, new Invoice.Payment(cells.text(), cells.date(), cells.decimal())));
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
}
