package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.school.RosterColumns;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Band;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Level;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Limits;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStatistics;
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
 * The statement that says whom each profile serves and what they have used. What is the same for all users of a profile is
 * reckoned beforehand, by the same rules as for a single user, and travels with the statement: whether it serves at all, since
 * when a validity must have begun not to be over, how many bytes are in which band. A cycle of months depends on the day of the
 * assignment too, so those come by assignment.
 */
final class TallySql {
    private final Dialect dialect;
    private final RosterColumns columns;
    private final UsageStatistics.Question question;
    private final List<Served> profiles;
    private final List<Month> months;

    TallySql(Dialect dialect, RosterColumns columns, UsageStatistics.Question question, List<Month> months) {
        this.dialect = dialect;
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
            Limits limits) {
        @Nullable
        Object least(Function<Limits, Limit> direction, Band band) {
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

    /** More than there are of each; so each slot is another number. */
    private static final int LEVELS = 8;

    private static final int BANDS = 8;
    private static final List<Band> ALL_BANDS = List.of(Band.values());
    private static final List<Function<Limits, Limit>> DIRECTIONS = List.of(Limits::total, Limits::up, Limits::down);
    private static final List<String> USED = List.of("x.bytes_up + x.bytes_down", "x.bytes_up", "x.bytes_down");
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
                Function<Limits, Limit> of = DIRECTIONS.get(direction);
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

    /**
     * One row for each profile, level and band: their numbers among those that were asked for, put together to one, the slot, and
     * what was used. Each part is worked out before the next (OFFSET 0): PostgreSQL would otherwise write each expression into
     * all that use it, and reckon it up to thirty times for a user.
     */
    String tally() {
        return "SELECT y.slot, COUNT(*), SUM(y.bytes), MIN(y.bytes), MAX(y.bytes) FROM ("
                + "SELECT (COALESCE(x.p_number, -1) * " + LEVELS + " + COALESCE(x.level_number, 0)) * " + BANDS + " + "
                + band() + " AS slot, x.bytes_up + x.bytes_down AS bytes FROM ("
                + "SELECT c.level_number, p.*, " + used("up") + " AS bytes_up, " + used("down")
                + " AS bytes_down FROM ("
                + served() + ") c LEFT JOIN " + PROFILES.rowsAs("p")
                + " ON p.p_id = c.profile_id LEFT JOIN {usage} s ON " + dialect.byCode("s.user_id") + " = c.user_id"
                + (prorates() ? " LEFT JOIN " + PROFILES.rowsAs("o") + " ON o.p_id = s.profile_id" : "")
                + (months.isEmpty()
                        ? ""
                        : " LEFT JOIN " + MONTHS.rowsAs("m")
                                + " ON m.m_profile = c.profile_id AND m.m_assigned = c.assigned_at")
                + " OFFSET 0) x OFFSET 0) y GROUP BY y.slot";
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

    /** One row for each day on which the active users of a profile have used anything. */
    String days() {
        return "SELECT d.used_on, SUM(d.day_up), SUM(d.day_down) FROM (" + served()
                + ") c JOIN {usage_day} d ON " + dialect.byCode("d.user_id") + " = c.user_id"
                + " WHERE c.profile_id = :profile AND d.used_on BETWEEN :first AND :last GROUP BY d.used_on";
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        S bound = PROFILES.bind(statement, profiles);
        return months.isEmpty() ? bound : MONTHS.bind(bound, months);
    }

    /** The active users, each with what serves them: the first level that has an assignment that serves. */
    private String served() {
        List<String> levels = question.levels();
        return "SELECT u.id AS user_id, " + first("profile_id") + ", " + first("assignment_id") + ", "
                + first("assigned_at") + ", "
                + IntStream.range(0, levels.size())
                        .mapToObj(i -> "WHEN l" + i + ".assignment_id IS NOT NULL THEN " + i)
                        .collect(Collectors.joining(" ", "CASE ", " END AS level_number"))
                + " FROM {user} u"
                + IntStream.range(0, levels.size())
                        .mapToObj(i -> level("l" + i, levels.get(i)))
                        .collect(Collectors.joining())
                + " WHERE " + columns.active("user", "u");
    }

    private String first(String column) {
        return IntStream.range(0, question.levels().size())
                .mapToObj(i -> "l" + i + "." + column)
                .collect(Collectors.joining(", ", "COALESCE(", ") AS " + column));
    }

    private String holder(String level) {
        if (level.equals(Level.USER.name())) {
            return "'USER:' || u.id";
        }
        return level.equals(Level.PROMOTION.name())
                ? "'PROMOTION:' || " + columns.promotionOf("u")
                : "'" + Holder.DEFAULT + "'";
    }

    /** Says by itself which holders are of the level: the server would put everybody's into the hash of the few promotions. */
    private String level(String alias, String level) {
        String byUse = profiles.stream().noneMatch(Served::byUse)
                ? ""
                : " AND NOT (" + alias + ".p_by_use AND EXISTS (SELECT 1 FROM {first_use} f WHERE f.assignment_id = "
                        + alias + ".assignment_id AND " + dialect.byCode("f.user_id") + " = u.id AND f.first_at < "
                        + alias + ".p_valid_since))";
        return " LEFT JOIN (SELECT a.holder, a.assignment_id, a.profile_id, a.assigned_at, p.p_by_use, p.p_valid_since"
                + " FROM {profile_assignment} a JOIN " + PROFILES.rowsAs("p")
                + " ON p.p_id = a.profile_id WHERE a.holder LIKE '" + level
                + ":%' AND p.p_serves AND (p.p_by_use OR p.p_valid_since IS NULL"
                + " OR a.assigned_at >= p.p_valid_since)) " + alias + " ON " + dialect.byCode(alias + ".holder")
                + " = " + holder(level) + byUse;
    }

    private boolean prorates() {
        return question.window() != Window.CYCLE && question.onChange() == CounterPolicy.PRORATE;
    }

    /** {@code CounterRules.current} as SQL. */
    private String used(String direction) {
        String window = question.window().name().toLowerCase(Locale.ROOT);
        String counter = "s." + window + "_" + direction;
        String same = "(s.assignment_id IS NULL OR s.assignment_id = c.assignment_id)";
        if (question.window() == Window.CYCLE) {
            String key = "COALESCE(" + (months.isEmpty() ? "" : "m.m_key, ") + "p.p_term_key, c.assigned_at)";
            return "CASE WHEN " + same + " AND s.cycle_key >= " + key + " THEN " + counter + " ELSE 0 END";
        }
        String open = "s." + window + "_key >= :key";
        String carried = switch (question.onChange()) {
            case RESET -> "0";
            case KEEP -> counter;
            case PRORATE ->
                "CASE WHEN o.p_limit > 0 AND p.p_limit IS NOT NULL THEN LEAST(" + Traffic.MAX + ", "
                        + quotient("CAST(" + counter + " AS NUMERIC(40)) * p.p_limit", "o.p_limit") + ") ELSE "
                        + counter + " END";
        };
        return "CASE WHEN " + open + " THEN CASE WHEN " + same + " THEN " + counter + " ELSE " + carried
                + " END ELSE 0 END";
    }

    /** Rounded down, and exact: a division of numerics alone would be rounded somewhere. */
    private static String quotient(String dividend, String divisor) {
        return "CAST((" + dividend + " - MOD(" + dividend + ", " + divisor + ")) / " + divisor + " AS NUMERIC(40))";
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
                            .map(direction -> USED.get(direction) + " >= x." + least(direction, band))
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
