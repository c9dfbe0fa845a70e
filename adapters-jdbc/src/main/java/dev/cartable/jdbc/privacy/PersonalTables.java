package dev.cartable.jdbc.privacy;

import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.model.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Which tables hold rows about a person: by which condition, and what an erasure does with them. A test asks the database for its
 * tables, and fails for one that stands neither among the {@link #TRACES} nor among the {@link #IMPERSONAL}.
 */
public final class PersonalTables {
    private static final String BY_ACCOUNT = "account_id = :account";
    static final String BY_USER = "user_id = :user";
    private static final String BY_HOLDER = "holder = :holder";
    static final String BY_RECORDER = "recorded_by = ANY(:recipients)";
    private static final String BY_PUPIL = "pupil_id = :pupil";
    private static final String DRAFT = "pupil_id = :pupil AND state = 'DRAFT'";
    private static final String OF_DRAFT = "invoice_id IN (SELECT id FROM {billing_invoice} WHERE " + DRAFT + ")";
    private static final String OF_ISSUED = "invoice_id IN (SELECT id FROM {billing_invoice} WHERE pupil_id = :pupil)";
    private static final String OF_INVOICE = "invoice_id IN (SELECT id FROM {invoice} WHERE pupil_id = :pupil)";

    /** Without those for another person, who pays. */
    static final String OWN_DOCUMENT = "pupil_id = :pupil AND payer = ''";

    static final String BY_PAYER = "guardian_id = :guardian";

    /** Notices to a pupil, and to others about the pupil. */
    static final String TO_OR_ABOUT_PUPIL =
            "(recipient = ANY(:recipients) OR id IN (SELECT notice_id FROM {reminder} WHERE pupil_id = :pupil))";

    static final String BY_RECIPIENT = "recipient = ANY(:recipients)";

    /**
     * Tables without a row about a person: those of the school, of the library itself, keyed hashes, and answers
     * that only a client's key opens. Files of documents are deleted
     * before the rows that name them.
     */
    public static final List<String> IMPERSONAL = List.of(
            "alert",
            "audit_end",
            "billing_series",
            "billing_year",
            "calendar_period",
            "channel_pause",
            "document_file",
            "domain_pause",
            "engine_task",
            "failed_sign_in",
            "host_key",
            "instance",
            "keyed_answer",
            "lease",
            "nas",
            "nas_event",
            "occurrence",
            "profile",
            "promotion",
            "reminder_hold",
            "reminder_rule",
            "reminder_run",
            "report_release",
            "schema_history",
            "receipt",
            "sms_budget",
            "task",
            "task_tick",
            "taught_subject",
            "template",
            "tombstone",
            "usage_forgotten",
            "username",
            "withdrawn_document");

    public static final List<Trace> TRACES = List.of(
            new Trace("account", "id = :account", Fate.ELSEWHERE),
            new Trace("account_pupil", BY_ACCOUNT, Fate.DELETED),
            new Trace("activation", BY_ACCOUNT, Fate.DELETED),
            new Trace("guardian", "id = :guardian", Fate.ELSEWHERE),
            new Trace("guardianship", "guardian_id = :guardian", Fate.ELSEWHERE),
            new Trace(
                    "outbox",
                    "notice_id IN (SELECT id FROM {notice} WHERE recipient = ANY(:recipients))",
                    Fate.ELSEWHERE),
            new Trace("notice", "(recipient = ANY(:recipients) OR subject = ANY(:recipients))", Fate.ELSEWHERE),
            new Trace("inbox", BY_RECIPIENT, Fate.DELETED),
            new Trace("bounce", BY_RECIPIENT, Fate.DELETED),
            new Trace("answer", BY_RECIPIENT, Fate.DELETED),
            new Trace("answer", BY_PUPIL, Fate.DELETED),
            new Trace("preference", BY_RECIPIENT, Fate.DELETED),
            new Trace("declined", BY_RECIPIENT, Fate.DELETED),
            new Trace("absence", BY_RECORDER, Fate.ELSEWHERE),
            new Trace("reminder", "(recipient = ANY(:recipients) OR author = ANY(:recipients))", Fate.ELSEWHERE),
            new Trace("notice", TO_OR_ABOUT_PUPIL, Fate.ELSEWHERE),
            new Trace("reminder", BY_PUPIL, Fate.DELETED),
            new Trace("account_pupil", BY_PUPIL, Fate.RENAMED),
            new Trace("pupil", "id = :pupil", Fate.ELSEWHERE),
            new Trace("guardianship", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("study_session", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("weekly_plan", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("subscription", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("instalment", OF_INVOICE, Fate.DELETED_IF_OURS),
            new Trace("payment", OF_INVOICE, Fate.DELETED_IF_OURS),
            new Trace("invoice_line", OF_INVOICE, Fate.DELETED_IF_OURS),
            new Trace("invoice_payer", OF_INVOICE, Fate.DELETED_IF_OURS),
            new Trace("invoice_payer", "guardian_id = :guardian", Fate.KEPT),
            new Trace("invoice", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("billing_line", OF_DRAFT, Fate.DELETED),
            new Trace("billing_instalment", OF_DRAFT, Fate.DELETED),
            new Trace("billing_payer", OF_DRAFT, Fate.DELETED),
            new Trace("billing_invoice", DRAFT, Fate.DELETED),
            new Trace("billing_line", OF_ISSUED, Fate.KEPT),
            new Trace("billing_instalment", OF_ISSUED, Fate.KEPT),
            new Trace("billing_payer", OF_ISSUED, Fate.KEPT),
            new Trace("billing_payer", "guardian_id = :guardian", Fate.KEPT),
            new Trace("billing_payment", OF_ISSUED, Fate.KEPT),
            new Trace("billing_invoice", BY_PUPIL, Fate.KEPT),
            new Trace("absence", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("grade", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("class_member", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("appreciation", BY_PUPIL, Fate.DELETED_IF_OURS),
            new Trace("document", BY_PAYER, Fate.DELETED),
            new Trace("document", OWN_DOCUMENT, Fate.DELETED),
            new Trace("document", BY_PUPIL, Fate.RENAMED),
            new Trace("audit_entry", "subject = ANY(:recipients)", Fate.ELSEWHERE),
            new Trace("user", "id = :user", Fate.ELSEWHERE),
            new Trace("profile_assignment", BY_HOLDER, Fate.DELETED),
            new Trace("profile_history", BY_HOLDER, Fate.RENAMED),
            new Trace("promotion_supervisor", BY_USER, Fate.DELETED),
            new Trace("usage", BY_USER, Fate.RENAMED),
            new Trace("usage_day", BY_USER, Fate.RENAMED),
            new Trace("usage_event", BY_USER, Fate.RENAMED),
            new Trace("usage_adjustment", BY_USER, Fate.RENAMED),
            new Trace("usage_migration", BY_USER, Fate.RENAMED),
            new Trace("first_use", BY_USER, Fate.RENAMED),
            new Trace("alert_firing", BY_USER, Fate.RENAMED),
            new Trace("session_user", BY_USER, Fate.RENAMED),
            new Trace("session_reading", BY_USER, Fate.RENAMED),
            new Trace("session_checkpoint", BY_USER, Fate.RENAMED),
            new Trace("session", BY_USER, Fate.RENAMED),
            new Trace("session_usage", BY_USER, Fate.RENAMED));

    /** A column with the id of a person of one kind, or with a person of any kind. */
    private static final Pattern PERSON_COLUMN =
            Pattern.compile("(\\w+) = (?::(guardian|user|pupil)\\b|ANY\\(:recipients\\)|:holder\\b)");

    private PersonalTables() {}

    /** What an erasure does with the rows of a table. */
    public enum Fate {
        DELETED,
        /** They are deleted where the relation is Cartable's own; a host's view stays, and need not be there. */
        DELETED_IF_OURS,
        /** They stay, under the pseudonym. */
        RENAMED,
        /** They stay as they are for the bookkeeping, until retention takes the names off them. */
        KEPT,
        /** Another statement or another store changes them. */
        ELSEWHERE
    }

    /** The rows of a table that are about a person. */
    public record Trace(String table, String condition, Fate fate) {
        /** Whether the condition can hold for the person at all. */
        boolean concerns(Person person) {
            return !(condition.contains(":guardian") && person.guardian() == null)
                    && !(condition.contains(":account") && person.account() == null)
                    && !(condition.contains(":pupil") && person.pupil() == null)
                    && !((condition.contains(":user") || condition.contains(":holder")) && person.user() == null);
        }
    }

    static Stream<Trace> of(Person person) {
        return TRACES.stream().filter(trace -> trace.concerns(person));
    }

    /** Queries for all people in the rows of a table, as {@code guardian:ID}, {@code user:ID} or {@code pupil:ID}. */
    static List<String> people(Trace trace) {
        List<String> queries = new ArrayList<>();
        if (!trace.condition().contains("SELECT")) {
            Matcher column = PERSON_COLUMN.matcher(trace.condition());
            while (column.find()) {
                String name = column.group(1);
                String person = column.group(2) == null ? name : "'" + column.group(2) + ":' || " + name;
                if (name.equals("holder")) {
                    person = "LOWER(SUBSTRING(holder FROM 1 FOR 5)) || SUBSTRING(holder FROM 6)"; // USER:ID
                }
                queries.add("SELECT " + person + " FROM {" + trace.table() + "} WHERE " + name + " IS NOT NULL");
            }
        }
        return queries;
    }

    static List<String> recipients(Person person) {
        return person.recipients().stream().map(Recipient::toString).toList();
    }

    /** Binds the parameters of a condition. */
    static <S extends SqlStatement<S>> S bind(S statement, String condition, Person person) {
        if (condition.contains(":guardian") && person.guardian() != null) {
            statement.bind("guardian", person.guardian().value());
        }
        if (condition.contains(":account") && person.account() != null) {
            statement.bind("account", person.account().value());
        }
        if (condition.contains(":pupil") && person.pupil() != null) {
            statement.bind("pupil", person.pupil().value());
        }
        if (condition.contains(":user") && person.user() != null) {
            statement.bind("user", person.user().value());
        }
        if (condition.contains(":holder")) {
            statement.bind("holder", String.valueOf(person.holder()));
        }
        if (condition.contains(":recipients")) {
            statement.bind("recipients", Arrays.texts(recipients(person)));
        }
        return statement;
    }
}
