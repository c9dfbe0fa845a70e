package dev.cartable.jdbc.privacy;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.privacy.model.DataKind;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes data whose time is over. A kind has one statement or more; each deletes all its rows before the next begins. */
public final class JdbcRetention implements RetentionStore {
    private static final String DAY = "CAST(:before AS date)";

    /**
     * That the validity that a user's counter is in began after an instant, or that no profile serves a user who has used
     * nothing since.
     */
    private static final String CYCLE_OVER =
            "(u.assignment_id IS NULL OR u.cycle_key > CAST(%2$s AS timestamp with time zone) OR (NOT u.active AND u.day_key < "
                    + DAY + "))";

    /** That no counter of a user is proven any more by what was on a day. */
    private static final String NOTHING_PROVEN =
            "EXISTS (SELECT 1 FROM {usage} u WHERE u.user_id = %1$s.user_id AND (u.day_key < " + DAY
                    + " - 31 OR (u.day_key > %2$s AND u.week_key > %2$s AND u.month_key > %2$s)) AND " + CYCLE_OVER
                    + ")";

    private static final String SAME_SESSION =
            "o.user_id = %1$s.user_id AND o.nas = %1$s.nas AND o.session_id = %1$s.session_id";

    private static final Map<DataKind, List<Rule>> RULES = Map.of(
            DataKind.MESSAGE_DETAILS,
            List.of(
                    new Rule(
                            "notice",
                            "queued_at < :before AND (address IS NOT NULL OR variables IS NOT NULL) AND state IN ("
                                    + Stream.of(NoticeState.values())
                                            .filter(NoticeState::isFinal)
                                            .map(state -> "'" + state + "'")
                                            .collect(Collectors.joining(", "))
                                    + ")",
                            "address = NULL, variables = NULL, reason = NULL"),
                    Rule.delete("channel_pause", "until_at < :before")),
            DataKind.INBOX,
            List.of(Rule.delete("inbox", "arrived_at < :before")),
            DataKind.ACTIVATIONS,
            List.of(Rule.delete(
                    "activation",
                    "(expires_at < :before OR used_at < :before) AND NOT EXISTS (SELECT 1 FROM {account} a"
                            + " WHERE a.id = {activation}.account_id AND a.state = 'PENDING')")),
            DataKind.FAILED_SIGN_INS,
            List.of(Rule.delete("failed_sign_in", "(last_at < :before OR failures = 0)")),
            DataKind.PUPIL_LINKS,
            List.of(Rule.delete("account_pupil", "ended_at < :before")),
            DataKind.SESSIONS,
            List.of(
                    Rule.delete(
                            "session_usage",
                            "EXISTS (SELECT 1 FROM {session} o WHERE " + SAME_SESSION.formatted("{session_usage}")
                                    + " AND o.started_at = {session_usage}.started_at AND o.over_at < :before)"),
                    Rule.delete(
                            "session_reading",
                            "read_at < :before AND EXISTS (SELECT 1 FROM {session} o WHERE "
                                    + SAME_SESSION.formatted("{session_reading}")
                                    + ") AND NOT EXISTS (SELECT 1 FROM {session} o WHERE "
                                    + SAME_SESSION.formatted("{session_reading}")
                                    + " AND (o.over_at >= :before OR o.over_at IS NULL))"),
                    Rule.delete(
                            "session_checkpoint",
                            "until_at < :before AND EXISTS (SELECT 1 FROM {session} o WHERE "
                                    + SAME_SESSION.formatted("{session_checkpoint}")
                                    + ") AND NOT EXISTS (SELECT 1 FROM {session} o WHERE "
                                    + SAME_SESSION.formatted("{session_checkpoint}")
                                    + " AND (o.over_at >= :before OR o.over_at IS NULL))"),
                    Rule.delete("session", "over_at < :before")),
            DataKind.USAGE_DAYS,
            List.of(
                    new Rule(
                            "usage",
                            "day_key < " + DAY + " - 31 AND EXISTS (SELECT 1 FROM {usage_day} d"
                                    + " WHERE d.user_id = {usage}.user_id AND d.used_on < " + DAY + " - 2)",
                            Stream.of("day", "week", "month")
                                    .map(window -> window + "_key = " + DAY + " - 1, " + window + "_up = 0, " + window
                                            + "_down = 0")
                                    .collect(Collectors.joining(", "))),
                    new Rule(
                            "usage",
                            "NOT active AND assignment_id IS NOT NULL AND day_key < " + DAY,
                            "assignment_id = NULL, profile_id = NULL, cycle_key = TIMESTAMP WITH TIME ZONE '"
                                    + "1970-01-01 00:00:00+00', cycle_up = 0, cycle_down = 0"),
                    Rule.delete(
                            "usage_day",
                            "used_on < " + DAY + " - 2 AND "
                                    + NOTHING_PROVEN.formatted("{usage_day}", "CAST({usage_day}.used_on + 2 AS date)")),
                    Rule.delete(
                            "usage_adjustment",
                            "adjusted_at < :before AND "
                                    + NOTHING_PROVEN.formatted(
                                            "{usage_adjustment}", "CAST({usage_adjustment}.adjusted_at AS date) + 1")
                                    + " AND NOT EXISTS (SELECT 1 FROM {usage_migration} m"
                                    + " WHERE m.user_id = {usage_adjustment}.user_id)")),
            DataKind.ALERT_FIRINGS,
            List.of(Rule.delete(
                    "alert_firing",
                    "fired_at < :before AND (window_key NOT LIKE 'CYCLE:%' OR "
                            + "EXISTS (SELECT 1 FROM {usage} u WHERE u.user_id = {alert_firing}.user_id AND "
                            + CYCLE_OVER.formatted("", "{alert_firing}.fired_at") + "))")),
            DataKind.PROFILE_HISTORY,
            List.of(Rule.delete(
                    "profile_history",
                    "changed_at < :before AND (type IN ('RESET', 'REPAIRED') OR EXISTS (SELECT 1 FROM {profile_history} o"
                            + " WHERE o.holder = {profile_history}.holder AND o.changed_at > {profile_history}.changed_at"
                            + " AND o.changed_at < :before AND o.type NOT IN ('RESET', 'REPAIRED')))")));

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
                .mapToLong(rule -> h.createQuery(database.names()
                                .in("SELECT COUNT(*) FROM {" + rule.table() + "} WHERE " + rule.where()))
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
                String where = database.names().in(rule.where());
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
