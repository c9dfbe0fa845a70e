package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Dumps the host's whole database: all schemas, large objects and sequence positions, without owners and privileges, so that the dump
 * restores under another role. Changes nothing in the database. Safe for use by several threads.
 *
 * <p>Each method throws {@link BackupException}: {@code PROGRAM_MISSING} (fact {@code program}) where a program is not installed,
 * {@code PROGRAM_VERSION} (facts {@code program}, {@code version}, {@code needed}) where it is too old for the server, {@code
 * DATABASE_UNREACHABLE}, {@code DISK_FULL} (fact {@code path}) where a file cannot be written, {@code DATABASE_DISK_FULL} (fact {@code
 * reason}) where the server's disk is full, or {@code DUMP_FAILED} (fact {@code reason}: what the program said last). No message, argument
 * or log holds a password.
 */
public interface DatabaseDump {
    /**
     * The name of a dump's file, which tells its format, such as {@code postgresql.dump} or {@code h2.sql}. It never changes for an
     * instance, and is letters, digits, dots and hyphens.
     */
    String fileName();

    /** Which database it is. Also checks that the programs for a dump are there and fit, so that a backup fails before it has begun. */
    DatabaseInfo describe();

    /**
     * Writes a dump. The dump, the counts and the referenced files come from one snapshot: a transaction that commits meanwhile is in
     * all of them or in none. Referenced files are passed on before this returns, in any order, on the calling thread. An exception of
     * {@code referenced} ends the dump and is thrown on. A thread that is interrupted ends the dump, and its programs, too.
     *
     * @param target a file that does not exist, in a folder for its owner alone; forced to the disk before this returns, and deleted if
     *     it throws
     * @param references where the database refers to files. One whose table or column is missing fails the dump with the code {@code
     *     UNKNOWN_REFERENCE}, whose facts are its name, the table and the column: reference, table, column
     */
    default Report dump(
            Path target, Collection<MediaReference> references, Consumer<? super ReferencedFile> referenced) {
        return dump(target, references, referenced, bytes -> {});
    }

    /**
     * As the other one, and reports how far it is.
     *
     * @param written is called on the calling thread with the bytes of the dump so far: when they have grown, at the end, and never while
     *     nothing is written, so that a dump that hangs can be noticed. An exception of it ends the dump and is thrown on
     */
    Report dump(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written);

    /**
     * Parses a dump to its end, without the live database. It notices a dump that was cut off anywhere, also within the rows of a table.
     *
     * @param dump a file that {@code dump} has written, here or on another machine
     */
    default Check verify(Path dump) {
        return verify(dump, bytes -> {});
    }

    /**
     * As the other one, and reports how far it is.
     *
     * @param read is called on the calling thread with how much was read so far, as {@code written} of {@code dump}
     */
    Check verify(Path dump, LongConsumer read);

    /**
     * Whether {@code verify} runs nothing of what a dump holds. Where it does run it, as H2 does, the dump of an archive of unknown
     * origin is not verified. Default: no.
     */
    default boolean verifiesByReadingAlone() {
        return false;
    }

    /** What the live database holds now, in one snapshot. */
    DatabaseContents contents();

    /**
     * The newest rows that refer to files, the newest first.
     *
     * @param max how many at most
     */
    List<ReferencedFile> newest(MediaReference reference, int max);

    /** What a dump has written: the database that it comes from, and what its snapshot held. */
    record Report(DatabaseInfo database, DatabaseContents contents) {
        public Report {
            requireNonNull(database, "database");
            requireNonNull(contents, "contents");
        }
    }

    /** What is known about a dump after it was parsed. */
    sealed interface Check {
        /** The dump parses to its end. */
        record Whole() implements Check {}

        /**
         * The dump is damaged or cut off.
         *
         * @param reason what the parser said, for people
         */
        record Broken(String reason) implements Check {
            public Broken {
                requireNonNull(reason, "reason");
            }
        }

        /**
         * It cannot be known here, for example because a program is missing or older than the dump.
         *
         * @param reason what is missing, for people
         */
        record Unknown(String reason) implements Check {
            public Unknown {
                requireNonNull(reason, "reason");
            }
        }
    }
}
