package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's client programs: finds them, checks their version and runs them. A program reads or writes the dump through a pipe of this
 * process, so that it ends when this process is killed. Safe for use by several threads.
 */
final class Programs {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[.\\w]*)");
    /** How often it is looked whether a program still reads or writes. */
    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

    private static final int KEPT_LINES = 5;
    private static final int KEPT_CHARACTERS = 600;

    private final @Nullable Path folder;
    private final Duration limit;
    private final Path temporary;

    /** @param folder where the programs are; null for the PATH, and where PostgreSQL's packages put them */
    Programs(@Nullable Path folder, Duration limit, Path temporary) {
        this.folder = folder;
        this.limit = limit;
        this.temporary = temporary;
    }

    /** A program that was found. */
    record Program(String name, Path file, String version, int major) {
        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /**
     * A program that works with a server.
     *
     * @param needed the server's major version; 0 if any will do
     */
    Program require(String name, int needed) {
        Optional<Program> newest = Optional.empty();
        for (Path candidate : candidates(name)) {
            Optional<Program> found = look(name, candidate);
            if (found.isPresent() && found.get().major() >= needed) {
                return found.get();
            }
            newest = newest.isPresent() ? newest : found;
        }
        String packageName = "postgresql-client-" + (needed == 0 ? "15 or newer" : Integer.toString(needed));
        if (newest.isEmpty()) {
            throw new BackupException(
                    "PROGRAM_MISSING",
                    Map.of("program", name, "needed", Integer.toString(needed)),
                    name + " was not found " + (folder == null ? "on the PATH" : "in " + folder)
                            + "; nothing was changed." + " Install " + packageName
                            + ", or name the folder that it is in");
        }
        throw new BackupException(
                "PROGRAM_VERSION",
                Map.of("program", name, "version", newest.get().version(), "needed", Integer.toString(needed)),
                newest.get() + " is older than the server, which is version " + needed
                        + "; nothing was changed. Install " + packageName + ", or name the folder that it is in");
    }

    private List<Path> candidates(String name) {
        String file = isWindows() ? name + ".exe" : name;
        if (folder != null) {
            return List.of(folder.resolve(file));
        }
        List<Path> found = new ArrayList<>();
        String path = System.getenv("PATH");
        for (String place : path == null ? new String[0] : path.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!place.isBlank()) {
                found.add(Path.of(place).resolve(file));
            }
        }
        List<Path> installed = new ArrayList<>();
        for (String parent : List.of("/usr/lib/postgresql", "/usr/local", "/usr", "C:\\Program Files\\PostgreSQL")) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(
                    Path.of(parent), each -> each.getFileName().toString().matches("(pgsql-|postgresql-)?[0-9]{2}"))) {
                versions.forEach(version -> installed.add(version.resolve("bin").resolve(file)));
            } catch (IOException notThere) {
                // Not how this system is laid out.
            }
        }
        Collections.sort(installed);
        found.addAll(installed);
        found.removeIf(candidate -> !Files.isExecutable(candidate));
        return found;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static Optional<Program> look(String name, Path file) {
        if (!Files.isExecutable(file)) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return version.find()
                    ? Optional.of(new Program(name, file, version.group(1), Integer.parseInt(version.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads what a program writes. */
    interface Reading {
        void read(InputStream output) throws IOException;
    }

    /** Writes what a program reads. */
    interface Writing {
        void write(OutputStream input) throws IOException;
    }

    /**
     * Starts a program.
     *
     * @param address the server; null for none
     * @param writing what it reads; null for nothing
     */
    Running start(
            Program program,
            List<String> arguments,
            @Nullable PgAddress address,
            @Nullable Writing writing,
            Reading reading) {
        String password = address == null ? null : address.password();
        PassFile passFile = password == null || password.isEmpty() ? null : PassFile.write(temporary, password);
        try {
            List<String> command = new ArrayList<>();
            command.add(program.file().toString());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            Map<String, String> environment = builder.environment();
            environment
                    .keySet()
                    .removeIf(name -> name.startsWith("PG")
                            && !name.equals("PGPASSFILE")
                            && !name.equals("PGSERVICEFILE")
                            && !name.equals("PGSYSCONFDIR"));
            environment.keySet().removeAll(List.of("LC_ALL", "LANGUAGE"));
            environment.put("LC_MESSAGES", "C");
            if (address != null) {
                environment.putAll(address.environment());
            }
            if (passFile != null) {
                environment.put("PGPASSFILE", passFile.file().toString());
            }
            return new Running(program, builder.start(), passFile, writing, reading);
        } catch (IOException e) {
            if (passFile != null) {
                passFile.close();
            }
            throw new BackupException(
                    "PROGRAM_MISSING",
                    Map.of("program", program.name(), "needed", "0"),
                    program.name() + " cannot be started from " + program.file() + "; nothing was changed",
                    e);
        }
    }

    /** A program that runs. Closing it ends it. Used by one thread. */
    final class Running implements AutoCloseable {
        private final Program program;
        private final Process process;
        private final @Nullable PassFile passFile;
        private final CompletableFuture<String> complaints;
        private final CompletableFuture<@Nullable Void> read;
        private final CompletableFuture<@Nullable Void> written;
        private final AtomicLong readBytes = new AtomicLong();
        private final AtomicLong writtenBytes = new AtomicLong();
        private final Thread ender;

        private Running(
                Program program,
                Process process,
                @Nullable PassFile passFile,
                @Nullable Writing writing,
                Reading reading) {
            this.program = program;
            this.process = process;
            this.passFile = passFile;
            this.ender = new Thread(this::end, "cartable-" + program.name() + "-end");
            Runtime.getRuntime().addShutdownHook(ender);
            this.complaints = new CompletableFuture<>();
            background("errors", () -> complaints.complete(complaints(process.getErrorStream())));
            this.read = new CompletableFuture<>();
            background(
                    "output",
                    () -> pump(read, () -> {
                        try (InputStream output = new ReportingInput(process.getInputStream(), readBytes::set)) {
                            reading.read(output);
                        }
                    }));
            this.written = new CompletableFuture<>();
            background(
                    "input",
                    () -> pump(written, () -> {
                        try (OutputStream input = new CountedOutput(process.getOutputStream(), writtenBytes)) {
                            if (writing != null) {
                                writing.write(input);
                            }
                        }
                    }));
        }

        private void background(String what, Runnable work) {
            Thread thread = new Thread(work, "cartable-" + program.name() + "-" + what);
            thread.setDaemon(true);
            thread.start();
        }

        /**
         * Waits for its end.
         *
         * @throws BackupException with the code if it fails, takes too long or is interrupted
         */
        void await(String code) {
            await(code, bytes -> {});
        }

        /**
         * As the other one.
         *
         * @param progress is called on this thread with the bytes that the program has read and written, each time that they have grown
         */
        void await(String code, LongConsumer progress) {
            try {
                long deadline = System.nanoTime() + limit.toNanos();
                long reported = 0;
                boolean isOver = false;
                while (!isOver) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        end();
                        throw failed(code, "it did not end within " + limit.toMinutes() + " minutes");
                    }
                    isOver = process.waitFor(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
                    if (!isOver && moved() > reported) {
                        reported = moved();
                        progress.accept(reported);
                    }
                }
                // What has failed at the pipe's other end, such as a full disk, is the cause and not the consequence.
                read.join();
                if (moved() > reported) {
                    progress.accept(moved());
                }
            } catch (InterruptedException e) {
                end();
                Thread.currentThread().interrupt();
                throw failed(code, "it was interrupted");
            } catch (CompletionException e) {
                end();
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof BackupException known) {
                    throw known;
                }
                BackupException failure = failed(code, cause.toString());
                failure.initCause(cause);
                throw failure;
            }
            String said = complaints.join();
            if (said.contains("No space left on device") || said.contains("could not extend file")) {
                throw Catalog.diskFull(said);
            }
            if (process.exitValue() != 0) {
                throw failed(code, said.isEmpty() ? "it ended with exit status " + process.exitValue() : said);
            }
            try {
                written.join();
            } catch (CompletionException e) {
                throw failed(code, String.valueOf(e.getCause()));
            }
        }

        /** The bytes that the program has read and written so far. */
        long moved() {
            return readBytes.get() + writtenBytes.get();
        }

        private BackupException failed(String code, String reason) {
            return new BackupException(
                    code, Map.of("program", program.name(), "reason", reason), program + " failed: " + reason);
        }

        private void end() {
            process.destroyForcibly();
            if (passFile != null) {
                passFile.close();
            }
        }

        @Override
        public void close() {
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(ender);
            } catch (IllegalStateException shuttingDown) {
                // It runs now.
            }
        }
    }

    /** Counts what a program is given to read. */
    private static final class CountedOutput extends FilterOutputStream {
        private final AtomicLong count;

        private CountedOutput(OutputStream out, AtomicLong count) {
            super(out);
            this.count = count;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count.addAndGet(length);
        }
    }

    private static void pump(CompletableFuture<@Nullable Void> done, Work work) {
        try {
            work.run();
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /**
     * The first errors of a program, kept short. Details, contexts and statements are left out: they quote rows.
     */
    private static String complaints(InputStream errors) {
        List<String> kept = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int error = line.indexOf("error: ");
                if (error < 0) {
                    error = line.indexOf("ERROR: ");
                }
                if (error >= 0 && kept.size() < KEPT_LINES) {
                    kept.add(withoutValues(
                            line.substring(error + "error: ".length()).strip()));
                }
            }
        } catch (IOException e) {
            // The process was ended.
        }
        String all = String.join("; ", kept);
        return all.length() <= KEPT_CHARACTERS ? all : all.substring(0, KEPT_CHARACTERS) + "…";
    }

    /** An error without the value that it quotes. */
    private static String withoutValues(String error) {
        return error.contains("invalid input") || error.contains("out of range")
                ? error.replaceAll("\"[^\"]*\"", "\"…\"")
                : error;
    }

    /** A place for files that are thrown away. */
    Path temporary() {
        return temporary;
    }
}
