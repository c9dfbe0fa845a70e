package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.XlsxExport;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.model.RowError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code messages letters printed}: says that letters were printed. */
@picocli.CommandLine.Command(name = "printed")
final class PrintedLettersCommand extends Command {
    @Parameters(paramLabel = "MESSAGE", arity = "0..*")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE")
    private @Nullable String file;

    @Option(names = "--queued-before", paramLabel = "INSTANT")
    private @Nullable Instant queuedBefore;

    @Override
    protected Exit run(Frame frame) {
        Instant before = queuedBefore;
        long ways = Stream.of(before != null, file != null, !ids.isEmpty())
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw CommandException.usage(frame.words().text("error.letters-which"));
        }
        List<NoticeId> named = named(frame);
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            PrintLetters letters = host.cartable().notices().letters();
            PrintLetters.Report report = before == null ? letters.markPrinted(named) : letters.markPrinted(before);
            frame.report().counts(report);
            frame.report().say("letters.printed", Map.of("printed", report.printed()));
            return Exit.DONE;
        }
    }

    /** The letters that were named, or stand in a file that {@code export} has written. */
    private List<NoticeId> named(Frame frame) {
        List<String> all = new ArrayList<>(ids);
        String table = file;
        if (table != null) {
            all.addAll(table.toLowerCase(Locale.ROOT).endsWith(".xlsx") ? workbook(frame, table) : list(frame, table));
        }
        return all.stream().map(id -> ChangeCommand.id(frame, id)).toList();
    }

    private static List<String> list(Frame frame, String file) {
        List<String> all = new ArrayList<>();
        CsvFiles.open(frame, file, List.of("id"), List.of()).read(new CsvList.Reader() {
            @Override
            public void row(CsvList.Cells cells) {
                all.add(cells.text("id"));
            }

            @Override
            public void error(RowError error) {
                throw CommandException.failed("FILE_UNREADABLE", frame.report().reason(error));
            }
        });
        return all;
    }

    private static List<String> workbook(Frame frame, String file) {
        try (InputStream in = Files.newInputStream(frame.around().path(file));
                Stream<List<String>> read = new XlsxExport("letters").read(in)) {
            List<List<String>> rows = read.toList();
            int column = rows.isEmpty() ? -1 : rows.get(0).indexOf("id");
            if (column < 0) {
                throw new IOException("no column id");
            }
            return rows.stream()
                    .skip(1)
                    .filter(row -> row.size() > column && !row.get(column).isBlank())
                    .map(row -> row.get(column))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.failed(
                    "FILE_UNREADABLE", frame.words().text("letters.no-table", Map.of("file", file)));
        }
    }
}
