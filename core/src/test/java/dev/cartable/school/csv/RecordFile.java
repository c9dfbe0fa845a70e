package dev.cartable.school.csv;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A file of records, and what a reader made of it. */
final class RecordFile<T> implements RecordSource.Sink<T> {
    final List<T> records = new ArrayList<>();
    final List<String> withdrawn = new ArrayList<>();
    final List<RowError> errors = new ArrayList<>();
    final List<Long> rows = new ArrayList<>();

    static <T> RecordFile<T> read(Path folder, Function<Path, ? extends RecordSource<T>> reader, String... lines) {
        return read(folder, reader, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static <T> RecordFile<T> read(Path folder, Function<Path, ? extends RecordSource<T>> reader, byte[] bytes) {
        try {
            Path file = Files.write(folder.resolve("records.csv"), bytes);
            RecordFile<T> read = new RecordFile<>();
            reader.apply(file).read(read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void record(T record, RecordSource.Origin origin) {
        records.add(record);
        rows.add(origin.rows());
    }

    @Override
    public void withdrawn(String id, RecordSource.Origin origin) {
        withdrawn.add(id);
    }

    @Override
    public void error(RowError error) {
        errors.add(error);
    }

    /** The errors as {@code line:column:CODE}. */
    List<String> codes() {
        return errors.stream()
                .map(error -> error.line() + ":" + error.column() + ":" + error.code())
                .toList();
    }
}
