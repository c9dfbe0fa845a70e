package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.schema.Schema;
import dev.cartable.jdbc.schema.SchemaStep;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    @ParameterizedTest
    @EnumSource
    void theDefaultModeCreatesTablesOnTheEmbeddedDatabaseOnly(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();

        SchemaState state = JdbcStores.create(database.dataSource()).schema();

        assertThat(state.isCurrent()).isEqualTo(kind == TestDatabase.Kind.H2);
        assertThat(catalog(database).isEmpty()).isEqualTo(kind == TestDatabase.Kind.POSTGRESQL);
    }

    @Test
    void h2WritesEachCommitAtOnceSoThatAKilledProcessLeavesNoHalfTransaction() throws SQLException {
        TestDatabase database = TestDatabase.Kind.H2.fresh();

        JdbcStores.create(database.dataSource());

        try (Connection connection = database.dataSource().getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                                + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookingWritesNothing(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();

        SchemaState state = open(database, SchemaMode.NEVER).schema();

        assertThat(state.isAbsent()).isTrue();
        assertThat(state.missingSql()).isNotEmpty();
        assertThat(catalog(database)).isEmpty();
        open(database, SchemaMode.MIGRATE);
        List<String> before = catalog(database);
        assertThat(open(database, SchemaMode.NEVER).schema().isCurrent()).isTrue();
        assertThat(catalog(database)).isEqualTo(before).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void theSqlThatIsReportedAsMissingIsAllThatIsMissing(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        List<String> missing = open(database, SchemaMode.NEVER).schema().missingSql();

        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .withMessageContaining("CREATE TABLE IF NOT EXISTS cartable_account (")
                .withMessageContaining("SchemaMode.MIGRATE");
        assertThat(catalog(database)).isEmpty();

        execute(database, missing.toArray(String[]::new));
        assertThatNoException().isThrownBy(() -> open(database, SchemaMode.VALIDATE));
        TestDatabase other = kind.fresh();
        open(other, SchemaMode.MIGRATE);
        assertThat(catalog(database)).isEqualTo(catalog(other));
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralNodesThatStartAtOnceOneMigrates(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        int nodes = 8;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<SchemaState>> states = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                states.add(threads.submit(() -> {
                    go.await();
                    return open(database, SchemaMode.MIGRATE).schema();
                }));
            }
            go.countDown();
            for (Future<SchemaState> state : states) {
                assertThat(state.get().isCurrent()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(query(database, "SELECT file FROM cartable_schema_history WHERE version > 0 ORDER BY version"))
                .containsExactlyElementsOf(Schema.FILES);
    }

    @ParameterizedTest
    @EnumSource
    void aStepThatWasRunWithAnotherContentIsRefused(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        open(database, SchemaMode.MIGRATE);
        execute(database, "UPDATE cartable_schema_history SET checksum = 'other' WHERE version = 1");

        for (SchemaMode mode : List.of(SchemaMode.MIGRATE, SchemaMode.VALIDATE)) {
            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> open(database, mode))
                    .withMessageContaining("V001__cartable.sql");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatANewerReleaseHasChangedIsWorkedWith(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        open(database, SchemaMode.MIGRATE);
        execute(
                database,
                "INSERT INTO cartable_schema_history (version, file, checksum) VALUES (99, 'V099__x.sql', 'x')",
                "ALTER TABLE cartable_account ADD COLUMN nickname VARCHAR(10)");

        JdbcStores stores = open(database, SchemaMode.VALIDATE);

        assertThat(stores.schema().version()).isEqualTo(99);
        try (var accounts = stores.accounts().all()) {
            assertThat(accounts).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalSchoolsLiveSideBySideUnderPrefixesAndSchemas(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, "CREATE SCHEMA north");
        List<JdbcStores> schools = List.of(
                open(database, SchemaMode.MIGRATE),
                JdbcStores.builder(database.dataSource())
                        .prefix("south_")
                        .schemaMode(SchemaMode.MIGRATE)
                        .build(),
                JdbcStores.builder(database.dataSource())
                        .schema("north")
                        .schemaMode(SchemaMode.MIGRATE)
                        .build());

        for (int i = 0; i < schools.size(); i++) {
            JdbcStores school = schools.get(i);
            String key = "school " + i;
            school.unitOfWork().run(tx -> school.tombstones().add(tx, key, Instant.EPOCH));
        }

        List<String> keys = List.of("school 0", "school 1", "school 2");
        for (int i = 0; i < schools.size(); i++) {
            assertThat(schools.get(i).tombstones().among(keys)).containsExactly("school " + i);
            assertThat(schools.get(i).schema().isCurrent()).isTrue();
            assertThat(schools.get(i).rosterStore().writable()).isTrue();
        }
    }

    @Test
    void aBigIndexIsMadeOutsideTheTransaction() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        open(database, SchemaMode.MIGRATE);
        String index = "CREATE INDEX {CONCURRENTLY} IF NOT EXISTS {#account_email} ON {account} (email);\n";

        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> with(database, SchemaStep.parse("V900__email.sql", index))
                        .migrate());
        with(database, SchemaStep.parse("V900__email.sql", "--! outside a transaction\n" + index))
                .migrate();

        assertThat(query(database, "SELECT indexname FROM pg_indexes WHERE indexname = 'cartable_account_email'"))
                .hasSize(1);
    }

    @Test
    void anIndexThatAnInterruptedRunLeftUnfinishedIsReported() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        open(database, SchemaMode.MIGRATE);
        execute(
                database,
                "CREATE INDEX cartable_account_email ON cartable_account (email)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'cartable_account_email'::regclass");
        SchemaStep step = SchemaStep.parse(
                "V900__email.sql",
                "--! outside a transaction\nCREATE INDEX {CONCURRENTLY} IF NOT EXISTS {#account_email} ON {account} (email);");

        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> with(database, step).migrate())
                .withMessageContaining("REINDEX INDEX CONCURRENTLY cartable_account_email");
    }

    @Test
    void aStepThatFailsLeavesNothingBehind() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        open(database, SchemaMode.MIGRATE);
        List<String> before = catalog(database);
        SchemaStep broken = SchemaStep.parse(
                "V900__broken.sql", "CREATE TABLE {extra} (id integer);\nCREATE TABLE {extra} (id integer);");

        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> with(database, broken).migrate());

        assertThat(catalog(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aLaterStepChangesTablesThatHaveRowsAndIsRunOnce(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        open(database, SchemaMode.MIGRATE);
        execute(database, "INSERT INTO cartable_promotion (id, name) VALUES ('CM2', 'CM2')");
        Schema later = with(database, SchemaStep.read("V900__test.sql"));

        assertThat(later.state().version()).isEqualTo(1);
        assertThat(later.state().missingSql()).hasSize(4);
        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(later::validate)
                .withMessageContaining("ALTER TABLE cartable_promotion ADD COLUMN");
        later.migrate();
        later.migrate();

        assertThat(later.state().isCurrent()).isTrue();
        assertThat(query(database, "SELECT room FROM cartable_promotion")).containsExactly("CM2 1");
        assertThat(query(database, "SELECT file FROM cartable_schema_history WHERE version > 0 ORDER BY version"))
                .containsExactly("V001__cartable.sql", "V900__test.sql");
        assertThat(open(database, SchemaMode.VALIDATE).schema().version())
                .as("the release before works on")
                .isEqualTo(900);
    }

    @ParameterizedTest
    @EnumSource
    void aLaterStepLeavesOutTheRosterOfAHostThatHasItInViews(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();

        List<String> missing = with(database, RosterOwnership.VIEWS, SchemaStep.read("V900__test.sql"))
                .state()
                .missingSql();

        assertThat(missing).noneMatch(sql -> sql.contains("cartable_promotion "));
        assertThat(missing).anyMatch(sql -> sql.contains("cartable_account "));
    }

    @Test
    void aMistypedDirectiveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaStep.parse("V900__x.sql", "--! only where the roster is a table\nSELECT 1;"))
                .withMessageContaining("only where the roster is a table");
    }

    private static Schema with(TestDatabase database, SchemaStep step) {
        return with(database, RosterOwnership.TABLES, step);
    }

    private static Schema with(TestDatabase database, RosterOwnership roster, SchemaStep step) {
        List<SchemaStep> steps = Stream.concat(Schema.FILES.stream().map(SchemaStep::read), Stream.of(step))
                .toList();
        return new Schema(database.dataSource(), dialect(database), new Names("cartable_", null), roster, steps);
    }

    private static Dialect dialect(TestDatabase database) {
        try (Connection connection = database.connect()) {
            return Dialects.of(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static JdbcStores open(TestDatabase database, SchemaMode mode) {
        return JdbcStores.builder(database.dataSource()).schemaMode(mode).build();
    }

    private static void execute(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> query(TestDatabase database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    /** Every column of every table of the host and Cartable. */
    private static List<String> catalog(TestDatabase database) throws SQLException {
        return query(
                database,
                "SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || data_type"
                        + " FROM information_schema.columns WHERE LOWER(table_schema) NOT IN"
                        + " ('information_schema', 'pg_catalog') ORDER BY 1");
    }
}
