package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseDump.Report;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.DatabaseRestore.State;
import dev.cartable.jdbc.backup.Backups;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dump is restored by a role that may not create databases: in one transaction of the live one. */
@Timeout(120) // whatever waits for a lock here waits for ever
class TransactionRestoreTest {
    private static final String ID = "confined";

    @TempDir
    Path folder;

    private final ConfinedRole role = ConfinedRole.create();
    private TestDatabase old;
    private Path dump;
    private boolean hasExtension;
    private Report dumped;

    /** Dumps a database of another owner that has something of everything; the live one has other tables. */
    @BeforeEach
    void dump() {
        assumeTrue(
                PostgresBackupsTest.program("pg_dump").isPresent(), "pg_dump is missing: install postgresql-client-15");
        old = TestDatabase.postgresql();
        hasExtension = PostgresBackupsTest.tryExtension(old);
        for (String sql : List.of(
                "COMMENT ON SCHEMA public IS 'of the old school'",
                "CREATE TABLE pupil (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                "INSERT INTO pupil (name) VALUES ('Amel'), ('Zoé'), (E'two\\nlines;\\t\\\\.'), (NULL), ('')",
                "CREATE SCHEMA \"Finance Dept\"",
                "CREATE TYPE \"Finance Dept\".state AS ENUM ('due', 'paid')",
                "CREATE TABLE \"Finance Dept\".payment (pupil integer REFERENCES pupil, state \"Finance Dept\".state, at date)"
                        + " PARTITION BY RANGE (at)",
                "CREATE TABLE \"Finance Dept\".payment_2026 PARTITION OF \"Finance Dept\".payment"
                        + " FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "INSERT INTO \"Finance Dept\".payment VALUES (1, 'paid', '2026-01-08')",
                "CREATE VIEW paid AS SELECT name FROM pupil JOIN \"Finance Dept\".payment ON pupil = id WHERE state = 'paid'",
                "CREATE MATERIALIZED VIEW names AS SELECT name FROM pupil",
                "CREATE FUNCTION hello(who text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN\n"
                        + "  -- COPY pupil (id) FROM stdin;\n  RETURN 'Bonjour, ' || who || '; {d}?'; END $$",
                "CREATE FUNCTION one() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 1; END",
                "CREATE SEQUENCE receipt START 40",
                "SELECT nextval('receipt')",
                "SELECT lo_from_bytea(0, 'photo')")) {
            PostgresBackupsTest.execute(old, sql);
        }
        dump = folder.resolve("dump");
        dumped = JdbcBackups.of(old.dataSource()).dump().dump(dump, List.of(), file -> {});
        live("CREATE TABLE later (id integer)");
        live("CREATE TABLE pupil (id serial, name text)");
        live("CREATE VIEW all_pupils AS SELECT * FROM pupil");
        live("CREATE SCHEMA library CREATE TABLE loan (id integer)");
        live("INSERT INTO pupil (name) VALUES ('Bob')");
        live("SELECT lo_from_bytea(0, 'old photo')");
        if (hasExtension) {
            PostgresBackupsTest.execute(role.asSuperuser(), "CREATE EXTENSION hstore");
        }
    }

    private void live(String sql) {
        try (Connection connection = role.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String first(String sql) throws SQLException {
        try (Connection connection = role.source().getConnection()) {
            return PostgresBackupsTest.first(connection, sql);
        }
    }

    private void assertOld() throws SQLException {
        assertThat(role.backups().dump().contents().rows())
                .containsOnlyKeys("public.later", "public.pupil", "library.loan")
                .containsEntry("public.pupil", 1L);
        assertThat(first("SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata"))
                .isEqualTo("old photo");
        assertThat(role.backups().restore().leftovers()).isEmpty();
    }

    @Test
    void thePlanSaysThatItTakesATransactionAndNothingPreventsIt() {
        assertThat(role.backups().restore().check(dumped.database()))
                .extracting(one -> one.code() + " " + one.prevents())
                .containsExactly("MAY_NOT_CREATE_DATABASE false");
    }

    @Test
    void aVersionThatIsNoneIsNoFault() {
        DatabaseInfo info = dumped.database();
        DatabaseInfo hostile =
                new DatabaseInfo(info.kind(), "99999999999", info.name(), "UTF8", "", Map.of(), "", 1, null, null);

        assertThat(role.backups().restore().check(hostile))
                .anyMatch(one -> one.code().equals("OLDER_SERVER") && one.prevents());
    }

    @Test
    void theCommitPutsAllOfTheDumpInThePlaceOfAllThatWasThere() throws SQLException {
        DatabaseRestore restore = role.backups().restore();
        restore.stage(ID, dump, false);
        DatabaseContents staged = restore.staged(ID);
        assertThat(staged).isEqualTo(dumped.contents());
        assertThat(restore.state(ID)).isEqualTo(State.STAGED);

        restore.swap(ID, false);

        assertThat(role.backups().restore().state(ID)).isEqualTo(State.SWAPPED);
        restore.undo(ID);
        assertThat(restore.state(ID)).as("it cannot be undone").isEqualTo(State.SWAPPED);
        role.backups().restore().discard(ID);
        assertThat(role.backups().restore().state(ID)).isEqualTo(State.ABSENT);
        assertThat(role.backups().dump().contents()).isEqualTo(dumped.contents());
        assertThat(first("SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata"))
                .isEqualTo("photo");
        assertThat(first("INSERT INTO pupil (name) VALUES ('Nina') RETURNING id"))
                .isEqualTo("6");
        assertThat(first("SELECT name FROM pupil WHERE id = 3")).isEqualTo("two\nlines;\t\\.");
        assertThat(first("SELECT string_agg(name, '') FROM paid")).isEqualTo("Amel");
        assertThat(first("SELECT count(*) FROM names")).isEqualTo("5");
        assertThat(first("SELECT hello('Zoé')")).isEqualTo("Bonjour, Zoé; {d}?");
        assertThat(first("SELECT one() + nextval('receipt')")).isEqualTo("42");
        assertThat(first("SELECT tableowner FROM pg_tables WHERE tablename = 'pupil'"))
                .isEqualTo(role.name());
        assertThat(role.backups().dump().describe().extensions().containsKey("hstore"))
                .isEqualTo(hasExtension);
    }

    /** The server ends the session as it does when the process that has it is killed. */
    @Test
    void whatIsKilledBeforeTheCommitLeavesTheOldDatabase() throws SQLException {
        DatabaseRestore killed = role.backups().restore();
        killed.stage(ID, dump, false);

        assertThat(role.backups().restore().state(ID))
                .as("another process ends the transaction of the dead one")
                .isEqualTo(State.ABSENT);

        assertThatThrownBy(() -> killed.swap(ID, true)).isInstanceOf(BackupException.class);
        killed.undo(ID);
        killed.discard(ID);
        assertOld();
    }

    @Test
    void whatIsUndoneOrBrokenLeavesTheOldDatabase() throws Exception {
        DatabaseRestore restore = role.backups().restore();
        restore.stage(ID, dump, false);
        restore.undo(ID);
        assertThat(restore.state(ID)).isEqualTo(State.ABSENT);
        assertOld();

        Path cut = folder.resolve("cut");
        byte[] whole = Files.readAllBytes(dump);
        Files.write(cut, Arrays.copyOf(whole, whole.length * 9 / 10));
        assertThatThrownBy(() -> restore.stage(ID, cut, false)).isInstanceOf(BackupException.class);
        assertOld();
    }

    private Path pgDump(String name, String format, String... options) throws Exception {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                PostgresBackupsTest.program("pg_dump").orElseThrow().toString(),
                "--file=" + file,
                "--format=" + format,
                "--dbname=" + old.url().substring("jdbc:".length()),
                "--username=" + old.user()));
        command.addAll(List.of(options));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }

    /** Lines in a text and in the body of a function that look like lines of the dump itself. */
    @Test
    void aDumpWithInsertsKeepsEveryLineOfItsTexts() throws Exception {
        String lines = """
                ;
                GRANT all TO everyone;
                COMMIT;
                it''s said;
                -- Name: pupil
                BEGIN;
                SET transaction_timeout = 0;
                COPY pupil (id) FROM stdin;
                end;
                """;
        PostgresBackupsTest.execute(old, "INSERT INTO pupil (name) VALUES (repeat('x', 70000) || '" + lines + "')");
        PostgresBackupsTest.execute(
                old, "CREATE FUNCTION lines() RETURNS text LANGUAGE sql AS $_$ SELECT '" + lines + "'::text $_$");
        String asked = "SELECT md5(string_agg(name, '|' ORDER BY id)) || md5(lines()) FROM pupil";
        String expected;
        try (Connection connection = old.dataSource().getConnection()) {
            expected = PostgresBackupsTest.first(connection, asked);
        }
        for (String format : List.of("plain", "custom")) {
            Path inserts = pgDump("inserts." + format, format, "--inserts");

            DatabaseRestore restore = role.backups().restore();
            restore.stage(ID, inserts, true);
            restore.swap(ID, true);
            restore.discard(ID);

            assertThat(first(asked)).as(format).isEqualTo(expected);
        }
    }

    /** A dump as the earlier school system made it: SQL, with owners, privileges and comments of the superuser. */
    @Test
    void aDumpAsSqlIsRestoredInBothWays() throws Exception {
        PostgresBackupsTest.execute(old, "GRANT SELECT ON pupil TO " + role.name());
        PostgresBackupsTest.execute(old, "CREATE TABLE " + role.name() + " (id integer)");
        Path sql = pgDump("db_postgres_20260108_110353.sql", "plain");

        role.backups().restore().stage("unused", dump, false); // another process has left it
        DatabaseRestore within = role.backups().restore();
        within.stage(ID, sql, true);
        DatabaseContents staged = within.staged(ID);
        within.swap(ID, true);
        within.discard(ID);
        assertThat(staged.rows()).containsAllEntriesOf(dumped.contents().rows());
        assertThat(staged.sequences()).isEqualTo(dumped.contents().sequences());
        assertThat(staged.largeObjects()).isEqualTo(1);
        assertThat(first("SELECT name FROM pupil WHERE id = 3")).isEqualTo("two\nlines;\t\\.");

        DatabaseRestore beside = JdbcBackups.of(old.dataSource()).restore();
        beside.stage(ID, sql, false);
        assertThat(beside.staged(ID)).isEqualTo(staged);
        beside.discard(ID);
    }

    /** Writes a dump as SQL that is made of these lines. */
    private Path sql(String... lines) throws IOException {
        return Files.write(folder.resolve("written.sql"), List.of(lines));
    }

    @Test
    void aDumpThatCommitsLeavesTheOldDatabase() throws Exception {
        DatabaseRestore restore = role.backups().restore();
        Path wrapped = sql("BEGIN;", "CREATE TABLE public.half (id integer);", "COMMIT;", "SELECT 1 / 0;");

        assertThatThrownBy(() -> restore.stage(ID, wrapped, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the dump has COMMIT")
                .hasMessageContaining("the live database is unchanged");
        assertOld();

        Path rolledBack = sql("CREATE TABLE public.half (id integer);", "ROLLBACK;");
        assertThatThrownBy(() -> restore.stage(ID, rolledBack, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("ROLLBACK");
        assertOld();

        Path goesOn = sql(
                "CREATE TABLE public.half (id integer);",
                "ROLLBACK;",
                "DROP TABLE public.later;",
                "CREATE TABLE public.left_behind (id integer);");
        assertThatThrownBy(() -> restore.stage(ID, goesOn, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the dump has ROLLBACK")
                .hasMessageContaining("the live database is unchanged");
        assertOld();
    }

    @Test
    void aStepThatCommitsBySqlLeavesTheOldDatabase() throws Exception {
        Backups backups = Backups.of(
                role.source(),
                new Backups.Settings("cartable_", null, role.name(), "x", null, Duration.ofHours(1), folder));
        backups.restore().stage(ID, dump, false);
        DataSource staged = backups.restore().open(ID, DataSource.class);
        try (Connection step = staged.getConnection()) {
            execute(step, "DELETE FROM pupil WHERE id = 2");
            assertThatThrownBy(() -> execute(step, "COMMIT")).hasMessageContaining("only_the_swap_commits");
        }

        assertThatThrownBy(staged::getConnection).hasMessageContaining("a step has ended the transaction");
        assertThatThrownBy(() -> backups.restore().swap(ID, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("a step has ended the transaction")
                .hasMessageContaining("the live database is unchanged");
        assertOld();
    }

    @Test
    void aRoleThatMayCreateNoTemporaryTableIsNamedBeforeAnythingIsDone() {
        PostgresBackupsTest.execute(
                role.asSuperuser(),
                "REVOKE TEMPORARY ON DATABASE \"Live-" + role.name() + "\" FROM PUBLIC, " + role.name());

        assertThat(role.backups().restore().check(dumped.database()))
                .anyMatch(one -> one.code().equals("MAY_NOT_CREATE_TEMPORARY") && one.prevents());
    }

    /** The columns of a partitioned table's key depend on it as parts of what the server makes itself do. */
    @Test
    void partitionedTablesAreReplacedToo() throws SQLException {
        live("CREATE TABLE by_year (at date) PARTITION BY RANGE (at)");

        DatabaseRestore restore = role.backups().restore();
        restore.stage(ID, dump, false);
        restore.swap(ID, false);
        restore.discard(ID);

        assertThat(first("SELECT to_regclass('public.by_year')")).isNull();
    }

    /** Two connections of a step, as a stream of rows and what is written meanwhile. */
    @Test
    void whatAStepCommitsIsThereAndWhatItRollsBackIsNot() throws SQLException {
        Backups backups = Backups.of(
                role.source(),
                new Backups.Settings("cartable_", null, role.name(), "x", null, Duration.ofHours(1), folder));
        backups.restore().stage(ID, dump, false);
        DataSource staged = backups.restore().open(ID, DataSource.class);
        try (Connection reader = staged.getConnection();
                Connection writer = staged.getConnection()) {
            reader.setAutoCommit(false);
            assertThat(PostgresBackupsTest.first(reader, "SELECT count(*) FROM pupil"))
                    .isEqualTo("5");
            writer.setAutoCommit(false);
            execute(writer, "DELETE FROM pupil WHERE id = 2");
            writer.commit();
            execute(writer, "DELETE FROM pupil WHERE id = 3");
            assertThatThrownBy(() -> execute(writer, "DELETE FROM nowhere")).isInstanceOf(SQLException.class);
            writer.rollback();
            assertThat(PostgresBackupsTest.first(reader, "SELECT count(*) FROM pupil"))
                    .isEqualTo("4");
            reader.commit();
            execute(writer, "DELETE FROM pupil WHERE id = 4");
        }

        backups.restore().swap(ID, false);
        backups.restore().discard(ID);

        assertThat(first("SELECT string_agg(id::text, ' ' ORDER BY id) FROM pupil"))
                .as("a connection that is closed has rolled back")
                .isEqualTo("1 3 4 5");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @SuppressWarnings("try") // Closing a connection is not interrupted.
    void aHostThatIsConnectedIsRefusedUnlessItsSessionsMayBeEnded() throws SQLException {
        DatabaseRestore restore = role.backups().restore();
        try (Connection host = role.source().getConnection();
                Statement reading = host.createStatement()) {
            host.setAutoCommit(false);
            reading.execute("SELECT * FROM pupil"); // keeps the table locked
            restore.stage(ID, dump, true);
        }
        try (Connection host = role.source().getConnection()) {
            assertThat(host.isValid(10)).isTrue();
            assertThatThrownBy(() -> restore.swap(ID, false))
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.facts()).containsEntry("sessions", "1"));
            restore.swap(ID, true);
        }
        restore.discard(ID);
        assertThat(role.backups().dump().contents()).isEqualTo(dumped.contents());
    }

    @Test
    void whatBelongsToAnotherRoleIsNamedBeforeAnythingIsDone() {
        PostgresBackupsTest.execute(role.asSuperuser(), "CREATE TABLE foreign_table (id integer)");

        assertThat(role.backups().restore().check(dumped.database()))
                .anyMatch(one -> one.code().equals("NOT_OWNER")
                        && one.detail().equals("table public.foreign_table")
                        && one.prevents());
    }
}
