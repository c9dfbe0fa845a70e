package dev.cartable.jdbc.privacy;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes data whose time is over. A kind has one statement or more; each deletes all its rows before the next begins. */
public final class JdbcRetention implements RetentionStore {
    private static final String FINAL = Stream.of(NoticeState.values())
            .filter(NoticeState::isFinal)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", "));

    private static final String OF_AN_EARLIER_YEAR = "book_year < EXTRACT(YEAR FROM CAST(:before AS date))";

    private static final String OLD_INVOICE =
            "invoice_id IN (SELECT i.id FROM {billing_invoice} i WHERE i." + OF_AN_EARLIER_YEAR + ")";

    private static final Map<DataKind, List<Rule>> RULES = Map.ofEntries(
            Map.entry(
                    DataKind.MESSAGE_DETAILS,
                    List.of(
                            new Rule(
                                    "notice",
                                    """
                            queued_at < :before AND (address IS NOT NULL OR variables IS NOT NULL)
                            AND state IN (%s)""".formatted(FINAL),
                                    "address = NULL, variables = NULL, reason = NULL, sent_subject = NULL, sent_text = NULL"),
                            Rule.delete("channel_pause", "until_at < :before"),
                            Rule.delete("domain_pause", "until_at < :before"),
                            Rule.delete("sms_budget", "budget_day < CAST(:before AS date)"))),
            Map.entry(
                    DataKind.REMINDERS,
                    List.of(
                            Rule.delete("reminder", "due_on < CAST(:before AS date)"),
                            Rule.delete("reminder_run", "due_on < CAST(:before AS date)"),
                            Rule.delete("reminder_hold", "due_on < CAST(:before AS date) AND state <> 'OPEN'"))),
            Map.entry(DataKind.BOUNCES, List.of(Rule.delete("bounce", "bounced_at < :before"))),
            Map.entry(DataKind.ANSWERS, List.of(Rule.delete("answer", "answered_at < :before"))),
            Map.entry(DataKind.INBOX, List.of(Rule.delete("inbox", "arrived_at < :before"))),
            Map.entry(DataKind.ACTIVATIONS, List.of(Rule.delete("activation", """
                    (expires_at < :before OR used_at < :before)
                    AND NOT EXISTS (SELECT 1 FROM {account} a WHERE a.id = {activation}.account_id AND a.state = 'PENDING')"""))),
            Map.entry(
                    DataKind.FAILED_SIGN_INS,
                    List.of(Rule.delete("failed_sign_in", "(last_at < :before OR failures = 0)"))),
            Map.entry(DataKind.PUPIL_LINKS, List.of(Rule.delete("account_pupil", "ended_at < :before"))),
            Map.entry(
                    DataKind.SESSIONS,
                    List.of(
                            Rule.delete("session_usage", """
                            EXISTS (SELECT 1 FROM {session} o
                                WHERE o.user_id = {session_usage}.user_id AND o.nas = {session_usage}.nas
                                AND o.session_id = {session_usage}.session_id
                                AND o.started_at = {session_usage}.started_at AND o.over_at < :before)"""),
                            Rule.delete("session_reading", """
                            read_at < :before
                            AND EXISTS (SELECT 1 FROM {session} o
                                WHERE o.user_id = {session_reading}.user_id AND o.nas = {session_reading}.nas
                                AND o.session_id = {session_reading}.session_id)
                            AND NOT EXISTS (SELECT 1 FROM {session} o
                                WHERE o.user_id = {session_reading}.user_id AND o.nas = {session_reading}.nas
                                AND o.session_id = {session_reading}.session_id
                                AND (o.over_at >= :before OR o.over_at IS NULL))"""),
                            Rule.delete("session_checkpoint", """
                            until_at < :before
                            AND EXISTS (SELECT 1 FROM {session} o
                                WHERE o.user_id = {session_checkpoint}.user_id AND o.nas = {session_checkpoint}.nas
                                AND o.session_id = {session_checkpoint}.session_id)
                            AND NOT EXISTS (SELECT 1 FROM {session} o
                                WHERE o.user_id = {session_checkpoint}.user_id AND o.nas = {session_checkpoint}.nas
                                AND o.session_id = {session_checkpoint}.session_id
                                AND (o.over_at >= :before OR o.over_at IS NULL))"""),
                            Rule.delete("session", "over_at < :before"))),
            Map.entry(
                    DataKind.USAGE_DAYS,
                    List.of(
                            new Rule("usage", """
                            day_key < CAST(:before AS date) - 31
                            AND EXISTS (SELECT 1 FROM {usage_day} d
                                WHERE d.user_id = {usage}.user_id AND d.used_on < CAST(:before AS date) - 2)""", """
                            day_key = CAST(:before AS date) - 1, day_up = 0, day_down = 0,
                            week_key = CAST(:before AS date) - 1, week_up = 0, week_down = 0,
                            month_key = CAST(:before AS date) - 1, month_up = 0, month_down = 0"""),
                            new Rule(
                                    "usage",
                                    "NOT active AND assignment_id IS NOT NULL AND day_key < CAST(:before AS date)",
                                    """
                            assignment_id = NULL, profile_id = NULL,
                            cycle_key = TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', cycle_up = 0, cycle_down = 0"""),
                            // No counter of the user is proven any more by what was on that day.
                            Rule.delete("usage_day", """
                            used_on < CAST(:before AS date) - 2
                            AND EXISTS (SELECT 1 FROM {usage} u WHERE u.user_id = {usage_day}.user_id
                                AND (u.day_key < CAST(:before AS date) - 31
                                    OR (u.day_key > CAST({usage_day}.used_on + 2 AS date)
                                        AND u.week_key > CAST({usage_day}.used_on + 2 AS date)
                                        AND u.month_key > CAST({usage_day}.used_on + 2 AS date)))
                                AND (u.assignment_id IS NULL
                                    OR u.cycle_key
                                        > CAST(CAST({usage_day}.used_on + 2 AS date) AS timestamp with time zone)
                                    OR (NOT u.active AND u.day_key < CAST(:before AS date))))"""),
                            Rule.delete("usage_adjustment", """
                            adjusted_at < :before
                            AND EXISTS (SELECT 1 FROM {usage} u WHERE u.user_id = {usage_adjustment}.user_id
                                AND (u.day_key < CAST(:before AS date) - 31
                                    OR (u.day_key > CAST({usage_adjustment}.adjusted_at AS date) + 1
                                        AND u.week_key > CAST({usage_adjustment}.adjusted_at AS date) + 1
                                        AND u.month_key > CAST({usage_adjustment}.adjusted_at AS date) + 1))
                                AND (u.assignment_id IS NULL
                                    OR u.cycle_key > CAST(CAST({usage_adjustment}.adjusted_at AS date) + 1
                                        AS timestamp with time zone)
                                    OR (NOT u.active AND u.day_key < CAST(:before AS date))))
                            AND NOT EXISTS (SELECT 1 FROM {usage_migration} m
                                WHERE m.user_id = {usage_adjustment}.user_id)"""))),
            // The validity that the counter is in began later, or no profile serves the user, who has used nothing
            // since.
            Map.entry(DataKind.ALERT_FIRINGS, List.of(Rule.delete("alert_firing", """
                    fired_at < :before
                    AND (window_key NOT LIKE 'CYCLE:%' OR EXISTS (SELECT 1 FROM {usage} u
                        WHERE u.user_id = {alert_firing}.user_id
                        AND (u.assignment_id IS NULL
                            OR u.cycle_key > CAST({alert_firing}.fired_at AS timestamp with time zone)
                            OR (NOT u.active AND u.day_key < CAST(:before AS date)))))"""))),
            Map.entry(
                    DataKind.INVOICES,
                    List.of(
                            new Rule(
                                    "billing_payer",
                                    "(name <> '-' OR guardian_id IS NOT NULL OR address IS NOT NULL OR email IS NOT NULL) AND "
                                            + OLD_INVOICE,
                                    "name = '-', guardian_id = NULL, address = NULL, email = NULL"),
                            new Rule("billing_payment", "method IS NOT NULL AND " + OLD_INVOICE, "method = NULL"),
                            new Rule(
                                    "billing_invoice", "pupil_id <> '-' AND " + OF_AN_EARLIER_YEAR, "pupil_id = '-'"))),
            Map.entry(
                    DataKind.AUDIT,
                    List.of(new Rule(
                            "audit_entry",
                            "recorded_at < :before AND (actor_salt IS NOT NULL OR subject_salt IS NOT NULL"
                                    + " OR actor <> '' OR origin <> '' OR subject <> '')",
                            "actor = '', origin = '', subject = '', actor_salt = NULL, subject_salt = NULL"))),
            Map.entry(DataKind.PROFILE_HISTORY, List.of(Rule.delete("profile_history", """
                    changed_at < :before
                    AND (type IN ('RESET', 'REPAIRED') OR EXISTS (SELECT 1 FROM {profile_history} o
                        WHERE o.holder = {profile_history}.holder AND o.changed_at > {profile_history}.changed_at
                        AND o.changed_at < :before AND o.type NOT IN ('RESET', 'REPAIRED')))"""))));

    private final Database database;

    public JdbcRetention(Database database) {
        this.database = database;
    }

    /**
     * The rows of a table whose time is over.
     *
     * @param set what they are emptied by; none for rows that are deleted
     */
    private record Rule(String table, String where, String set) {
        static Rule delete(String table, String where) {
            return new Rule(table, where, "");
        }
    }

    private static List<Rule> rules(DataKind kind) {
        List<Rule> rules = RULES.get(kind);
        if (rules == null) {
            throw new IllegalStateException("no statement removes " + kind);
        }
        return rules;
    }

    @Override
    public long count(DataKind kind, Instant before) {
        return database.<Long>read(h -> rules(kind).stream()
                .mapToLong(rule -> h.createQuery(database.sql(
                                "SELECT COUNT(*) FROM {%s} WHERE %s".formatted(rule.table(), rule.where())))
                        .bind("before", Type.time(before))
                        .mapTo(Long.class)
                        .one())
                .sum());
    }

    @Override
    public int remove(Tx tx, DataKind kind, Instant before, int max) {
        return database.<Integer>write(tx, h -> {
            for (Rule rule : rules(kind)) {
                String table = database.names().qualified(rule.table());
                String where = database.sql(rule.where());
                String sql = rule.set().isEmpty()
                        ? database.dialect().deleteSome(table, where, ":max")
                        : database.dialect().updateSome(table, rule.set(), where, ":max");
                int some = h.createUpdate(sql)
                        .bind("before", Type.time(before))
                        .bind("max", max)
                        .execute();
                if (some > 0) {
                    return some;
                }
            }
            return 0;
        });
    }
}
