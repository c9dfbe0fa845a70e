package dev.cartable.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The one PostgreSQL server of a build. The first test JVM that needs it starts it in a process of its own; the others find
 * its port in a file. It stops when the Maven process ends, or, outside Maven, when the JVM that started it ends.
 */
final class PostgresServer {
    static final String USER = "postgres";

    private static final String FOLDER_PROPERTY = "cartable.test.postgres";

    private PostgresServer() {}

    static void execute(String sql) {
        try (var connection = dataSource("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }

    static PGSimpleDataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {port()});
        source.setDatabaseName(database);
        source.setUser(USER);
        return source;
    }

    /** The server's port; aborts the calling test where it cannot start. */
    static int port() {
        Integer port = Holder.PORT;
        if (port == null) {
            return Assumptions.abort("PostgreSQL cannot start on this machine: " + Holder.reason);
        }
        return port;
    }

    private static final class Holder {
        static String reason = "";
        static final @Nullable Integer PORT = findOrStart();

        @SuppressWarnings("try") // The lock is held, and not used.
        private static @Nullable Integer findOrStart() {
            try {
                Path folder = folder();
                try (FileChannel lock = FileChannel.open(
                                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var held = lock.lock()) {
                    OptionalInt running = running(folder.resolve("server"));
                    return running.isPresent() ? running.getAsInt() : start(folder);
                }
            } catch (IOException | RuntimeException e) {
                reason = e.toString();
                System.err.println("Tests on PostgreSQL are skipped: it cannot start on this machine: " + reason);
                return null;
            }
        }

        private static Path folder() throws IOException {
            String folder = System.getProperty(FOLDER_PROPERTY);
            return folder == null
                    ? Files.createTempDirectory("cartable-postgres")
                    : Files.createDirectories(Path.of(folder));
        }

        /** The port of the server that the file names, if it still runs. */
        private static OptionalInt running(Path file) throws IOException {
            if (!Files.exists(file)) {
                return OptionalInt.empty();
            }
            List<String> lines = Files.readAllLines(file);
            boolean alive = lines.size() == 2
                    && ProcessHandle.of(Long.parseLong(lines.get(0)))
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
            return alive ? OptionalInt.of(Integer.parseInt(lines.get(1))) : OptionalInt.empty();
        }

        private static int start(Path folder) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            PostgresServer.class.getName(),
                            Long.toString(owner().pid()))
                    .redirectError(folder.resolve("server.log").toFile());
            builder.environment()
                    .put(
                            "CLASSPATH",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            Process process = builder.start();
            try (var said = process.inputReader(StandardCharsets.UTF_8)) {
                String port = said.readLine();
                if (port == null) {
                    throw new IOException("it says why in " + folder.resolve("server.log"));
                }
                Files.write(folder.resolve("server"), List.of(Long.toString(process.pid()), port));
                return Integer.parseInt(port);
            }
        }

        /** The Maven process, which has started this one. */
        private static ProcessHandle owner() {
            ProcessHandle self = ProcessHandle.current();
            if (System.getProperty(FOLDER_PROPERTY) != null) {
                for (var up = self.parent(); up.isPresent(); up = up.get().parent()) {
                    if (up.get()
                            .info()
                            .command()
                            .filter(name -> name.endsWith("java"))
                            .isPresent()) {
                        return up.get();
                    }
                }
            }
            return self;
        }
    }

    /**
     * Runs the server, prints its port, and stops it when another process ends.
     *
     * @param args the process to outlive by no more than a moment
     */
    public static void main(String[] args) throws IOException {
        ProcessHandle owner = ProcessHandle.of(Long.parseLong(args[0])).orElseThrow();
        PrintStream answers = System.out;
        System.setOut(System.err); // where a module's tests log, they must not answer for the port
        // Nothing outlives the tests, so nothing has to reach the disk or to be tidied up.
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("max_connections", "500")
                .start()) {
            answers.println(server.getPort());
            owner.onExit().join();
        }
    }
}
