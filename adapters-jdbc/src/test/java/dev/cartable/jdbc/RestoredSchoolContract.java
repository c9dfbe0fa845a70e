package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.backup.RecoveryReport;
import dev.cartable.backup.RestorePlan;
import dev.cartable.backup.RestoreReport;
import dev.cartable.backup.RestoreRequest;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.billing.BillingException;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.HostKey;
import dev.cartable.work.Leases;
import dev.cartable.work.LocalInstance;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A school whose older backup is restored: erasures and unsubscriptions hold, nothing is sent, and it fits the application. */
abstract class RestoredSchoolContract {
    private static final GuardianId AWA = new GuardianId("g1");
    private static final GuardianId BINTA = new GuardianId("g2");
    private static final PupilId FATOU = new PupilId("p1");
    private static final Topic STUDY = new Topic(Category.STUDY, Channel.EMAIL);
    private static final TaskName TASK = new TaskName("task");
    private static final HostKey KEY = HostKey.of(new byte[32]);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-27T02:00:00Z");
    private final List<HostMigrations> migrations = new ArrayList<>();
    private DataSource source;

    /** What happens when a restore has read the live database, before it stages another. */
    private Runnable meanwhile = () -> {};

    /** What the host changes in what is restored. */
    private Consumer<DataSource> again = restored -> {};

    abstract DataSource open();

    @BeforeEach
    void fill() {
        source = open();
        JdbcStores stores =
                JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build();
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .savePupils(tx, List.of(new Pupil(FATOU, new PersonName("Fatou", "Ba"), null, null, true)));
            stores.rosterStore().saveGuardians(tx, List.of(guardian(AWA, "Awa"), guardian(BINTA, "Binta")));
            stores.rosterStore()
                    .saveGuardianships(
                            tx,
                            List.of(
                                    Guardianship.of(AWA, FATOU, Guardianship.Relation.MOTHER),
                                    Guardianship.of(BINTA, FATOU, Guardianship.Relation.GUARDIAN)));
            stores.occurrences().register(tx, List.of(TaskSetting.firstSeen(TASK, now.minusSeconds(60))));
        });
        try (Cartable school = school()) {
            school.notices().instance().check();
            school.accounts().open(AWA);
            school.accounts().open(BINTA);
        }
    }

    private static Guardian guardian(GuardianId id, String name) {
        return new Guardian(id, new PersonName(name, "Ba"), name.toLowerCase(Locale.ROOT) + "@example.org", null, "fr");
    }

    JdbcStores stores() {
        return JdbcStores.builder(source).schemaMode(SchemaMode.NEVER).build();
    }

    JdbcBackups backups() {
        return JdbcBackups.of(source);
    }

    Cartable school() {
        JdbcBackups backups = backups();
        return Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .key(KEY)
                .instance(LocalInstance.named("prod"))
                .issuesInvoices(BillingSettings.defaults())
                .backupVault(new DirectoryVault(folder.resolve("vault"), () -> now))
                .safetyVault(new DirectoryVault(folder.resolve("safety"), () -> now))
                .databaseDump(backups.dump())
                .databaseRestore(backups.restore())
                .stagedStores(JdbcBackups.stagedStores(builder -> builder, migrations))
                .stagedDatabaseStep(new StagedDatabaseStep() {
                    @Override
                    public String name() {
                        return "host";
                    }

                    @Override
                    public void prepare() {
                        meanwhile.run();
                    }

                    @Override
                    public void run(StagedDatabase database) {
                        again.accept(database.open(DataSource.class));
                    }
                })
                .build();
    }

    void execute(String sql) {
        execute(source, sql);
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void backUp() {
        try (Cartable school = school()) {
            school.backups().create(Scope.DATABASE);
        }
        now = now.plusSeconds(3600);
    }

    private RestorePlan plan() {
        try (Cartable school = school()) {
            return school.backups()
                    .restore()
                    .plan(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.DATABASE));
        }
    }

    private RestoreReport restore() {
        RestorePlan plan = plan();
        assertThat(plan.obstacles())
                .extracting(RestorePlan.Obstacle::code)
                .isSubsetOf("IN_USE", "MAY_NOT_CREATE_DATABASE"); // a pool may keep a session
        try (Cartable school = school()) {
            return school.backups().restore().apply(plan, true, progress -> {});
        }
    }

    @Test
    void whoWasErasedOrUnsubscribedSinceStaysSo() {
        // Another node generates accounts while the backup is made; in what is restored, it does not.
        Leases leases = stores().leases();
        Leases.Attempt run =
                leases.acquire(GenerateAccounts.LEASE, new Leases.Holder("elsewhere", 1, 1), Duration.ofHours(1));
        backUp();
        leases.release(((Leases.Attempt.Granted) run).grant());
        try (Cartable school = school()) {
            assertThat(school.privacy().erase(AWA)).isInstanceOf(ErasePerson.Erased.class);
            assertThat(school.privacy().erase(FATOU)).isInstanceOf(ErasePerson.Erased.class);
            school.notices().preferences().change(Recipient.guardian(BINTA), List.of(new Change.Decline(STUDY)));
        }
        execute("CREATE TABLE later (id integer)");

        assertThat(restore().findings()).isEmpty();

        assertThat(backups().dump().contents().rows().keySet())
                .as("it was restored")
                .noneMatch(table -> table.toLowerCase(Locale.ROOT).endsWith(".later"));
        JdbcStores stores = stores();
        assertThat(stores.roster().families(List.of(AWA))).isEmpty();
        assertThat(stores.accounts().byGuardian(List.of(AWA))).isEmpty();
        assertThat(stores.personalData().of(Person.guardian(AWA, null, Set.of())))
                .isEmpty();
        assertThat(stores.personalData().of(Person.pupil(FATOU, Set.of()))).isEmpty();
        assertThat(stores.roster().families(List.of(BINTA))).hasSize(1);
        Map<Recipient, PersonPreferences> wishes = stores.preferences().of(List.of(Recipient.guardian(BINTA)));
        assertThat(requireNonNull(wishes.get(Recipient.guardian(BINTA))).declines(STUDY.category(), STUDY.channel()))
                .isTrue();
        try (Cartable school = school()) {
            school.accounts().open(AWA);
        }
        assertThat(stores().accounts().byGuardian(List.of(AWA))).isEmpty();
    }

    @Test
    void theHostErasesItsOwnAgain() throws SQLException {
        execute("CREATE TABLE visitor (name VARCHAR(20))");
        execute("INSERT INTO visitor VALUES ('Awa'), ('Binta')");
        backUp();
        execute("DELETE FROM visitor WHERE name = 'Awa'");
        again = restored -> execute(restored, "DELETE FROM visitor WHERE name = 'Awa'");

        restore();

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM visitor")) {
            assertThat(names.next()).isTrue();
            assertThat(names.getString(1)).isEqualTo("Binta");
            assertThat(names.next()).isFalse();
        }
    }

    @Test
    void whatWaitedIsHeldAndWhatWasDueIsNotRun() {
        backUp();

        restore();

        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 2L));
        assertThat(since()).isEqualTo(now);
        now = now.plusSeconds(60);
        try (Cartable school = school()) {
            assertThat(school.notices().instance().check().speaks()).isTrue();
        }
        assertThat(since()).as("it is not silenced again").isEqualTo(now.minusSeconds(60));
    }

    @Test
    void aDatabaseThatWasRestoredByHandIsSilencedAtStart() throws Exception {
        Path dump = folder.resolve("dump");
        backups().dump().dump(dump, List.of(), file -> {});
        backUp();
        backups().restore().stage("byhand", dump, false);
        backups().restore().swap("byhand", true);
        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.QUEUED, 2L));

        try (Cartable school = school()) {
            assertThat(school.notices().instance().check().speaks()).isTrue();
        }

        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 2L));
        assertThat(since()).isEqualTo(now);
        assertUncertain(this::issue);
        backups().restore().discard("byhand");
        Files.delete(dump);
    }

    private String issue() {
        try (Cartable school = school()) {
            Currency currency = Currency.getInstance("GNF");
            String draft = school.billing()
                    .drafts()
                    .add(
                            FATOU,
                            currency,
                            List.of(InvoiceDraft.line("Cantine", BigDecimal.ONE, BigDecimal.TEN, currency)),
                            List.of(new Invoice.Instalment(1, null, BigDecimal.TEN)),
                            List.of())
                    .id();
            return school.billing().issue().one(draft, null).number();
        }
    }

    private String cancel(String number) {
        try (Cartable school = school()) {
            return school.billing().cancel(number, null).number();
        }
    }

    @Test
    void noNumberIsGivenTwiceThoughAnOlderBackupIsRestored() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        assertThat(issue()).isEqualTo("2026-00002");
        assertThat(issue()).isEqualTo("2026-00003");
        assertThat(cancel("2026-00002")).isEqualTo("A2026-00001");

        restore();

        assertThat(issue()).isEqualTo("2026-00004");
        assertThat(cancel("2026-00001")).isEqualTo("A2026-00002");
    }

    @Test
    void theAuditTrailSaysThatItWasRestoredAndIsUnbroken() {
        issue();
        AuditHead early = head();
        backUp();
        issue();
        issue();
        AuditHead replaced = head();

        restore();
        issue();

        try (Cartable school = school()) {
            for (AuditHead noted : List.of(early, replaced)) {
                TrailReport report = school.auditTrail().verify(AuditHead.parse(noted.toString()));
                assertThat(report.findings()).as(noted.toString()).isEmpty();
                assertThat(report.numbers().restored()).isEqualTo(1);
            }
            AuditHead wrong = AuditHead.parse(early.number() + ":" + replaced.hash());
            assertThat(school.auditTrail().verify(wrong).findings()).hasSize(1);
        }
    }

    private AuditHead head() {
        try (Cartable school = school()) {
            return school.auditTrail().head();
        }
    }

    @Test
    void noNumberIsGivenTwiceThoughNoneWasGivenBeforeTheBackup() {
        backUp();
        assertThat(issue()).isEqualTo("2026-00001");

        restore();

        assertThat(issue()).isEqualTo("2026-00002");
    }

    /** As an application does that goes on while another process restores. */
    @Test
    void noNumberIsGivenOnceTheRestoreHasReadTheLastOne() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        assertThat(issue()).isEqualTo("2026-00002");
        meanwhile = this::assertUnderWay;

        restore();

        assertThat(issue()).isEqualTo("2026-00003");
        assertThat(cancel("2026-00001")).isEqualTo("A2026-00001");
        try (Cartable school = school()) {
            assertThat(school.billing().numbers().missing())
                    .singleElement()
                    .satisfies(one -> assertThat(one.first() + " " + one.last()).isEqualTo("2026-00002 2026-00002"));
        }
    }

    @Test
    void theNumbersOfLastYearThatTheBackupDoesNotHaveAreMissing() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        assertThat(issue()).isEqualTo("2026-00002");
        now = now.plus(Duration.ofDays(60));
        assertThat(issue()).isEqualTo("2027-00001");

        restore();

        assertThat(issue()).isEqualTo("2027-00002");
        try (Cartable school = school()) {
            assertThat(school.billing().numbers().missing())
                    .extracting(one -> one.first() + " " + one.last())
                    .containsExactly("2026-00002 2026-00002", "2027-00001 2027-00001");
        }
    }

    private void assertUnderWay() {
        assertRefused(BillingProblem.RESTORE_UNDER_WAY, this::issue);
    }

    @Test
    void aRestoreThatFailsLetsNumbersGoOn() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        meanwhile = () -> {
            assertUnderWay();
            throw new IllegalStateException("the disk is broken");
        };

        assertThatThrownBy(this::restore).hasMessageContaining("the disk is broken");

        assertThat(issue()).isEqualTo("2026-00002");
    }

    @Test
    void aRestoreThatWasKilledLetsNumbersGoOnOnceItIsRecovered() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        assertThat(issue()).isEqualTo("2026-00002");
        meanwhile = () -> {
            throw new Killed();
        };
        assertThatThrownBy(this::restore).isInstanceOf(Killed.class);
        assertUnderWay();

        try (Cartable school = school()) {
            assertThat(school.backups().recover().orElseThrow().outcome()).isEqualTo(RecoveryReport.Outcome.UNDONE);
            assertThat(school.backups().needsRecovery()).isFalse();
        }

        assertThat(issue()).isEqualTo("2026-00003");
    }

    @Test
    void onANewMachineNoNumberIsGivenUntilAPersonHasSaidTheLastOne() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        List.of("invoice", "line", "instalment", "payer", "payment", "series", "year")
                .forEach(table -> execute("DELETE FROM cartable_billing_" + table));
        assertThat(issue()).as("another database, with numbers of its own").isEqualTo("2026-00001");

        restore();

        assertUncertain(this::issue);
        assertUncertain(() -> cancel("2026-00001"));
        try (Cartable school = school()) {
            school.billing().numbers().after(Invoice.Type.INVOICE, "2026-00057");
            school.billing().numbers().after(Invoice.Type.CREDIT_NOTE, null);
        }
        assertThat(issue()).isEqualTo("2026-00058");
        assertThat(cancel("2026-00001")).isEqualTo("A2026-00001");
    }

    @Test
    void aDatabaseThatCannotBeReadLeavesItsNumbersUncertain() {
        assertThat(issue()).isEqualTo("2026-00001");
        backUp();
        execute("DROP TABLE cartable_billing_series");

        restore();

        assertUncertain(this::issue);
    }

    private static void assertUncertain(ThrowingCallable call) {
        assertRefused(BillingProblem.NUMBERS_UNCERTAIN, call);
    }

    private static void assertRefused(BillingProblem problem, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BillingException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    private Instant since() {
        TaskState task = requireNonNull(stores().occurrences().ledger().tasks().get(TASK));
        return task.setting().since();
    }

    /** The host's migrations come first, then Cartable's: both on the staged copy. */
    @Test
    void aBackupOfAnOlderVersionIsMigrated() {
        execute("UPDATE cartable_schema_history SET version = -1 WHERE version = 1");
        execute("DROP TABLE cartable_failed_sign_in");
        backUp();
        migrations.add(new Migrations(true));
        execute("UPDATE cartable_schema_history SET version = 1 WHERE version = -1");

        restore();

        assertThat(backups().dump().contents().rows().keySet())
                .map(table -> table.toLowerCase(Locale.ROOT))
                .contains("public.cartable_failed_sign_in", "public.host_table");
        assertThat(backups().dump().describe().schemaVersion()).isEqualTo("1");
    }

    @Test
    void aMigrationThatFailsLeavesTheLiveDatabaseAsItIs() {
        backUp();
        execute("CREATE TABLE later (id integer)");
        migrations.add(new Migrations(true) {
            @Override
            public void migrate(DataSource database) {
                throw new IllegalStateException("the host's script is wrong");
            }
        });

        assertThatThrownBy(this::restore)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("MIGRATION_FAILED"))
                .hasMessageContaining("script is wrong");

        execute("DROP TABLE later");
        assertThat(backups().restore().leftovers()).isEmpty();
    }

    @Test
    void aBackupOfANewerVersionIsRefused() {
        execute("CREATE TABLE flyway_schema_history (installed_rank integer, version varchar(50), success boolean)");
        execute("INSERT INTO flyway_schema_history VALUES (1, '12.1', TRUE)");
        execute("UPDATE cartable_schema_history SET version = 99 WHERE version = 1");
        backUp();
        migrations.add(new Migrations(false));

        assertThat(plan().obstacles(RestorePlan.Obstacle.Kind.PREVENTS))
                .extracting(obstacle -> obstacle.code() + " " + obstacle.facts().get("detail"))
                .containsExactlyInAnyOrder("NEWER_SCHEMA cartable 99", "NEWER_SCHEMA flyway 12.1");
    }

    /** No code of a restore catches it, as none runs when its process is killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A host that adds a table. */
    private static class Migrations implements HostMigrations {
        private final boolean knows;

        Migrations(boolean knows) {
            this.knows = knows;
        }

        @Override
        public String tool() {
            return "flyway";
        }

        @Override
        public boolean knows(String last) {
            return knows;
        }

        @Override
        public void migrate(DataSource database) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE host_table (id integer)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
