package dev.cartable.jdbc.backup;

import static dev.cartable.jdbc.backup.PgServer.FAILED;

import dev.cartable.backup.model.BackupException;
import dev.cartable.jdbc.backup.Programs.Program;
import dev.cartable.jdbc.backup.Programs.Reading;
import dev.cartable.jdbc.backup.Programs.Running;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads dumps by {@code pg_restore}, without owners, privileges and what only a superuser may restore. Safe for use by several threads. */
final class PgDumpReader {
    /** Comments that only the owner of what the server has installed may make. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("^\\d+; \\d+ \\d+ COMMENT - (EXTENSION .*|SCHEMA public .*)$");

    /** How a dump in the custom format begins. */
    private static final String FORMAT = "PGDMP";

    private static final List<String> ARGUMENTS = List.of(
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-tablespaces",
            "--no-security-labels",
            "--no-publications",
            "--no-subscriptions",
            "--no-password");

    private final Programs programs;

    PgDumpReader(Programs programs) {
        this.programs = programs;
    }

    /** Whether a dump is SQL as {@code psql} reads it, and not in a format of {@code pg_restore}. */
    static boolean isScript(Path dump) {
        try (InputStream in = Files.newInputStream(dump)) {
            return !new String(in.readNBytes(FORMAT.length()), StandardCharsets.ISO_8859_1).equals(FORMAT);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Runs a dump that is SQL.
     *
     * @param read is called with the bytes that were read so far
     */
    static void runScript(Path dump, Connection connection, LongConsumer read) {
        try (InputStream in = new ReportingInput(Files.newInputStream(dump), read)) {
            new PgScript(connection).whole(in);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static BackupException unreadable(IOException e) {
        return new BackupException(
                FAILED,
                Map.of("reason", e.toString()),
                "the dump cannot be read or restored: " + e.getMessage() + "; the live database is unchanged",
                e);
    }

    /** The program for a server. */
    Program program(int major) {
        return programs.require("pg_restore", major);
    }

    /**
     * Restores a dump into an empty database.
     *
     * @param read is called with the bytes that were read so far
     */
    void restore(Path dump, int major, PgAddress address, String database, LongConsumer read) {
        Program tool = program(major);
        run(tool, dump, entry -> true, list -> {
            List<String> arguments = new ArrayList<>(ARGUMENTS);
            arguments.add("--use-list=" + list);
            arguments.add(PgDump.target(database));
            try (Running running = programs.start(
                    tool,
                    arguments,
                    address,
                    input -> Files.copy(dump, input),
                    output -> output.transferTo(OutputStream.nullOutputStream()))) {
                running.await(FAILED, read);
            }
        });
    }

    /**
     * Turns a dump into SQL.
     *
     * @param kept the entries of the dump's list that are wanted
     * @param sections are called in this order: definitions; rows, large objects and positions of sequences; indexes and constraints
     * @param done is called with the bytes of SQL so far
     */
    void script(Path dump, int major, Predicate<String> kept, Map<String, Reading> sections, LongConsumer done) {
        Program tool = program(major);
        long[] before = {0};
        run(
                tool,
                dump,
                kept,
                list -> sections.forEach((section, reading) -> {
                    List<String> arguments = new ArrayList<>(ARGUMENTS);
                    arguments.addAll(
                            List.of("--section=" + section, "--file=-", "--use-list=" + list, dump.toString()));
                    try (Running running = programs.start(tool, arguments, null, null, reading)) {
                        running.await(FAILED, bytes -> done.accept(before[0] + bytes));
                        before[0] += running.moved();
                    }
                }));
    }

    /** Something that is done with a list of entries. */
    private interface Listed {
        void run(Path list) throws IOException;
    }

    private void run(Program tool, Path dump, Predicate<String> kept, Listed work) {
        Path list = null;
        try {
            list = Files.createTempFile(programs.temporary(), "cartable-restore-", ".list");
            List<String> entries = new ArrayList<>();
            try (Running listing = programs.start(
                    tool, List.of("--list", dump.toString()), null, null, output -> read(output, entries))) {
                listing.await(FAILED);
            }
            entries.removeIf(entry -> LEFT_OUT.matcher(entry).matches() || !kept.test(entry));
            Files.write(list, entries);
            work.run(list);
        } catch (IOException e) {
            if (DurableFiles.isDiskFull(e)) {
                throw BackupException.diskFull(programs.temporary(), "the live database is unchanged", e);
            }
            throw unreadable(e);
        } finally {
            delete(list);
        }
    }

    private static void read(InputStream output, List<String> lines) throws IOException {
        new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
