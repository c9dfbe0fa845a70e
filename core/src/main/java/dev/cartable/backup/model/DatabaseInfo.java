package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which database a dump comes from.
 *
 * @param kind {@code postgresql} or {@code h2}
 * @param version the server's version as it names it, such as {@code 17.2}
 * @param name the name of the database, for people
 * @param encoding such as {@code UTF8}
 * @param collation such as {@code fr_FR.UTF-8}
 * @param extensions installed extensions and their versions
 * @param tool the program that writes the dump and its version, such as {@code pg_dump 17.2}
 * @param bytes about how large the live database is; a dump is rarely larger
 * @param schemaVersion the number of the last step in Cartable's own history table; null if Cartable has no tables there
 * @param hostMigration the last migration of the host, such as {@code flyway 12.1}; null if the host has no history table that is known
 */
public record DatabaseInfo(
        String kind,
        String version,
        String name,
        String encoding,
        String collation,
        Map<String, String> extensions,
        String tool,
        long bytes,
        @Nullable String schemaVersion,
        @Nullable String hostMigration) {
    public DatabaseInfo {
        requireNonNull(kind, "kind");
        requireNonNull(version, "version");
        requireNonNull(name, "name");
        requireNonNull(encoding, "encoding");
        requireNonNull(collation, "collation");
        requireNonNull(tool, "tool");
        extensions = Collections.unmodifiableMap(new TreeMap<>(extensions));
    }
}
