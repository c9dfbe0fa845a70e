package dev.cartable.jdbc.record;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.record.RecordRows.InvoiceInstalment;
import dev.cartable.jdbc.record.RecordRows.InvoiceLine;
import dev.cartable.jdbc.record.RecordRows.InvoicePayer;
import dev.cartable.jdbc.school.OwnTables;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What a school records, in Cartable's own tables. Each table is written by one statement for all rows, which changes only those that
 * differ. Refuses to write where one of the relations is the host's view.
 */
public final class JdbcRecordStore implements RecordStore {
    private static final Map<Relation, List<String>> RELATIONS = new EnumMap<>(Map.ofEntries(
            Map.entry(Relation.STUDY_SESSION, List.of("study_session")),
            Map.entry(Relation.WEEKLY_PLAN, List.of("weekly_plan")),
            Map.entry(Relation.SUBSCRIPTION, List.of("subscription")),
            Map.entry(Relation.INVOICE, List.of("invoice", "instalment", "payment")),
            Map.entry(Relation.ABSENCE, List.of("absence")),
            Map.entry(Relation.CALENDAR_PERIOD, List.of("calendar_period")),
            Map.entry(Relation.GRADE, List.of("grade")),
            Map.entry(Relation.TAUGHT_SUBJECT, List.of("taught_subject")),
            Map.entry(Relation.CLASS_MEMBER, List.of("class_member")),
            Map.entry(Relation.APPRECIATION, List.of("appreciation")),
            Map.entry(Relation.REPORT_RELEASE, List.of("report_release"))));
    private static final List<String> ID = List.of("id");

    /** What {@link Absence#statement} is made of. */
    private static final List<String> STATEMENT =
            List.of("pupil_id", "absent_on", "type", "part", "lesson", "excused", "excused_on", "reason");

    private static final List<String> INSTALMENT = List.of("invoice_id", "number");
    private static final List<String> PAYMENT = List.of("invoice_id", "id");
    private static final List<String> TERM_OF_CLASS = List.of("promotion_id", "school_year", "term");
    private static final List<String> PERIOD = List.of("type", "name", "first_day");
    private static final Columns<InvoiceInstalment> INSTALMENT_KEYS =
            RecordRows.INSTALMENTS.without(List.of("due_on", "amount"));
    private static final Columns<CalendarPeriod> PERIOD_KEYS = RecordRows.PERIODS.without(List.of("last_day"));

    private final RecordStatements statements;
    private final Database database;
    private final JdbcInvoices invoices;
    private final OwnTables tables;
    private final String saveSessions;
    private final String addSessions;
    private final String savePlans;
    private final String saveSubscriptions;
    private final String saveInvoices;
    private final String saveInstalments;
    private final String savePayments;
    private final String insertLines;
    private final String insertPayers;
    private final String saveAbsences;
    private final String savePeriods;
    private final String saveGrades;
    private final String saveTaughtSubjects;
    private final String saveMembers;
    private final String saveAppreciations;
    private final String saveReleases;
    private final String removeInstalments;
    private final String removePeriods;

    public JdbcRecordStore(RecordStatements statements, JdbcInvoices invoices) {
        this.statements = statements;
        this.database = statements.database();
        this.invoices = invoices;
        this.tables = new OwnTables(database.names());
        this.saveSessions = merge("study_session", RecordRows.SESSIONS, ID);
        this.addSessions = database.dialect()
                .insertNew(database.names().qualified("study_session"), RecordRows.SESSIONS, ID, "id");
        this.savePlans = merge("weekly_plan", RecordRows.PLANS, ID);
        this.saveSubscriptions = merge("subscription", RecordRows.SUBSCRIPTIONS, List.of("pupil_id"));
        this.saveInvoices = merge("invoice", RecordRows.INVOICES, ID);
        this.saveInstalments = merge("instalment", RecordRows.INSTALMENTS, INSTALMENT);
        this.savePayments = merge("payment", RecordRows.PAYMENTS, PAYMENT);
        this.insertLines = database.dialect().insert(database.names().qualified("invoice_line"), RecordRows.LINES);
        this.insertPayers = database.dialect().insert(database.names().qualified("invoice_payer"), RecordRows.PAYERS);
        this.saveAbsences = merge(
                "absence",
                RecordRows.ABSENCES,
                ID,
                row -> ", statement_before = CASE WHEN " + differs(STATEMENT, row)
                        + " THEN NULL ELSE t.statement_before END");
        this.savePeriods = merge("calendar_period", RecordRows.PERIODS, PERIOD);
        this.saveGrades = merge("grade", RecordRows.GRADES, ID);
        this.saveTaughtSubjects = merge(
                "taught_subject",
                RecordRows.TAUGHT_SUBJECTS,
                List.of("promotion_id", "school_year", "term", "subject_code"));
        this.saveMembers = merge("class_member", RecordRows.MEMBERS, List.of("pupil_id", "school_year", "term"));
        this.saveAppreciations = merge(
                "appreciation",
                RecordRows.APPRECIATIONS,
                List.of("pupil_id", "school_year", "term", "type", "subject_code"));
        this.saveReleases = merge("report_release", RecordRows.RELEASES, TERM_OF_CLASS);
        this.removeInstalments = remove("instalment", INSTALMENT_KEYS, INSTALMENT);
        this.removePeriods = remove("calendar_period", PERIOD_KEYS, PERIOD);
    }

    /** Inserts rows, and changes those that differ. */
    private <T> String merge(String relation, Columns<T> columns, List<String> key) {
        return merge(relation, columns, key, row -> "");
    }

    private <T> String merge(String relation, Columns<T> columns, List<String> key, UnaryOperator<String> also) {
        Columns<T> values = columns.without(key);
        return database.dialect()
                .merge(new Merge<>(
                        database.names().qualified(relation),
                        columns,
                        key,
                        row -> values.set(row) + also.apply(row),
                        row -> differs(
                                values.columns().stream().map(Column::name).toList(), row)));
    }

    private String differs(List<String> columns, String row) {
        return columns.stream()
                .map(name -> database.dialect().differs("t." + name, row + "." + name))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String remove(String relation, Columns<?> keys, List<String> key) {
        return "DELETE FROM " + database.names().qualified(relation) + " t WHERE EXISTS (SELECT 1 FROM " + keys.rows()
                + " WHERE " + Columns.same(key) + ")";
    }

    @Override
    public boolean available(Relation relation) {
        return database.<Boolean>read(h -> statements.areThere(h, relations(relation)));
    }

    @Override
    public boolean writable(Relation relation) {
        return database.<Boolean>read(h -> tables.areAll(h, relations(relation)));
    }

    private static List<String> relations(Relation relation) {
        return RELATIONS.getOrDefault(relation, List.of());
    }

    @Override
    public int saveStudySessions(Tx tx, Collection<StudySession> sessions) {
        return save(tx, Relation.STUDY_SESSION, saveSessions, RecordRows.SESSIONS, sessions, StudySession::id);
    }

    @Override
    public int addStudySessions(Tx tx, Collection<StudySession> sessions) {
        return write(
                tx,
                Relation.STUDY_SESSION,
                h -> database.dialect()
                        .insertNew(
                                h, addSessions, RecordRows.SESSIONS, distinct(sessions, StudySession::id), String.class)
                        .size());
    }

    @Override
    public int withdrawStudySessions(Tx tx, Collection<String> ids) {
        return write(
                tx,
                Relation.STUDY_SESSION,
                h -> ids.isEmpty()
                        ? 0
                        : h.createUpdate(
                                        database.sql("DELETE FROM {study_session} WHERE programmed AND id = ANY(:ids)"))
                                .bind("ids", Arrays.texts(ids))
                                .execute());
    }

    @Override
    public int saveWeeklyPlans(Tx tx, Collection<WeeklyPlan> plans) {
        return save(tx, Relation.WEEKLY_PLAN, savePlans, RecordRows.PLANS, plans, WeeklyPlan::id);
    }

    @Override
    public int saveSubscriptions(Tx tx, Collection<Subscription> subscriptions) {
        return save(
                tx,
                Relation.SUBSCRIPTION,
                saveSubscriptions,
                RecordRows.SUBSCRIPTIONS,
                subscriptions,
                subscription -> subscription.pupil().value());
    }

    @Override
    public int saveInvoices(Tx tx, Collection<Invoice> given) {
        return write(tx, Relation.INVOICE, h -> {
            Map<String, Invoice> stored = invoices
                    .invoices(h, given.stream().map(Invoice::id).toList())
                    .stream()
                    .collect(Collectors.toMap(Invoice::id, invoice -> invoice.withPayments(List.of())));
            List<Invoice> changed = distinct(given, Invoice::id).stream()
                    .map(JdbcRecordStore::comparable)
                    .filter(invoice -> !invoice.equals(stored.get(invoice.id())))
                    .toList();
            upsert(h, saveInvoices, RecordRows.INVOICES, changed);
            List<InvoiceInstalment> instalments = instalments(changed);
            Set<Object> kept = instalments.stream().map(JdbcRecordStore::key).collect(Collectors.toSet());
            List<Invoice> before = changed.stream()
                    .flatMap(invoice -> Stream.ofNullable(stored.get(invoice.id())))
                    .toList();
            delete(
                    h,
                    removeInstalments,
                    INSTALMENT_KEYS,
                    instalments(before).stream()
                            .filter(row -> !kept.contains(key(row)))
                            .toList());
            upsert(h, saveInstalments, RecordRows.INSTALMENTS, instalments);
            saveDetails(h, changed, before);
            return changed.size();
        });
    }

    /** Lines and payers, which few invoices have, are written anew. */
    private void saveDetails(Handle handle, List<Invoice> changed, List<Invoice> before) {
        List<String> written = before.stream()
                .filter(invoice -> !invoice.details().lines().isEmpty()
                        || !invoice.details().payers().isEmpty())
                .map(Invoice::id)
                .toList();
        if (!written.isEmpty()) {
            for (String relation : List.of("invoice_line", "invoice_payer")) {
                handle.createUpdate(database.sql("DELETE FROM {" + relation + "} WHERE invoice_id = ANY(:ids)"))
                        .bind("ids", Arrays.texts(written))
                        .execute();
            }
        }
        database.dialect()
                .insert(
                        handle,
                        insertLines,
                        RecordRows.LINES,
                        changed.stream()
                                .flatMap(invoice -> InvoiceLine.of(
                                        invoice.id(), invoice.details().lines())
                                        .stream())
                                .toList());
        database.dialect()
                .insert(
                        handle,
                        insertPayers,
                        RecordRows.PAYERS,
                        changed.stream()
                                .flatMap(invoice -> InvoicePayer.of(invoice).stream())
                                .toList());
    }

    private static Object key(InvoiceInstalment row) {
        return List.of(row.invoice(), row.instalment().number());
    }

    /** As it is compared with what is stored: in the order in which instalments are read, and without payments. */
    private static Invoice comparable(Invoice invoice) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                invoice.state(),
                invoice.instalments().stream()
                        .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                        .toList(),
                List.of(),
                invoice.promisedFor(),
                invoice.disputed(),
                invoice.details());
    }

    private static List<InvoiceInstalment> instalments(List<Invoice> invoices) {
        return invoices.stream()
                .flatMap(invoice -> invoice.instalments().stream()
                        .map(instalment -> new InvoiceInstalment(invoice.id(), instalment)))
                .toList();
    }

    @Override
    public int savePayments(Tx tx, Collection<ReceivedPayment> payments) {
        return write(tx, Relation.INVOICE, h -> {
            Set<String> known = payments.isEmpty()
                    ? Set.of()
                    : h.createQuery(database.sql("SELECT i.id FROM {KEYS(TEXT ids)} JOIN {invoice} i ON i.id = u.k"))
                            .bind(
                                    "ids",
                                    Arrays.texts(payments.stream()
                                            .map(ReceivedPayment::invoice)
                                            .toList()))
                            .mapTo(String.class)
                            .collect(Collectors.toSet());
            Map<String, ReceivedPayment> rows = new TreeMap<>();
            payments.stream()
                    .filter(payment -> known.contains(payment.invoice()))
                    .forEach(payment -> rows.put(
                            payment.invoice() + '\n' + payment.payment().id(), payment));
            return upsert(h, savePayments, RecordRows.PAYMENTS, rows.values());
        });
    }

    @Override
    public int saveAbsences(Tx tx, Collection<Absence> absences) {
        return save(tx, Relation.ABSENCE, saveAbsences, RecordRows.ABSENCES, absences, Absence::id);
    }

    @Override
    public boolean excuseAbsence(Tx tx, String id, LocalDate on, String reason) {
        return write(tx, Relation.ABSENCE, h -> excuseAbsence(h, id, on, reason)) == 1;
    }

    private int excuseAbsence(Handle handle, String id, LocalDate on, String reason) {
        Optional<Absence> before = handle.createQuery(database.sql("SELECT * FROM {absence} WHERE id = :id FOR UPDATE"))
                .bind("id", id)
                .map(RecordRows::absence)
                .findOne();
        return before.isEmpty()
                ? 0
                : handle.createUpdate(database.sql("""
                                UPDATE {absence} SET excused_on = CASE WHEN excused THEN excused_on ELSE :day END,
                                    excused = TRUE, reason = :reason,
                                    statement_before = COALESCE(statement_before, :before)
                                WHERE id = :id"""))
                        .bind("day", on)
                        .bind("reason", reason)
                        .bind("before", before.get().statement())
                        .bind("id", id)
                        .execute();
    }

    @Override
    public Map<String, String> acceptedExcuses(Collection<String> ids) {
        return ids.isEmpty() || !writable(Relation.ABSENCE)
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(database.sql("""
                                SELECT a.id, a.statement_before FROM {KEYS(TEXT ids)} JOIN {absence} a ON {CODE(a.id)} = u.k
                                WHERE a.statement_before IS NOT NULL"""))
                        .bind("ids", Arrays.texts(ids))
                        .map((row, context) -> Map.entry(row.getString("id"), row.getString("statement_before")))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public int removeAbsences(Tx tx, Collection<String> ids) {
        return write(
                tx,
                Relation.ABSENCE,
                h -> ids.isEmpty()
                        ? 0
                        : h.createUpdate(database.sql("DELETE FROM {absence} WHERE id = ANY(:ids)"))
                                .bind("ids", Arrays.texts(ids))
                                .execute());
    }

    @Override
    public int saveCalendar(Tx tx, Collection<CalendarPeriod> periods) {
        return save(
                tx,
                Relation.CALENDAR_PERIOD,
                savePeriods,
                RecordRows.PERIODS,
                periods,
                period -> period.type() + "\n" + period.name() + '\n' + period.first());
    }

    @Override
    public int removeCalendar(Tx tx, Collection<CalendarPeriod> periods) {
        return write(
                tx,
                Relation.CALENDAR_PERIOD,
                h -> delete(h, removePeriods, PERIOD_KEYS, List.copyOf(new HashSet<>(periods))));
    }

    @Override
    public int saveGrades(Tx tx, Collection<Grade> grades) {
        return save(tx, Relation.GRADE, saveGrades, RecordRows.GRADES, grades, Grade::id);
    }

    @Override
    public int removeGrades(Tx tx, Collection<String> ids) {
        return write(
                tx,
                Relation.GRADE,
                h -> ids.isEmpty()
                        ? 0
                        : h.createUpdate(database.sql("DELETE FROM {grade} WHERE id = ANY(:ids)"))
                                .bind("ids", Arrays.texts(ids))
                                .execute());
    }

    @Override
    public int saveTaughtSubjects(Tx tx, Collection<TaughtSubject> subjects) {
        return save(
                tx,
                Relation.TAUGHT_SUBJECT,
                saveTaughtSubjects,
                RecordRows.TAUGHT_SUBJECTS,
                subjects,
                subject -> key(subject.classTerm()) + '\n' + subject.subject().code());
    }

    @Override
    public int saveClassMembers(Tx tx, Collection<ClassMember> members) {
        return save(
                tx,
                Relation.CLASS_MEMBER,
                saveMembers,
                RecordRows.MEMBERS,
                members,
                member -> member.pupil().value()
                        + '\n'
                        + member.classTerm().term().year()
                        + '\n'
                        + member.classTerm().term().name());
    }

    @Override
    public int saveAppreciations(Tx tx, Collection<Appreciation> appreciations) {
        return save(
                tx,
                Relation.APPRECIATION,
                saveAppreciations,
                RecordRows.APPRECIATIONS,
                appreciations,
                one -> String.join(
                        "\n",
                        one.pupil().value(),
                        one.term().year(),
                        one.term().name(),
                        one.type().name(),
                        String.valueOf(one.subject())));
    }

    @Override
    public int saveReleases(Tx tx, Collection<ReportRelease> releases) {
        return save(
                tx,
                Relation.REPORT_RELEASE,
                saveReleases,
                RecordRows.RELEASES,
                releases,
                release -> key(release.classTerm()));
    }

    private static String key(ClassTerm classTerm) {
        return classTerm.promotion().value()
                + '\n'
                + classTerm.term().year()
                + '\n'
                + classTerm.term().name();
    }

    private <T> int save(
            Tx tx, Relation relation, String sql, Columns<T> columns, Collection<T> rows, Function<T, String> key) {
        return write(tx, relation, h -> upsert(h, sql, columns, distinct(rows, key)));
    }

    /** The last row of each key, in the order of keys: two transactions with the same ones wait for each other. */
    private static <T> Collection<T> distinct(Collection<T> rows, Function<T, String> key) {
        Map<String, T> distinct = new TreeMap<>();
        rows.forEach(row -> distinct.put(key.apply(row), row));
        return new ArrayList<>(distinct.values());
    }

    private <T> int upsert(Handle handle, String sql, Columns<T> columns, Collection<T> rows) {
        return rows.isEmpty()
                ? 0
                : database.dialect()
                        .<Integer>retrying(
                                handle,
                                h -> columns.bind(h.createUpdate(sql), rows).execute());
    }

    private static <T> int delete(Handle handle, String sql, Columns<T> keys, List<T> rows) {
        return rows.isEmpty() ? 0 : keys.bind(handle.createUpdate(sql), rows).execute();
    }

    private int write(Tx tx, Relation relation, Function<Handle, Integer> work) {
        return database.<Integer>write(tx, h -> {
            if (!tables.areAll(h, relations(relation))) {
                throw new JdbcStoreException("the relations " + relations(relation)
                        + " are not Cartable's own tables but views of the host, or are missing; nothing was written. Change"
                        + " the host's data instead, or create the tables with SchemaMode.MIGRATE");
            }
            return work.apply(h);
        });
    }
}
