package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseDump.Check;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.DatabaseDumpContract;
import dev.cartable.tck.DatabaseRestoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps and restores of H2, in a file and in memory. */
class H2BackupsTest {
    @TempDir
    private static Path folder;

    private static final DataSource MEMORY = TestDatabase.h2().dataSource();

    private static DataSource file() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("school") + ";DB_CLOSE_DELAY=-1");
        source.setUser("school");
        source.setPassword("a secret");
        return source;
    }

    @AfterAll
    static void shutDown() {
        execute(file(), "SHUTDOWN IMMEDIATELY");
    }

    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Nested
    class MemoryDumpTest extends DatabaseDumpContract {
        @Override
        protected DatabaseDump newDump() {
            return JdbcBackups.of(MEMORY).dump();
        }

        @Override
        protected void execute(String sql) {
            H2BackupsTest.execute(MEMORY, sql);
        }
    }

    @Nested
    class FileDumpTest extends DatabaseDumpContract {
        @Override
        protected DatabaseDump newDump() {
            return JdbcBackups.of(file()).dump();
        }

        @Override
        protected void execute(String sql) {
            H2BackupsTest.execute(file(), sql);
        }
    }

    @Nested
    class FileRestoreTest extends DatabaseRestoreContract {
        @Override
        protected DatabaseDump newDump() {
            return JdbcBackups.of(file()).dump();
        }

        @Override
        protected DatabaseRestore newRestore() {
            return JdbcBackups.of(file()).restore();
        }

        @Override
        protected void execute(String sql) {
            H2BackupsTest.execute(file(), sql);
        }

        @Override
        protected AutoCloseable session() throws SQLException {
            return file().getConnection();
        }
    }

    @Test
    void aDumpHasNoPasswordOfTheDatabase(@TempDir Path target) throws IOException {
        JdbcBackups.of(MEMORY).dump().dump(target.resolve("dump"), List.of(), file -> {});

        assertThat(Files.readString(target.resolve("dump"))).doesNotContain("HASH").doesNotContain("SALT");
    }

    @Test
    void aScriptWithCodeIsNotRunToVerifyIt(@TempDir Path target) throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:code;DB_CLOSE_DELAY=-1");
        execute(source, "CREATE ALIAS answer FOR \"java.lang.Math.abs(int)\"");
        Path dump = target.resolve("dump");
        DatabaseDump dumps = JdbcBackups.of(source).dump();
        dumps.dump(dump, List.of(), file -> {});

        assertThat(dumps.verify(dump)).isInstanceOf(Check.Unknown.class);
        execute(source, "SHUTDOWN");
    }

    @Test
    void aDatabaseInMemoryCannotBeRestored() {
        var backups = JdbcBackups.of(MEMORY);

        assertThat(backups.restore().check(backups.dump().describe()))
                .anyMatch(obstacle -> obstacle.code().equals("IN_MEMORY") && obstacle.prevents());
    }
}
