package dev.cartable.jdbc.document;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A vault in the table {@code document_file}: a file is in each backup of the database, and on each node. It is cut into parts, since H2
 * keeps at most a megabyte in a column. Each file is written in a transaction of its own, whatever the thread is in. Safe for use by
 * several threads and nodes.
 */
public final class JdbcDocumentVault implements DocumentVault {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final int PART = 256 * 1024;

    private static final Columns<Part> COLUMNS = Columns.of(
            Column.of("sha256", Type.TEXT, Part::sha256),
            Column.of("part", Type.INT, Part::number),
            Column.of("contents", Type.BYTES, Part::contents));

    private final Database database;
    private final String insert;
    private final String find;
    private final String delete;
    private final String list;
    private final String present;

    public JdbcDocumentVault(Database database) {
        this.database = database;
        this.insert = database.dialect()
                .insertNew(database.names().qualified("document_file"), COLUMNS, List.of("sha256", "part"), "part");
        this.find = database.sql("SELECT contents FROM {document_file} WHERE sha256 = :sha256 ORDER BY part");
        this.delete = database.sql("DELETE FROM {document_file} WHERE sha256 = :sha256");
        this.list = database.sql("SELECT sha256 FROM {document_file} WHERE part = 0");
        this.present = database.sql("SELECT sha256 FROM {document_file} WHERE part = 0 AND sha256 = ANY(:files)");
    }

    /** A part of a file, from 0 on. */
    @SuppressWarnings("ArrayRecordComponent") // read by the driver, and never compared
    private record Part(String sha256, int number, byte[] contents) {
        static List<Part> of(String sha256, byte[] bytes) {
            List<Part> parts = new ArrayList<>();
            for (int from = 0; from == 0 || from < bytes.length; from += PART) {
                parts.add(new Part(
                        sha256,
                        from / PART,
                        java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART))));
            }
            return parts;
        }
    }

    @Override
    public void put(String sha256, byte[] bytes) throws IOException {
        requireName(sha256);
        store(
                "stored",
                sha256,
                () -> database.apart(h -> {
                    if (read(h, sha256)
                            .filter(there -> java.util.Arrays.equals(there, bytes))
                            .isEmpty()) {
                        h.createUpdate(delete).bind("sha256", sha256).execute();
                        database.dialect().insertNew(h, insert, COLUMNS, Part.of(sha256, bytes), Integer.class);
                    }
                    return true;
                }));
    }

    @Override
    public Optional<byte[]> find(String sha256) throws IOException {
        requireName(sha256);
        return store("read", sha256, () -> database.read(h -> read(h, sha256)));
    }

    private Optional<byte[]> read(Handle handle, String sha256) {
        List<byte[]> parts = handle.createQuery(find)
                .bind("sha256", sha256)
                .map((row, context) -> row.getBytes("contents"))
                .list();
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);
        return Optional.of(whole.toByteArray());
    }

    @Override
    public Set<String> present(Collection<String> sha256) throws IOException {
        return sha256.isEmpty()
                ? Set.of()
                : store(
                        "looked for",
                        "",
                        () -> Set.copyOf(database.read(h -> h.createQuery(present)
                                .bind("files", Arrays.texts(sha256))
                                .mapTo(String.class)
                                .list())));
    }

    @Override
    public void delete(String sha256) throws IOException {
        requireName(sha256);
        store(
                "deleted",
                sha256,
                () -> database.apart(
                        h -> h.createUpdate(delete).bind("sha256", sha256).execute()));
    }

    @Override
    public List<String> list() throws IOException {
        return store(
                "listed",
                "",
                () -> database.read(h -> h.createQuery(list).mapTo(String.class).list()));
    }

    /** There are none: a file is there as a whole or not at all. */
    @Override
    public void deleteDrafts() {}

    private interface Work<R> {
        R run();
    }

    private static <R> R store(String what, String sha256, Work<R> work) throws IOException {
        try {
            return work.run();
        } catch (JdbcStoreException | JdbiException e) {
            throw new IOException("the file " + sha256 + " cannot be " + what + " in the database", e);
        }
    }

    private static void requireName(String sha256) {
        if (!NAME.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
        }
    }
}
