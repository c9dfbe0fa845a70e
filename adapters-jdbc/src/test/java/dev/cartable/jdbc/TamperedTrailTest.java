package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.audit.model.TrailReport.Finding;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.work.Actor;
import dev.cartable.work.HostKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of the audit trail by hand, in the database, are found. */
class TamperedTrailTest {
    private static final HostKey KEY = HostKey.random();
    private static final int NODES = 2;
    private static final int EACH = 15;

    private static Cartable node(TestDatabase database, String name) {
        return Cartable.builder()
                .stores(JdbcStores.builder(database.dataSource())
                        .schemaMode(SchemaMode.MIGRATE)
                        .build())
                .key(KEY)
                .zone(ZoneOffset.UTC)
                .actor(() -> new Actor("root", Actor.Via.COMMAND_LINE, name))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsDoneByHandIsFound(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        try (Cartable school = node(database, "a")) {
            for (int i = 1; i <= 6; i++) {
                school.quotas().profiles().add("Profile " + i, profile -> profile);
            }
            assertThat(findings(school)).isEmpty();

            assertThat(after(
                            database,
                            school,
                            "UPDATE cartable_audit_entry SET outcome = 'FAILED' WHERE entry_number = 3"))
                    .containsExactly(new Finding(TrailReport.Type.CHANGED, 3, null));
            assertThat(after(
                            database,
                            school,
                            "UPDATE cartable_audit_entry SET actor = 'nobody' WHERE entry_number = 3"))
                    .containsExactly(new Finding(TrailReport.Type.VALUES_CHANGED, 3, null));
            assertThat(after(database, school, "DELETE FROM cartable_audit_entry WHERE entry_number = 3"))
                    .startsWith(new Finding(TrailReport.Type.MISSING, 3, 3L));
            assertThat(after(
                            database,
                            school,
                            "UPDATE cartable_audit_entry SET entry_number = 99 WHERE entry_number = 3",
                            "UPDATE cartable_audit_entry SET entry_number = 3 WHERE entry_number = 4",
                            "UPDATE cartable_audit_entry SET entry_number = 4 WHERE entry_number = 99"))
                    .startsWith(new Finding(TrailReport.Type.CHANGED, 3, null));
            assertThat(after(database, school, "DELETE FROM cartable_audit_entry WHERE entry_number > 4"))
                    .containsExactly(new Finding(TrailReport.Type.BAD_END, 4, null));
            assertThat(after(
                            database,
                            school,
                            "DELETE FROM cartable_audit_entry WHERE entry_number > 4",
                            "UPDATE cartable_audit_end SET entry_number = 4, hash ="
                                    + " (SELECT hash FROM cartable_audit_entry WHERE entry_number = 4)"))
                    .containsExactly(new Finding(TrailReport.Type.BAD_END, 4, null));
            assertThat(after(
                            database,
                            school,
                            "UPDATE cartable_audit_entry SET entry_number = 7 WHERE entry_number = 6"))
                    .startsWith(new Finding(TrailReport.Type.MISSING, 6, 6L));
            assertThat(after(database, school, "DELETE FROM cartable_audit_end"))
                    .containsExactly(new Finding(TrailReport.Type.BAD_END, 0, null));
            assertThat(findings(school)).as("all was put back").isEmpty();
        }
    }

    private static List<Finding> findings(Cartable school) {
        return school.auditTrail().verify().findings();
    }

    /** What is found after statements, which are undone. */
    private static List<Finding> after(TestDatabase database, Cartable school, String... statements)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("entry", "end")) {
                statement.execute("CREATE TABLE kept_" + table + " AS SELECT * FROM cartable_audit_" + table);
            }
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            List<Finding> found = findings(school);
            for (String table : List.of("entry", "end")) {
                statement.execute("DELETE FROM cartable_audit_" + table);
                statement.execute("INSERT INTO cartable_audit_" + table + " SELECT * FROM kept_" + table);
                statement.execute("DROP TABLE kept_" + table);
            }
            return found;
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoNodesThatAppendAtOnceMakeOneChain(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        try (Cartable a = node(database, "a");
                Cartable b = node(database, "b")) {
            List<Throwable> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (Cartable node : List.of(a, b)) {
                String name = node == a ? "a" : "b";
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < EACH; i++) {
                        node.quotas().profiles().add(name + i, profile -> profile);
                    }
                });
                thread.setUncaughtExceptionHandler((same, failure) -> failures.add(failure));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(failures).isEmpty();
            TrailReport report = a.auditTrail().verify();
            assertThat(report.findings()).isEmpty();
            assertThat(report.numbers().entries()).isEqualTo((long) NODES * EACH);
            assertThat(a.auditTrail().entries().map(entry -> entry.from()).distinct())
                    .containsExactlyInAnyOrder("a", "b");
        }
    }
}
