package dev.cartable.cli.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The items of one JSON array, kept in a file of its own until the document is written, so that a list may be of any length. */
final class Spool implements AutoCloseable {
    private final Path file;
    private final JsonGenerator items;

    Spool(JsonFactory json) throws IOException {
        file = Files.createTempFile("cartable", ".json");
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        items = json.createGenerator(out);
        items.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString(",\n"));
    }

    void add(Row row) throws IOException {
        JsonValues.write(items, row.fields());
    }

    void copyTo(OutputStream out) throws IOException {
        items.close();
        Files.copy(file, out);
    }

    @Override
    public void close() throws IOException {
        items.close();
        Files.deleteIfExists(file);
    }
}
