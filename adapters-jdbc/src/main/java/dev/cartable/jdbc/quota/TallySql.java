package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.school.RosterColumns;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Tokens;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStatistics.Band;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The statements that say whom each profile serves and what they have used. What is the same for all users of a profile is
 * reckoned beforehand, by the same rules as for a single user, and travels with the statement: whether it serves at all, since
 * when a validity must have begun not to be over, how many bytes are in which band. A cycle of months depends on the day of the
 * assignment too, so those come by assignment.
 */
final class TallySql {
    /**
     * One row for each profile, level and band: their numbers among those that were asked for, put together to one, the slot, and
     * what was used. Each part is worked out before the next (OFFSET 0): PostgreSQL would otherwise write each expression into
     * all that use it, and reckon it up to thirty times for a user.
     */
    private static final String TALLY = """
            SELECT y.slot, COUNT(*), SUM(y.bytes), MIN(y.bytes), MAX(y.bytes) FROM (
                SELECT (COALESCE(x.p_number, -1) * 8 + COALESCE(x.level_number, 0)) * 8 + {BAND} AS slot,
                    x.bytes_up + x.bytes_down AS bytes
                FROM (
                    SELECT c.level_number, p.*, {USED(up)} AS bytes_up, {USED(down)} AS bytes_down
                    FROM ({SERVED}) c
                    LEFT JOIN {PROFILES(p)} ON p.p_id = c.profile_id
                    LEFT JOIN {usage} s ON {CODE(s.user_id)} = c.user_id
                    {PROFILE_BEFORE}
                    {MONTHS}
                    OFFSET 0) x
                OFFSET 0) y
            GROUP BY y.slot""";

    /** One row for each day on which the active users of a profile have used anything. */
    private static final String DAYS = """
            SELECT d.used_on, SUM(d.day_up), SUM(d.day_down)
            FROM ({SERVED}) c JOIN {usage_day} d ON {CODE(d.user_id)} = c.user_id
            WHERE c.profile_id = :profile AND d.used_on BETWEEN :first AND :last
            GROUP BY d.used_on""";

    /** The active users, each with what serves them: the first level that has an assignment that serves. */
    private static final String SERVED = """
            SELECT u.id AS user_id,
                COALESCE(l0.profile_id, l1.profile_id, l2.profile_id) AS profile_id,
                COALESCE(l0.assignment_id, l1.assignment_id, l2.assignment_id) AS assignment_id,
                COALESCE(l0.assigned_at, l1.assigned_at, l2.assigned_at) AS assigned_at,
                CASE WHEN l0.assignment_id IS NOT NULL THEN 0 WHEN l1.assignment_id IS NOT NULL THEN 1
                    WHEN l2.assignment_id IS NOT NULL THEN 2 END AS level_number
            FROM {user} u
            {LEVEL(l0)}
            {LEVEL(l1)}
            {LEVEL(l2)}
            WHERE {ACTIVE(user u)}""";

    /** Says by itself which holders are of the level: the server would put everybody's into the hash of the few promotions. */
    private static final String LEVEL = """
            LEFT JOIN (
                SELECT a.holder, a.assignment_id, a.profile_id, a.assigned_at, p.p_by_use, p.p_valid_since
                FROM {profile_assignment} a JOIN {PROFILES(p)} ON p.p_id = a.profile_id
                WHERE a.holder LIKE '{NAME}:%' AND p.p_serves
                AND (p.p_by_use OR p.p_valid_since IS NULL OR a.assigned_at >= p.p_valid_since)) {ALIAS}
            ON {CODE({ALIAS}.holder)} = {HOLDER} {NOT_OVER}""";

    /** That a validity from the first use on is not over. */
    private static final String NOT_OVER = """
            AND NOT ({ALIAS}.p_by_use AND EXISTS (SELECT 1 FROM {first_use} f
                WHERE f.assignment_id = {ALIAS}.assignment_id AND {CODE(f.user_id)} = u.id
                AND f.first_at < {ALIAS}.p_valid_since))""";

    /** {@code CounterRules.current} as SQL, in the window of a validity. */
    private static final String USED_IN_CYCLE = """
            CASE WHEN (s.assignment_id IS NULL OR s.assignment_id = c.assignment_id)
                AND s.cycle_key >= COALESCE({MONTH_KEY} p.p_term_key, c.assigned_at)
            THEN s.cycle_{DIRECTION} ELSE 0 END""";

    /** The same in another window, where a counter begins anew with another assignment. */
    private static final String USED_OF_ASSIGNMENT = """
            CASE WHEN s.{WINDOW}_key >= :key AND (s.assignment_id IS NULL OR s.assignment_id = c.assignment_id)
            THEN s.{WINDOW}_{DIRECTION} ELSE 0 END""";

    /** The same, where a counter stays. */
    private static final String USED = "CASE WHEN s.{WINDOW}_key >= :key THEN s.{WINDOW}_{DIRECTION} ELSE 0 END";

    /** The same, where a counter stays in proportion: rounded down, and exact, as a division of numerics alone is not. */
    private static final String USED_IN_PROPORTION = """
            CASE WHEN s.{WINDOW}_key >= :key
            THEN CASE WHEN s.assignment_id IS NULL OR s.assignment_id = c.assignment_id THEN s.{WINDOW}_{DIRECTION}
                WHEN o.p_limit > 0 AND p.p_limit IS NOT NULL THEN LEAST({MOST},
                    CAST((CAST(s.{WINDOW}_{DIRECTION} AS NUMERIC(40)) * p.p_limit
                        - MOD(CAST(s.{WINDOW}_{DIRECTION} AS NUMERIC(40)) * p.p_limit, o.p_limit)) / o.p_limit
                        AS NUMERIC(40)))
                ELSE s.{WINDOW}_{DIRECTION} END
            ELSE 0 END""";

    /** More than there are of each; so each slot is another number. */
    private static final int LEVELS = 8;

    private static final int BANDS = 8;

    private final Database database;
    private final RosterColumns columns;
    private final UsageStatistics.Question question;
    private final List<Served> profiles;
    private final List<Month> months;

    TallySql(Database database, RosterColumns columns, UsageStatistics.Question question, List<Month> months) {
        this.database = database;
        this.columns = columns;
        this.question = question;
        this.profiles = IntStream.range(0, question.profiles().size())
                .mapToObj(i -> served(i, question.profiles().get(i), question))
                .toList();
        this.months = months;
    }

    /** A profile, as far as it is the same for all its users. */
    record Served(
            int number,
            Profile profile,
            boolean serves,
            boolean byUse,
            @Nullable Instant validSince,
            @Nullable Instant termKey,
            Profile.Limits limits) {
        @Nullable
        Object least(Function<Profile.Limits, Limit> direction, Band band) {
            return band.least(direction.apply(limits));
        }
    }

    /** What the cycle of an assignment for months is counted under. */
    record Month(Profile profile, Instant assigned, Instant key) {}

    private static Served served(int number, Profile profile, UsageStatistics.Question question) {
        return new Served(
                number,
                profile,
                question.serves(profile),
                profile.validity().start() == Validity.Start.FIRST_USE,
                question.validSince(profile),
                question.termKey(profile),
                profile.limits(question.window()));
    }

    private static final List<Band> ALL_BANDS = List.of(Band.values());
    private static final List<Function<Profile.Limits, Limit>> DIRECTIONS =
            List.of(Profile.Limits::total, Profile.Limits::up, Profile.Limits::down);
    private static final List<String> BYTES = List.of("x.bytes_up + x.bytes_down", "x.bytes_up", "x.bytes_down");
    private static final Columns<Served> PROFILES = profileColumns();
    private static final Columns<Month> MONTHS = Columns.of(
            Column.of("m_profile", Type.UUID, month -> month.profile().id().value()),
            Column.of("m_assigned", Type.TIME, Month::assigned),
            Column.of("m_key", Type.TIME, Month::key));

    private static Columns<Served> profileColumns() {
        List<Column<Served>> all = new ArrayList<>(List.of(
                Column.of("p_id", Type.UUID, served -> served.profile().id().value()),
                Column.of("p_number", Type.INT, Served::number),
                Column.of("p_serves", Type.BOOLEAN, Served::serves),
                Column.of("p_by_use", Type.BOOLEAN, Served::byUse),
                Column.of("p_valid_since", Type.TIME, Served::validSince),
                Column.of("p_term_key", Type.TIME, Served::termKey),
                Column.of("p_limit", Type.LONG, TallySql::limit)));
        for (int direction = 0; direction < DIRECTIONS.size(); direction++) {
            for (Band band : Band.OF_LIMIT) {
                Function<Profile.Limits, Limit> of = DIRECTIONS.get(direction);
                all.add(Column.of(least(direction, band), Type.LONG, served -> served.least(of, band)));
            }
        }
        return new Columns<>(all);
    }

    private static String least(int direction, Band band) {
        return "p_" + band.name().toLowerCase(Locale.ROOT) + "_" + direction;
    }

    private static @Nullable Object limit(Served served) {
        return served.limits().total() instanceof Limit.AtMost most
                ? most.size().bytes()
                : null;
    }

    String tally() {
        return sql(TALLY);
    }

    String days() {
        return sql(DAYS);
    }

    /** What a slot stands for. */
    UsageStatistics.Tally tally(ResultSet row) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        long slot = cursor.number();
        int number = (int) Math.floorDiv(slot, (long) LEVELS * BANDS);
        int level = Math.floorMod(Math.floorDiv(slot, BANDS), LEVELS);
        boolean served = number >= 0;
        return new UsageStatistics.Tally(
                served ? profiles.get(number).profile().id() : null,
                served ? question.levels().get(level) : null,
                ALL_BANDS.get(Math.floorMod(slot, BANDS)),
                cursor.number(),
                row.getBigDecimal(3).toBigIntegerExact(),
                row.getLong(4),
                row.getLong(5));
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        S bound = PROFILES.bind(statement, profiles);
        return months.isEmpty() ? bound : MONTHS.bind(bound, months);
    }

    private String sql(String statement) {
        return database.sql(columns.in(Tokens.replace(statement, this::words)));
    }

    private @Nullable String words(String token, String argument) {
        return switch (token) {
            case "SERVED" -> SERVED;
            case "LEVEL" -> level(argument, Integer.parseInt(argument.substring(1)));
            case "PROFILES" -> PROFILES.rowsAs(argument);
            case "PROFILE_BEFORE" -> prorates() ? "LEFT JOIN {PROFILES(o)} ON o.p_id = s.profile_id" : "";
            case "MONTHS" ->
                months.isEmpty()
                        ? ""
                        : "LEFT JOIN %s ON m.m_profile = c.profile_id AND m.m_assigned = c.assigned_at"
                                .formatted(MONTHS.rowsAs("m"));
            case "MONTH_KEY" -> months.isEmpty() ? "" : "m.m_key,";
            case "USED" -> used().replace("{DIRECTION}", argument);
            case "WINDOW" -> question.window().name().toLowerCase(Locale.ROOT);
            case "MOST" -> String.valueOf(Traffic.MAX);
            case "BAND" -> band();
            default -> null;
        };
    }

    /** A level that was not asked for has a holder that matches no user. */
    private String level(String alias, int number) {
        String name = number < question.levels().size() ? question.levels().get(number) : "NONE";
        boolean byUse = profiles.stream().anyMatch(Served::byUse);
        return LEVEL.replace("{NOT_OVER}", byUse ? NOT_OVER : "")
                .replace("{NAME}", name)
                .replace("{ALIAS}", alias)
                .replace("{HOLDER}", holder(name));
    }

    private static String holder(String level) {
        if (level.equals(Level.USER.name())) {
            return "'USER:' || u.id";
        }
        if (level.equals(Level.PROMOTION.name())) {
            return "'PROMOTION:' || {PROMOTION_OF(u)}";
        }
        return level.equals(Level.DEFAULT.name()) ? "'" + Holder.DEFAULT + "'" : "NULL";
    }

    private boolean prorates() {
        return question.window() != Window.CYCLE && question.onChange() == CounterPolicy.PRORATE;
    }

    private String used() {
        return question.window() == Window.CYCLE
                ? USED_IN_CYCLE
                : switch (question.onChange()) {
                    case RESET -> USED_OF_ASSIGNMENT;
                    case KEEP -> USED;
                    case PRORATE -> USED_IN_PROPORTION;
                };
    }

    /** {@link Band#of} as SQL: the highest band whose first bytes have been used, of those directions that have limits at all. */
    private String band() {
        List<Integer> directions = IntStream.range(0, DIRECTIONS.size())
                .filter(direction -> profiles.stream()
                        .anyMatch(served -> DIRECTIONS.get(direction).apply(served.limits()) instanceof Limit.AtMost))
                .boxed()
                .toList();
        if (directions.isEmpty()) {
            return String.valueOf(Band.OF_LIMIT.size());
        }
        StringBuilder cases = new StringBuilder("CASE");
        for (int i = Band.OF_LIMIT.size() - 1; i >= 0; i--) {
            Band band = Band.OF_LIMIT.get(i);
            cases.append(" WHEN ")
                    .append(directions.stream()
                            .map(direction -> BYTES.get(direction) + " >= x." + least(direction, band))
                            .collect(Collectors.joining(" OR ")))
                    .append(" THEN ")
                    .append(i);
        }
        return cases.append(" ELSE ")
                .append(Band.OF_LIMIT.size())
                .append(" END")
                .toString();
    }
}
