package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an H2 file that is opened a second time keeps of acknowledged commits. */
class H2DurabilityTest {
    private static final int ACKNOWLEDGED = 25;

    @TempDir
    private Path folder;

    private JdbcDataSource source = new JdbcDataSource();

    @BeforeEach
    void makeADatabaseAndCloseIt() throws SQLException {
        source = file("school", "sa");
        JdbcStores.create(source);
        execute(source, "CREATE USER joe PASSWORD ''", "GRANT ALL ON SCHEMA PUBLIC TO joe", "SHUTDOWN");
    }

    /** A database that closed by itself would still write into the folder while it is deleted. */
    @AfterEach
    void shutDown() throws SQLException {
        execute(source, "SHUTDOWN IMMEDIATELY");
    }

    @Test
    @Timeout(120)
    void whatAKilledProcessHasAcknowledgedIsThere() throws Exception {
        Process child = child(url("school"));
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                acknowledged.add(says.readLine());
            }
            child.toHandle().destroyForcibly();
            says.lines().filter(line -> line.startsWith("key")).forEach(acknowledged::add);
        }
        assertThat(child.waitFor()).isNotZero();

        // The last line may have been cut.
        List<String> whole = acknowledged.subList(0, acknowledged.size() - 1);
        assertThat(there(source, whole)).containsAll(whole).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED - 1);
    }

    /** What a killed process leaves is what the file holds at that moment. */
    @Test
    void aTransactionOfTheHostsManagerOnAReopenedFileIsThereTooWhenTheProcessIsKilled() throws Exception {
        try (Connection open = source.getConnection()) {
            JdbcStores stores = JdbcStores.builder(source)
                    .schemaMode(SchemaMode.NEVER)
                    .transactions(new OfTheHost(source))
                    .build();

            stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "kept", Instant.EPOCH));

            Files.copy(folder.resolve("school.mv.db"), folder.resolve("copy.mv.db"));
            assertThat(open.isValid(1)).isTrue();
        }
        JdbcDataSource copy = file("copy", "sa");
        assertThat(there(copy, List.of("kept"))).containsExactly("kept");
    }

    @Test
    void anAdminIsPromisedEveryCommitAndAnotherUserIsNot() throws SQLException {
        JdbcStores admin = JdbcStores.create(source);
        assertThat(admin.durability()).isEqualTo(Durability.EVERY_COMMIT);
        execute(source, "SHUTDOWN");

        JdbcStores other = JdbcStores.builder(file("school", "joe")).build();
        other.unitOfWork().run(tx -> other.tombstones().add(tx, "works", Instant.EPOCH));

        assertThat(other.durability()).isEqualTo(Durability.DELAYED);
        assertThat(there(source, List.of("works"))).containsExactly("works");
    }

    private static List<String> there(DataSource source, List<String> keys) {
        return List.copyOf(JdbcStores.builder(source)
                .schemaMode(SchemaMode.NEVER)
                .build()
                .tombstones()
                .among(keys));
    }

    private String url(String name) {
        return "jdbc:h2:file:" + folder.resolve(name).toAbsolutePath();
    }

    private JdbcDataSource file(String name, String user) {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL(url(name));
        file.setUser(user);
        file.setPassword("");
        return file;
    }

    private static Process child(String url) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        CommittingChild.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Begins and commits for Cartable, and knows nothing of H2. */
    private record OfTheHost(DataSource source) implements Transactions {
        @Override
        public <R> R call(Function<? super Connection, ? extends R> work) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                R result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public <R> R read(Function<? super Connection, ? extends R> work) {
            return call(work);
        }

        @Override
        public void afterHostCommit(Runnable action) {
            throw new AssertionError("it joins nothing");
        }

        @Override
        public boolean joins() {
            return false;
        }
    }
}
