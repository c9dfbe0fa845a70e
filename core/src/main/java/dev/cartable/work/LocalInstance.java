package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The id that an installation keeps outside its database, so that {@link InstanceGuard} recognises a database that was copied to
 * another installation. All nodes of an installation share it. For one database; safe for use by several threads.
 */
public final class LocalInstance {
    private static final String KEY = ".key";
    private static final String INSTANCE = ".instance";

    private static final Logger LOG = LoggerFactory.getLogger(LocalInstance.class);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final @Nullable Path file;
    private @Nullable String id;

    private LocalInstance(@Nullable Path file, @Nullable String id) {
        this.file = file;
        this.id = id;
    }

    /**
     * An id that a setting gives.
     *
     * @throws IllegalArgumentException if it is not 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first
     */
    public static LocalInstance named(String id) {
        return new LocalInstance(null, checked(id.strip()));
    }

    /**
     * An id in a file, which is written when the installation takes an id on. On systems with POSIX permissions only the owner may read
     * it (0600).
     */
    public static LocalInstance file(Path file) {
        return new LocalInstance(requireNonNull(file, "file"), null);
    }

    /** As {@link #file}, beside the file of the host key: {@code cartable.instance} beside {@code cartable.key}. */
    public static LocalInstance beside(Path hostKeyFile) {
        String name = String.valueOf(hostKeyFile.getFileName());
        String stem = name.endsWith(KEY) ? name.substring(0, name.length() - KEY.length()) : name;
        return file(hostKeyFile.resolveSibling(stem + INSTANCE));
    }

    /** An installation that keeps no id: with each start it takes on the id of the database that it finds. */
    public static LocalInstance none() {
        return new LocalInstance(null, null);
    }

    /**
     * The id; empty if there is none yet.
     *
     * @throws UncheckedIOException if the file is there and cannot be read
     * @throws IllegalArgumentException if the file holds no id; it is left as it is
     */
    public synchronized Optional<String> id() {
        if (id == null && file != null && Files.exists(file)) {
            String text = read(file);
            id = text.isEmpty() ? null : checked(file, text);
        }
        return Optional.ofNullable(id);
    }

    /** The file; empty if the id is in none. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Takes an id on, unless there is one. Processes that do so at the same moment agree on one. Where the file cannot be written, as on
     * a disk that is read-only, this process alone keeps the id.
     *
     * @return the id that there is now
     */
    synchronized String adopt(String adopted) {
        Optional<String> own = id();
        if (own.isPresent()) {
            return own.get();
        }
        if (file != null) {
            try (PrivateFile target = PrivateFile.create(file)) {
                target.out().write((checked(adopted) + "\n").getBytes(StandardCharsets.US_ASCII));
                target.put();
            } catch (FileAlreadyExistsException anotherWasFirst) {
                return id().orElse(adopted);
            } catch (IOException e) {
                LOG.debug("the instance's id cannot be written to {}; this process keeps it", file, e);
            }
        }
        id = adopted;
        return adopted;
    }

    /** A file that another process has just begun to write is empty. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the instance's id from " + file, e);
        }
    }

    private static String checked(Path file, String text) {
        try {
            return checked(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " holds no instance's id: " + e.getMessage()
                            + ". Delete it, and the installation" + " takes on the id of its database",
                    e);
        }
    }

    private static String checked(String id) {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is no id of an instance: 1 to 64 letters, digits, dots,"
                    + " hyphens and underscores, a letter or digit first");
        }
        return id;
    }
}
