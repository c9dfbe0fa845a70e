package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseDump.Report;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.DatabaseDumpContract;
import dev.cartable.tck.DatabaseRestoreContract;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Dumps and restores of PostgreSQL by its own programs. */
class PostgresBackupsTest {
    private static TestDatabase school;

    @BeforeAll
    static void open() {
        assumeTrue(program("pg_dump").isPresent(), "pg_dump is missing: install postgresql-client-15");
        school = TestDatabase.postgresql();
    }

    static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static void execute(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Nested
    class DumpTest extends DatabaseDumpContract {
        @Override
        protected DatabaseDump newDump() {
            return JdbcBackups.of(school.dataSource()).dump();
        }

        @Override
        protected void execute(String sql) {
            PostgresBackupsTest.execute(school, sql);
        }
    }

    @Nested
    class RestoreTest extends DatabaseRestoreContract {
        @Override
        protected DatabaseDump newDump() {
            return JdbcBackups.of(school.dataSource()).dump();
        }

        @Override
        protected DatabaseRestore newRestore() {
            return JdbcBackups.of(school.dataSource()).restore();
        }

        @Override
        protected void execute(String sql) {
            PostgresBackupsTest.execute(school, sql);
        }

        @Override
        protected AutoCloseable session() throws SQLException {
            return school.connect();
        }
    }

    /** The dump reads what its counts were read from, although rows are committed before the program has begun. */
    @Test
    void theDumpIsOfTheSnapshotThatWasCounted(@TempDir Path folder) {
        TestDatabase database = TestDatabase.postgresql();
        execute(database, "CREATE TABLE payment (id integer PRIMARY KEY, receipt text)");
        execute(database, "INSERT INTO payment VALUES (1, 'a.pdf')");
        JdbcBackups backups = JdbcBackups.of(database.dataSource());
        Path dump = folder.resolve("dump");
        var receipts = dev.cartable.backup.model.MediaReference.of("payment", "payment", "receipt", "media");
        Report report = backups.dump()
                .dump(dump, List.of(receipts), file -> execute(database, "INSERT INTO payment VALUES (2, 'b.pdf')"));

        backups.restore().stage("snapshot", dump, false);
        assertThat(backups.restore().staged("snapshot").rows())
                .isEqualTo(report.contents().rows())
                .containsEntry("public.payment", 1L);
        backups.restore().discard("snapshot");
    }

    @Test
    void anotherRoleThatIsNoSuperuserRestoresExtensionsIdentityColumnsAndLargeObjects(@TempDir Path folder)
            throws SQLException {
        TestDatabase old = TestDatabase.postgresql();
        boolean hasExtension = tryExtension(old);
        execute(old, "COMMENT ON SCHEMA public IS 'of the old school'");
        execute(old, "CREATE TABLE pupil (id integer GENERATED ALWAYS AS IDENTITY, name text)");
        execute(old, "INSERT INTO pupil (name) VALUES ('Amel'), ('Zoé')");
        execute(old, "SELECT lo_from_bytea(0, 'photo')");
        Path dump = folder.resolve("dump");
        Report report = JdbcBackups.of(old.dataSource()).dump().dump(dump, List.of(), file -> {});
        String role = "role_" + Long.toString(System.nanoTime(), 36);
        String live = "Live-" + role;
        execute(old, "CREATE ROLE " + role + " LOGIN CREATEDB PASSWORD 'x'");
        execute(old, "CREATE DATABASE \"" + live + "\" OWNER " + role);
        execute(old, "ALTER DATABASE \"" + live + "\" SET search_path TO \"$user\", public");
        execute(old, "ALTER DATABASE \"" + live + "\" SET statement_timeout TO '5min'");
        execute(old, "REVOKE CONNECT ON DATABASE \"" + live + "\" FROM PUBLIC");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(old.url().replaceAll("/[^/]*$", "/") + live);
        source.setUser(role);
        source.setPassword("x");
        JdbcBackups backups = JdbcBackups.builder(source).credentials(role, "x").build();

        assertThat(backups.restore().check(report.database())).noneMatch(DatabaseRestore.Obstacle::prevents);
        backups.restore().stage("other", dump, false);
        DatabaseContents staged = backups.restore().staged("other");
        assertThat(staged).isEqualTo(report.contents());
        assertThat(staged.largeObjects()).isEqualTo(1);
        backups.restore().swap("other", false);
        try (Connection connection = source.getConnection()) {
            assertThat(first(connection, "SELECT tableowner FROM pg_tables WHERE tablename = 'pupil'"))
                    .isEqualTo(role);
            assertThat(first(connection, "SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata"))
                    .isEqualTo("photo");
            assertThat(first(connection, "INSERT INTO pupil (name) VALUES ('Nina') RETURNING id"))
                    .isEqualTo("3");
            assertThat(first(connection, "SHOW statement_timeout")).isEqualTo("5min");
            assertThat(first(connection, "SHOW search_path")).isEqualTo("\"$user\", public");
            assertThat(first(
                            connection, "SELECT has_database_privilege('public', current_database(), 'CONNECT')::text"))
                    .isEqualTo("false");
            assertThat(backups.dump().describe().extensions().containsKey("hstore"))
                    .isEqualTo(hasExtension);
        }
        backups.restore().discard("other");
    }

    /** Stands between the driver and the server, and dies when it sees a commit: before the server does, or before the driver learns of it. */
    private static final class DyingNetwork implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final boolean delivers;
        private boolean renames;
        private boolean died;

        DyingNetwork(String host, int port, boolean delivers) throws IOException {
            this.delivers = delivers;
            start(() -> {
                while (true) {
                    Socket driver = door.accept();
                    Socket server = new Socket(host, port);
                    start(() -> pass(driver, server, true));
                    start(() -> pass(server, driver, false));
                }
            });
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException ended) {
                    // The test is over, or the network has died.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void pass(Socket from, Socket to, boolean toServer) throws IOException {
            byte[] buffer = new byte[1 << 16];
            try (from;
                    to) {
                for (int read = from.getInputStream().read(buffer);
                        read >= 0;
                        read = from.getInputStream().read(buffer)) {
                    String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    if (toServer && isLast(text)) {
                        if (delivers) {
                            from.close(); // the driver learns nothing, whatever the server answers
                            to.getOutputStream().write(buffer, 0, read);
                            to.getInputStream().transferTo(OutputStream.nullOutputStream());
                        }
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        }

        private synchronized boolean isLast(String text) {
            renames |= text.contains("RENAME TO");
            boolean last = renames && !died && text.contains("COMMIT");
            died |= last;
            return last;
        }

        String url(String database) {
            return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/" + database;
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void whereTheConnectionDiesAtTheCommitTheOutcomeIsAsked(@TempDir Path folder) throws Exception {
        for (boolean delivers : List.of(true, false)) {
            TestDatabase database = TestDatabase.postgresql();
            execute(database, "CREATE TABLE pupil (id integer)");
            Path dump = folder.resolve("dump-" + delivers);
            JdbcBackups direct = JdbcBackups.of(database.dataSource());
            direct.dump().dump(dump, List.of(), file -> {});
            execute(database, "DROP TABLE pupil");
            direct.restore().stage("dying", dump, false);
            URI address = URI.create(database.url().substring("jdbc:".length()));
            String name;
            String user;
            try (Connection any = database.connect()) {
                name = first(any, "SELECT current_database()");
                user = first(any, "SELECT session_user");
            }
            try (DyingNetwork network = new DyingNetwork(address.getHost(), address.getPort(), delivers)) {
                DatabaseRestore restore = JdbcBackups.builder(database.dataSource())
                        .url(network.url(name))
                        .credentials(user, "x")
                        .build()
                        .restore();
                if (delivers) {
                    restore.swap("dying", false);
                } else {
                    assertThatThrownBy(() -> restore.swap("dying", false))
                            .isInstanceOfSatisfying(
                                    BackupException.class,
                                    e -> assertThat(e.code()).isEqualTo("DATABASE_UNREACHABLE"));
                }
                assertThat(network.died).isTrue();
            }
            assertThat(direct.restore().state("dying"))
                    .isEqualTo(delivers ? DatabaseRestore.State.SWAPPED : DatabaseRestore.State.STAGED);
            assertThat(direct.dump().contents().rows().containsKey("public.pupil"))
                    .isEqualTo(delivers);
            direct.restore().discard("dying");
        }
    }

    static boolean tryExtension(TestDatabase database) {
        try {
            execute(database, "CREATE EXTENSION hstore");
            return true;
        } catch (IllegalStateException notInstalledHere) {
            return false;
        }
    }

    /** A program of the test looks at itself as any user of the machine could, then runs the real one. */
    @Test
    void thePasswordIsInNoArgumentAndInNoEnvironment(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "this system has no /proc");
        for (String name : List.of("pg_dump", "pg_restore")) {
            Path spy = folder.resolve(name);
            Files.writeString(spy, """
                    #!/bin/sh
                    [ "$1" = --version ] || {
                      cat /proc/$$/cmdline /proc/$$/environ > "%1$s/seen-%2$s"
                      [ -z "$PGPASSFILE" ] || { cp "$PGPASSFILE" "%1$s/passfile-%2$s"; stat -c %%a "$PGPASSFILE" > "%1$s/mode-%2$s"; }
                    }
                    exec %3$s "$@"
                    """.formatted(folder, name, program(name).orElseThrow()));
            Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwx------"));
        }
        JdbcBackups backups = JdbcBackups.builder(school.dataSource())
                .credentials("postgres", "ge:heim\\nis")
                .programs(folder)
                .temporary(folder)
                .build();
        Path left = Files.writeString(folder.resolve("cartable-pgpass-999999999-1-left"), "of a killed process");
        Path dump = folder.resolve("dump");
        backups.dump().dump(dump, List.of(), file -> {});
        backups.restore().stage("spied", dump, false);
        backups.restore().discard("spied");

        for (String name : List.of("pg_dump", "pg_restore")) {
            assertThat(Files.readString(folder.resolve("seen-" + name)))
                    .contains("PGPASSFILE=")
                    .doesNotContain("heim")
                    .doesNotContain("PGPASSWORD");
            assertThat(folder.resolve("passfile-" + name)).hasContent("*:*:*:*:ge\\:heim\\\\nis\n");
            assertThat(folder.resolve("mode-" + name)).hasContent("600");
        }
        assertThat(left).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("cartable-")))
                    .isEmpty();
        }
    }

    @Test
    void aProgramOlderThanTheServerIsNamedWithTheOneToInstall(@TempDir Path folder) throws IOException {
        Path old = Files.writeString(folder.resolve("pg_dump"), "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> JdbcBackups.builder(school.dataSource())
                        .programs(folder)
                        .build()
                        .dump()
                        .describe())
                .isInstanceOfSatisfying(BackupException.class, e -> {
                    assertThat(e.code()).isEqualTo("PROGRAM_VERSION");
                    assertThat(e.facts()).containsEntry("version", "9.6.24").containsEntry("needed", "15");
                    assertThat(e).hasMessageContaining("postgresql-client-15");
                });
        Files.delete(old);
        assertThatThrownBy(() -> JdbcBackups.builder(school.dataSource())
                        .programs(folder)
                        .build()
                        .dump()
                        .describe())
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("PROGRAM_MISSING"));
    }

    @Test
    void aProgramThatDoesNotEndIsEnded(@TempDir Path folder) throws IOException {
        Path slow = Files.writeString(folder.resolve("pg_dump"), """
                #!/bin/sh
                [ "$1" = --version ] && { echo 'pg_dump (PostgreSQL) 15.1'; exit; }
                exec sleep 600
                """);
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwx------"));
        Path dump = folder.resolve("dump");

        assertThatThrownBy(() -> JdbcBackups.builder(school.dataSource())
                        .programs(folder)
                        .limit(java.time.Duration.ofMillis(300))
                        .build()
                        .dump()
                        .dump(dump, List.of(), file -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("DUMP_FAILED"));
        assertThat(dump).doesNotExist();
    }
}
