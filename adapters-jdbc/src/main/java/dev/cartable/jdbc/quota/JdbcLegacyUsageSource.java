package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An older system's quotas in a table or view of the same database, with the columns {@code user_id, total_bytes, day_bytes,
 * week_bytes, month_bytes} and, if it has them, {@code as_of} and {@code total_up, day_up, week_up, month_up}. Read row by row, as
 * it is when the reading begins.
 */
public final class JdbcLegacyUsageSource implements LegacyUsageSource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");
    private static final Set<String> REQUIRED =
            Set.of("user_id", "total_bytes", "day_bytes", "week_bytes", "month_bytes");
    private static final int FETCH = 1_000;

    private final Database database;
    private final String relation;

    public JdbcLegacyUsageSource(Database database, String relation) {
        if (!NAME.matcher(relation).matches()) {
            throw new IllegalArgumentException("'" + relation
                    + "' is no name of a table: letters, digits and underscores are, perhaps with a schema");
        }
        this.database = database;
        this.relation = relation;
    }

    @Override
    public String name() {
        return relation;
    }

    @Override
    public long read(Consumer<? super LegacyRow> each) {
        try (Snapshot snapshot = database.snapshot()) {
            return snapshot.read(h -> h.createQuery("SELECT * FROM " + relation)
                    .setFetchSize(FETCH)
                    .scanResultSet((rows, context) -> {
                        ResultSet row = rows.get();
                        Set<String> columns = columns(row.getMetaData());
                        long rowsRead = 0;
                        while (row.next()) {
                            rowsRead++;
                            each.accept(read(row, columns));
                        }
                        return rowsRead;
                    }));
        }
    }

    private Set<String> columns(ResultSetMetaData metaData) throws SQLException {
        Set<String> columns = new TreeSet<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            columns.add(metaData.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        Set<String> missing = new TreeSet<>(REQUIRED);
        missing.removeAll(columns);
        if (!missing.isEmpty()) {
            throw new JdbcStoreException("the older quotas cannot be read: " + relation + " has no column "
                    + String.join(", ", missing) + "; nothing was written. Make a view that has them");
        }
        return columns;
    }

    private LegacyRow read(ResultSet row, Set<String> columns) throws SQLException {
        String user = row.getString("user_id");
        String column = "user_id";
        try {
            UserId id = new UserId(user == null ? "" : user);
            column = "total_bytes";
            Traffic total = traffic(row, columns, "total");
            column = "day_bytes";
            Traffic day = traffic(row, columns, "day");
            column = "week_bytes";
            Traffic week = traffic(row, columns, "week");
            column = "month_bytes";
            Traffic month = traffic(row, columns, "month");
            column = "as_of";
            return new LegacyRow.Usable(
                    new LegacyUsage(id, new PerWindow<>(day, week, month, total), asOf(row, columns)), 0);
        } catch (IllegalArgumentException | ArithmeticException | SQLException e) {
            return new LegacyRow.Unusable(new RowError(
                    relation,
                    0,
                    column,
                    "BAD_VALUE",
                    Map.of("user", String.valueOf(user), "detail", String.valueOf(e.getMessage()))));
        }
    }

    private static Traffic traffic(ResultSet row, Set<String> columns, String window) throws SQLException {
        long all = bytes(row, window + "_bytes");
        String split = window + "_up";
        long up = columns.contains(split) && row.getObject(split) != null ? bytes(row, split) : 0;
        if (up > all) {
            throw new IllegalArgumentException("of " + all + " bytes, " + up + " cannot have gone up");
        }
        return new Traffic(up, all - up);
    }

    private static long bytes(ResultSet row, String column) throws SQLException {
        BigDecimal bytes = row.getBigDecimal(column);
        if (bytes == null || bytes.signum() < 0) {
            throw new IllegalArgumentException(bytes + " is no number of bytes");
        }
        return bytes.longValueExact();
    }

    private static @Nullable Instant asOf(ResultSet row, Set<String> columns) throws SQLException {
        if (!columns.contains("as_of")) {
            return null;
        }
        OffsetDateTime asOf = row.getObject("as_of", OffsetDateTime.class);
        return asOf == null ? null : asOf.toInstant();
    }
}
