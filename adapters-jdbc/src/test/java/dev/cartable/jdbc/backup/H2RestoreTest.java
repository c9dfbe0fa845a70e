package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.DatabaseRestore.State;
import dev.cartable.jdbc.backup.H2Restore.Renames;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of an H2 database are named at each moment of a restore, and what a script may do. */
class H2RestoreTest {
    @TempDir
    Path folder;

    private JdbcDataSource source;
    private Path dump;

    @BeforeEach
    void dump() throws SQLException {
        source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("school") + ";DB_CLOSE_DELAY=-1");
        source.setUser("school");
        execute("CREATE TABLE pupil (id INTEGER)");
        execute("INSERT INTO pupil VALUES (1), (2)");
        dump = folder.resolve("dump");
        new H2Dump(database(), folder).dump(dump, List.of(), file -> {});
        execute("DELETE FROM pupil");
    }

    @AfterEach
    void shutDown() throws SQLException {
        execute("SHUTDOWN IMMEDIATELY");
    }

    private H2Database database() {
        return new H2Database(source, "cartable_");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long pupils() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Catalog.number(connection, "SELECT COUNT(*) FROM pupil");
        }
    }

    /** H2 may damage a live database that it writes while the disk is full. */
    @Test
    void roomIsKeptUntilADatabaseIsStaged() throws IOException {
        H2Restore restore = new H2Restore(database());

        restore.reserve();
        Path room = folder.resolve("school.cartable-room");
        assertThat(Files.size(room)).isEqualTo(8 << 20);
        restore.reserve(); // what a killed one has left is taken over
        restore.release();
        assertThat(room).doesNotExist();

        boolean[] isKept = {false};
        restore.stage("r1", dump, false, read -> isKept[0] |= Files.exists(room));
        assertThat(isKept[0]).as("while the dump is read").isTrue();
        assertThat(room).doesNotExist();
        assertThat(restore.state("r1")).isEqualTo(State.STAGED);
    }

    @Test
    void whatIsStagedInVainIsGoneAtOnce() throws IOException {
        Files.writeString(dump, "CREATE TABLE pupil (id INTEGER);\nNONSENSE;\n");
        H2Restore restore = new H2Restore(database());

        assertThatThrownBy(() -> restore.stage("r1", dump, false)).isInstanceOf(BackupException.class);

        assertThat(restore.leftovers()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("cartable-"));
        }
    }

    /** Operations of which one fails. */
    private static Renames failing(boolean links, boolean replaces) {
        return new Renames() {
            @Override
            public void link(Path second, Path file) throws IOException {
                if (links) {
                    throw new FileSystemException(second.toString(), null, "no hard links here");
                }
                Renames.REAL.link(second, file);
            }

            @Override
            public void replace(Path by, Path file) throws IOException {
                if (replaces) {
                    throw new IOException("the power fails");
                }
                Renames.REAL.replace(by, file);
            }
        };
    }

    /** The connections that a pool keeps are to the old file. */
    @Test
    void aPoolOfTheHostGoesOnWithTheRestoredDatabase() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMinimumIdle(3);
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            H2Restore restore = new H2Restore(new H2Database(pool, "cartable_"));
            restore.stage("r1", dump, false);
            try (Connection one = pool.getConnection();
                    Connection two = pool.getConnection();
                    Connection three = pool.getConnection()) {
                assertThat(List.of(one.isValid(1), two.isValid(1), three.isValid(1)))
                        .containsOnly(true);
            }

            restore.swap("r1", true);

            assertThat(restore.state("r1")).isEqualTo(State.SWAPPED);
            for (int i = 0; i < 4; i++) {
                try (Connection connection = pool.getConnection()) {
                    assertThat(Catalog.number(connection, "SELECT COUNT(*) FROM pupil"))
                            .isEqualTo(2);
                }
            }
            restore.discard("r1");
        }
    }

    @Test
    void whereThereAreNoHardLinksTheOldFileIsKeptAsACopy() throws SQLException {
        H2Restore restore = new H2Restore(database(), failing(true, false));
        restore.stage("r1", dump, false);
        restore.swap("r1", false);

        assertThat(pupils()).isEqualTo(2);
        assertThat(restore.state("r1")).isEqualTo(State.SWAPPED);
        restore.undo("r1");
        assertThat(pupils()).isZero();
        restore.discard("r1");
    }

    /** The old file has its name until the moment at which the new one has it. */
    @Test
    void theLiveNameIsNeverFree() throws SQLException {
        for (boolean copies : List.of(false, true)) {
            H2Restore restore = new H2Restore(database(), failing(copies, true));
            restore.stage("r1", dump, false);

            assertThatThrownBy(() -> restore.swap("r1", false))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("unchanged");

            assertThat(folder.resolve("school.mv.db")).isNotEmptyFile();
            assertThat(pupils()).isZero();
            assertThat(restore.state("r1")).isEqualTo(State.STAGED);
            new H2Restore(database()).swap("r1", false);
            assertThat(pupils()).isEqualTo(2);
            new H2Restore(database()).undo("r1");
            restore.discard("r1");
        }
    }

    /** The rename is done, and what comes after it fails. */
    @Test
    void aFailureAfterTheSwapDoesNotClaimThatNothingHasChanged() throws SQLException {
        Renames late = new Renames() {
            @Override
            public void link(Path second, Path file) throws IOException {
                Renames.REAL.link(second, file);
            }

            @Override
            public void replace(Path by, Path file) throws IOException {
                Renames.REAL.replace(by, file);
                throw new IOException("the folder cannot be forced to the disk");
            }
        };
        H2Restore restore = new H2Restore(database(), late);
        restore.stage("r1", dump, false);

        assertThatThrownBy(() -> restore.swap("r1", false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the restored database is in the place of the live one");
        assertThat(pupils()).isEqualTo(2);
        restore.discard("r1");
    }

    /** Expressions in tables and views are no code by their form, and yet call functions. */
    @Test
    void noExpressionOfAScriptReadsOrWritesFiles() throws IOException, SQLException {
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        Path target = folder.resolve("written");
        String write = "FILE_WRITE(X'41', '" + target + "')";
        String read = "FILE_READ('" + secret + "', NULL)";
        String end = Files.readString(dump).lines().reduce("", (first, second) -> second);
        String table = "CREATE CACHED TABLE \"PUBLIC\".\"T\"(\"A\" INTEGER, ";
        String insert = ");\nINSERT INTO \"PUBLIC\".\"T\"(\"A\") VALUES (1);";
        for (String script : List.of(
                table + "\"B\" BIGINT DEFAULT " + write + insert,
                table + "\"B\" BIGINT GENERATED ALWAYS AS (" + write + ")" + insert,
                table + "CHECK (" + write + " > \"A\")" + insert,
                table + "\"B\" BINARY LARGE OBJECT DEFAULT " + read + insert)) {
            Path forged = Files.writeString(folder.resolve("forged"), script + "\n" + end + "\n");
            H2Restore restore = new H2Restore(database());

            assertThatThrownBy(() -> restore.stage("r1", forged, false))
                    .as(script)
                    .isInstanceOf(BackupException.class);

            assertThat(target).doesNotExist();
            restore.discard("r1");
        }
        assertThat(pupils()).isZero();
    }

    /** A script of an archive that the host has signed may have functions. No user of the restore is left in it. */
    @Test
    void functionsAreRestoredAndTheUsersOfTheRestoreAreNot() throws SQLException {
        execute("CREATE ALIAS answer FOR \"java.lang.Math.abs(int)\"");
        execute("CREATE TABLE computed (a INTEGER, b INTEGER DEFAULT answer(-2))");
        execute("INSERT INTO computed (a) VALUES (1)");
        Path withCode = folder.resolve("code");
        new H2Dump(database(), folder).dump(withCode, List.of(), file -> {});
        H2Restore restore = new H2Restore(database());
        restore.stage("r1", withCode, false);
        restore.swap("r1", false);

        try (Connection connection = source.getConnection()) {
            assertThat(Catalog.number(connection, "SELECT answer(-3)")).isEqualTo(3);
            assertThat(Catalog.number(connection, "SELECT COUNT(*) FROM INFORMATION_SCHEMA.USERS"))
                    .isOne();
            assertThat(Catalog.first(
                            connection,
                            "SELECT SCHEMA_OWNER FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = 'PUBLIC'"))
                    .isNotEqualTo("CARTABLE_WRITER");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(source.getURL(), "CARTABLE_WRITER", ""))
                .isInstanceOf(SQLException.class);
        restore.discard("r1");
    }
}
