package dev.cartable.cli.account;

import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An older system's accounts in a CSV file with the columns {@code guardian, username, password_hash} and, if it is known, {@code
 * last_sign_in} (ISO 8601 with an offset; a space may stand for the T). An empty hash, or one that begins with {@code !} as
 * Django's unusable ones do, means that the account has no password. Read row by row. Immutable.
 */
final class LegacyAccountsFile implements LegacyAccounts {
    private final String name;
    private final CsvList list;

    private LegacyAccountsFile(String name, CsvList list) {
        this.name = name;
        this.list = list;
    }

    static LegacyAccountsFile open(Frame frame, String file) {
        CsvList list =
                CsvFiles.open(frame, file, List.of("guardian", "username", "password_hash"), List.of("last_sign_in"));
        return new LegacyAccountsFile(String.valueOf(frame.around().path(file).getFileName()), list);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long read(Consumer<? super Row> each) {
        AtomicLong rows = new AtomicLong();
        list.read(new CsvList.Reader() {
            @Override
            public void row(Cells cells) {
                rows.incrementAndGet();
                each.accept(LegacyAccountsFile.row(cells));
            }

            @Override
            public void error(RowError error) {
                rows.incrementAndGet();
                each.accept(new Row.Unusable(error));
            }
        });
        return rows.get();
    }

    private static Row row(Cells cells) {
        String column = "guardian";
        try {
            GuardianId guardian = new GuardianId(cells.text(column));
            column = "username";
            Username username = new Username(cells.text(column));
            column = "last_sign_in";
            Instant last = time(cells.text(column));
            return new Row.Usable(
                    new LegacyAccount(guardian, username, hash(cells.text("password_hash")), last), cells.line());
        } catch (IllegalArgumentException | DateTimeException e) {
            String code = column.equals("username")
                    ? "BAD_USERNAME"
                    : column.equals("last_sign_in")
                            ? "BAD_INSTANT"
                            : cells.text(column).isEmpty() ? "MISSING_ID" : "BAD_ID";
            return new Row.Unusable(cells.error(column, code, Map.of("detail", String.valueOf(e.getMessage()))));
        }
    }

    private static @Nullable String hash(String text) {
        return text.isEmpty() || text.startsWith("!") ? null : text;
    }

    private static @Nullable Instant time(String text) {
        return text.isEmpty()
                ? null
                : OffsetDateTime.parse(text.replaceFirst(" ", "T")).toInstant();
    }
}
