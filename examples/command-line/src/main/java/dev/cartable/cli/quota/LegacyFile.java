package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An older system's quotas in a CSV file with the columns {@code user_id, total_bytes, day_bytes, week_bytes, month_bytes} and, if
 * they are known, {@code as_of} (ISO 8601 with an offset; empty means now) and {@code total_up, day_up, week_up, month_up}, the
 * part of the bytes that went up; what is not said to have gone up went down. Read row by row. Immutable.
 */
final class LegacyFile implements LegacyUsageSource {
    private static final List<String> REQUIRED =
            List.of("user_id", "total_bytes", "day_bytes", "week_bytes", "month_bytes");
    private static final List<String> OPTIONAL = List.of("total_up", "day_up", "week_up", "month_up", "as_of");

    private final String name;
    private final CsvList list;

    private LegacyFile(String name, CsvList list) {
        this.name = name;
        this.list = list;
    }

    /** The quotas in a file that a person named, or a message that it cannot be read. */
    static LegacyFile open(Frame frame, String file) {
        CsvList list = CsvFiles.open(frame, file, REQUIRED, OPTIONAL);
        return new LegacyFile(String.valueOf(frame.around().path(file).getFileName()), list);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long read(Consumer<? super LegacyRow> each) {
        AtomicLong rows = new AtomicLong();
        list.read(new CsvList.Reader() {
            @Override
            public void row(Cells cells) {
                rows.incrementAndGet();
                each.accept(LegacyFile.row(cells));
            }

            @Override
            public void error(RowError error) {
                rows.incrementAndGet();
                each.accept(new LegacyRow.Unusable(error));
            }
        });
        return rows.get();
    }

    private static LegacyRow row(Cells cells) {
        String column = "user_id";
        try {
            UserId user = new UserId(cells.text(column));
            column = "total_bytes";
            Traffic total = traffic(cells, "total");
            column = "day_bytes";
            Traffic day = traffic(cells, "day");
            column = "week_bytes";
            Traffic week = traffic(cells, "week");
            column = "month_bytes";
            Traffic month = traffic(cells, "month");
            column = "as_of";
            return new LegacyRow.Usable(
                    new LegacyUsage(user, new PerWindow<>(day, week, month, total), asOf(cells)), cells.line());
        } catch (IllegalArgumentException | DateTimeException e) {
            return new LegacyRow.Unusable(
                    cells.error(column, code(cells, column, e), Map.of("detail", String.valueOf(e.getMessage()))));
        }
    }

    private static String code(Cells cells, String column, RuntimeException e) {
        return switch (column) {
            case "user_id" -> cells.text(column).isEmpty() ? "MISSING_ID" : "BAD_ID";
            case "as_of" -> "BAD_INSTANT";
            default -> e instanceof MoreUpThanAllException ? "MORE_UP_THAN_ALL" : "BAD_SIZE";
        };
    }

    /** More is said to have gone up than went both ways. */
    private static final class MoreUpThanAllException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        MoreUpThanAllException(DataSize all, DataSize up) {
            super("of " + all.bytes() + " bytes, " + up.bytes() + " cannot have gone up");
        }
    }

    private static Traffic traffic(Cells cells, String window) {
        DataSize all = DataSize.parse(cells.text(window + "_bytes"));
        String up = cells.text(window + "_up");
        return split(all, up.isEmpty() ? DataSize.ZERO : DataSize.parse(up));
    }

    private static Traffic split(DataSize all, DataSize up) {
        if (up.compareTo(all) > 0) {
            throw new MoreUpThanAllException(all, up);
        }
        return new Traffic(up.bytes(), all.minus(up).bytes());
    }

    private static @Nullable Instant asOf(Cells cells) {
        String text = cells.text("as_of");
        return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    }
}
