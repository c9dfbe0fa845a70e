package dev.cartable.cli.frame;

import dev.cartable.internal.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The items of one JSON array, a line each in a file of its own until the document is written, so that a list may be of any length. */
final class Spool implements AutoCloseable {
    private final Path file;
    private final Writer lines;

    Spool() throws IOException {
        file = Files.createTempFile("cartable", ".json");
        lines = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    void add(Row row) throws IOException {
        Json.write(lines, row);
        lines.write('\n');
    }

    /** All items. Close the stream. */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    Stream<Json.Verbatim> items() throws IOException {
        lines.close();
        return Files.lines(file).map(Json.Verbatim::new);
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(file);
    }
}
