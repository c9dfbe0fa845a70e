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

        assertThat(Files.readString(target.resolve("dump")))
                .doesNotContain("HASH")
                .doesNotContain("SALT");
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
    void theScriptOfAStrangerTouchesNothing(@TempDir Path target) throws IOException {
        DatabaseDump dumps = JdbcBackups.of(MEMORY).dump();
        Path written = target.resolve("written");
        Path secret = Files.writeString(target.resolve("secret"), "s");
        String write = "FILE_WRITE(X'41', '" + written + "')";
        String read = "FILE_READ('" + secret + "', NULL)";
        String link =
                "LINK_SCHEMA('PUBLIC', '', 'jdbc:h2:mem:x;INIT=CREATE ALIAS W FOR \"java.lang.Math.abs(int)\"', 'sa', '', 'P')";
        for (String sql : List.of(
                "CALL " + write,
                "SELECT " + write,
                "INSERT INTO T VALUES (" + write + ")",
                "INSERT INTO \"T\" VALUES (\"FILE_WRITE\"(X'41', '" + written + "'))",
                "INSERT INTO T SELECT " + write,
                "CREATE TABLE \"A\" AS SELECT " + write,
                "CREATE TABLE \"A\"(\"X\" INTEGER, \"Y\" BIGINT DEFAULT " + write
                        + ");\nINSERT INTO \"A\"(\"X\") VALUES (1)",
                "CREATE TABLE \"A\"(\"X\" INTEGER CHECK (" + write + " > 0));\nINSERT INTO \"A\"(\"X\") VALUES (1)",
                "CREATE TABLE \"A\" AS SELECT " + read + " X",
                "CREATE CONSTANT \"K\" VALUE " + read,
                "CREATE CONSTANT \"K\" VALUE " + write,
                "CREATE VIEW \"V\" AS SELECT * FROM CSVREAD('" + secret + "')",
                "CREATE TABLE \"A\" AS SELECT * FROM " + link,
                "CREATE TABLE \"A\"(\"X\" INTEGER) ENGINE \"java.lang.String\"",
                "CALL " + link,
                "SET @X = " + write,
                "RUNSCRIPT FROM '" + secret + "'",
                "SCRIPT TO '" + written + "'",
                "BACKUP TO '" + written + "'",
                "CREATE USER X PASSWORD '' ADMIN;\nCALL " + write,
                "CREATE LINKED TABLE L('', 'jdbc:h2:mem:x;INIT=RUNSCRIPT', 'sa', '', 'P')")) {
            Path dump = Files.writeString(
                    target.resolve("dump"),
                    "CREATE MEMORY TABLE \"T\"(\"X\" BIGINT);\n" + sql + ";\n-- cartable: the script ends here\n");

            assertThat(dumps.verify(dump)).as(sql).isNotInstanceOf(Check.Whole.class);
            assertThat(written).as(sql).doesNotExist();
        }
    }

    @Test
    void allThatASchemaMayHoldIsVerified(@TempDir Path target) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:rich;DB_CLOSE_DELAY=-1");
        for (String sql : List.of(
                "SET COLLATION FRENCH",
                "CREATE SCHEMA \"école\"",
                "CREATE DOMAIN d AS VARCHAR(10) CHECK (CHAR_LENGTH(VALUE) > 2)",
                "CREATE SEQUENCE s",
                "CREATE TABLE t(id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, c CLOB, b BLOB, j JSON, u UUID DEFAULT"
                        + " RANDOM_UUID(), ts TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP, n NUMERIC(10, 2) CHECK (n > 0),"
                        + " e ENUM('a', 'b'), i INTERVAL DAY TO SECOND, a INTEGER ARRAY, g INTEGER GENERATED ALWAYS AS (1 + 2),"
                        + " name VARCHAR(50) UNIQUE, d DATE, tt TIME, bb BOOLEAN, r ROW(x INT, y VARCHAR(5)), bi VARBINARY(9),"
                        + " df DECFLOAT, o JAVA_OBJECT, geo GEOMETRY)",
                "INSERT INTO t(c, b, j, n, e, i, a, name, d, tt, bb, r, bi, df, o, geo) VALUES (REPEAT('é;''', 100000),"
                        + " CAST(REPEAT('00', 100000) AS BLOB), '{\"a\": 1}' FORMAT JSON, 3, 'a', INTERVAL '1' DAY, ARRAY[1, 2],"
                        + " 'l''été; CALL \"x\"', CURRENT_DATE, CURRENT_TIME, TRUE, ROW(1, 'a'), X'00', 1.5,"
                        + " CAST(X'00' AS JAVA_OBJECT), 'POINT (1 2)')",
                "CREATE TABLE \"école\".\"père\"(id BIGINT REFERENCES public.t, x DOUBLE PRECISION, y REAL)",
                "INSERT INTO \"école\".\"père\" VALUES (1, 1e100, -1e-9), (1, 'NaN', '-Infinity')",
                "CREATE VIEW v AS SELECT id, UPPER(name) u FROM t",
                "CREATE INDEX ix ON t(name)",
                "CREATE UNIQUE INDEX ux ON t(d)",
                "CREATE SYNONYM sy FOR t",
                "CREATE CONSTANT k VALUE 3",
                "COMMENT ON TABLE t IS 'l''été'",
                "COMMENT ON SCHEMA public IS 'x'",
                "CREATE GLOBAL TEMPORARY TABLE gt(id INT)",
                "CREATE ROLE r",
                "GRANT SELECT ON t TO r")) {
            execute(source, sql);
        }
        Path dump = target.resolve("dump");
        DatabaseDump dumps = JdbcBackups.of(source).dump();
        dumps.dump(dump, List.of(), file -> {});

        assertThat(dumps.verify(dump)).isEqualTo(new Check.Whole());
        execute(source, "SHUTDOWN");
    }

    @Test
    void aDatabaseInMemoryCannotBeRestored() {
        var backups = JdbcBackups.of(MEMORY);

        assertThat(backups.restore().check(backups.dump().describe()))
                .anyMatch(obstacle -> obstacle.code().equals("IN_MEMORY") && obstacle.prevents());
    }
}
