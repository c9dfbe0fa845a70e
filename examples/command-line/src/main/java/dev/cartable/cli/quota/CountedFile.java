package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.DataSize;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file whose rows each say what a user did. They are counted batch by batch, each batch in one transaction and with one look
 * for its users; rows that cannot be counted are reported, and the others are counted. Used by one thread.
 *
 * @param <T> what a row says, once its user is known
 */
abstract class CountedFile<T> implements CsvList.Reader {
    private static final int BATCH = 1_000;

    private final Frame frame;
    private final Host host;
    private final List<Line<T>> batch = new ArrayList<>();
    private final Map<T, Cells> rows = new HashMap<>();
    private String column = "";
    private long input;
    private long counted;
    private long refused;

    CountedFile(Frame frame, Host host) {
        this.frame = frame;
        this.host = host;
    }

    /** Why a cell cannot be used, in people's words. */
    static final class UnfitCellException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnfitCellException(String reason) {
            super(reason);
        }
    }

    /** A row whose user is not looked up yet. */
    private record Line<T>(Cells cells, String user, Function<UserId, T> said) {}

    /**
     * Reads a row and {@linkplain #add adds} what it says.
     *
     * @throws IllegalArgumentException if something is wrong with the {@linkplain #cell cell} that was read last
     * @throws DateTimeException likewise
     */
    abstract void read(Cells cells);

    /** Counts what rows say, those of one batch in their order. */
    abstract void count(List<T> reported);

    @Override
    public final void row(Cells cells) {
        input++;
        try {
            read(cells);
        } catch (UnfitCellException e) {
            refuse(CsvFiles.error(cells, column, "BAD_VALUE", String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException | DateTimeException e) {
            String reason = frame.words().text("error.cell", "detail", String.valueOf(e.getMessage()));
            refuse(CsvFiles.error(cells, column, "BAD_VALUE", reason));
        }
        if (batch.size() == BATCH) {
            record();
        }
    }

    @Override
    public final void error(RowError error) {
        input++;
        refuse(error);
    }

    /** The text of a cell, which is to blame for what goes wrong until another one is read. */
    final String cell(Cells cells, String named) {
        column = named;
        return cells.text(named);
    }

    /** The text of a cell that must not be empty, or the words that say so. */
    final String cell(Cells cells, String named, String missing) {
        String text = cell(cells, named);
        if (text.isEmpty()) {
            throw new UnfitCellException(frame.words().text(missing));
        }
        return text;
    }

    /** The amount of data in a cell, or the words that say what one is. */
    final DataSize size(Cells cells, String named) {
        String text = cell(cells, named);
        try {
            return DataSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnfitCellException(frame.words().text("error.size", Map.of("value", text, "option", named)));
        }
    }

    /** Adds a row to the batch. */
    final void add(Cells cells, String user, Function<UserId, T> said) {
        batch.add(new Line<>(cells, user, said));
    }

    /** Counts what is left of the last batch. */
    final void record() {
        Map<String, List<User>> users = Targets.users(host, named());
        List<T> reported = new ArrayList<>();
        rows.clear();
        for (Line<T> line : batch) {
            List<User> found = users.getOrDefault(line.user(), List.of());
            if (found.size() > 1) {
                refuse(CsvFiles.error(
                        line.cells(), "user", "AMBIGUOUS_USER", Targets.ambiguous(frame, line.user(), found)));
            } else if (found.isEmpty()) {
                refuse(CsvFiles.error(
                        line.cells(),
                        "user",
                        "UNKNOWN_USER",
                        frame.words().text("error.unknown-user", "name", line.user())));
            } else {
                T said = line.said().apply(found.get(0).id());
                rows.putIfAbsent(said, line.cells());
                reported.add(said);
            }
        }
        batch.clear();
        if (!reported.isEmpty()) {
            count(reported);
        }
    }

    private Set<String> named() {
        return batch.stream().map(Line::user).collect(Collectors.toSet());
    }

    /** The row of the batch that said this first. */
    final Cells rowOf(T reported) {
        return Objects.requireNonNull(rows.get(reported));
    }

    final void refuse(RowError error) {
        refused++;
        CsvFiles.tell(frame.report(), error);
    }

    final void counted(int more) {
        counted += more;
    }

    final Frame frame() {
        return frame;
    }

    final Host host() {
        return host;
    }

    final long refused() {
        return refused;
    }

    Map<String, Long> counts() {
        return counts(input, counted, refused);
    }

    /** The numbers in their order: what was neither counted nor refused had been counted before. */
    static Map<String, Long> counts(long input, long counted, long refused) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("input", input);
        counts.put("counted", counted);
        counts.put("repeated", input - counted - refused);
        counts.put("refused", refused);
        return counts;
    }
}
