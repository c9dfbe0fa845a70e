package dev.cartable;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupHook.Operation;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.backup.port.StagedDatabaseStep.StagedDatabase;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.HostKey;
import dev.cartable.work.LocalInstance;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore does to the restored database: erasures and unsubscriptions hold, and no old message is sent. */
class RestoreStepsTest {
    private static final Instant BACKUP = Instant.parse("2026-11-27T02:00:00Z");
    private static final GuardianId AWA = new GuardianId("g1");
    private static final GuardianId BINTA = new GuardianId("g2");
    private static final PupilId FATOU = new PupilId("p1");
    private static final Topic STUDY = new Topic(Category.STUDY, Channel.EMAIL);
    private static final HostKey KEY = HostKey.of(new byte[32]);
    private static final TaskName TASK = new TaskName("task");

    @TempDir
    Path folder;

    private final InMemoryStores live = new InMemoryStores(() -> BACKUP);
    private final InMemoryStores restored = new InMemoryStores(() -> BACKUP);
    private Instant now = BACKUP;

    /** Two databases that hold the same: the live one, and what will be restored of it. */
    @BeforeEach
    void fill() {
        for (InMemoryStores stores : List.of(live, restored)) {
            stores.unitOfWork().run(tx -> {
                stores.rosterStore()
                        .savePupils(tx, List.of(new Pupil(FATOU, new PersonName("Fatou", "Ba"), null, null, true)));
                stores.rosterStore().saveGuardians(tx, List.of(guardian(AWA, "Awa"), guardian(BINTA, "Binta")));
                stores.rosterStore()
                        .saveGuardianships(
                                tx,
                                List.of(
                                        Guardianship.of(AWA, FATOU, Guardianship.Relation.MOTHER),
                                        Guardianship.of(BINTA, FATOU, Guardianship.Relation.MOTHER)));
            });
            Cartable school = builder(stores).build();
            school.accounts().open(AWA);
            school.accounts().open(BINTA);
        }
        hook(parts(KEY)).before(Operation.CREATE); // creates the log, as every backup does
        now = BACKUP.plusSeconds(3600);
    }

    private static Guardian guardian(GuardianId id, String name) {
        return new Guardian(id, new PersonName(name, "Ba"), name.toLowerCase(Locale.ROOT) + "@example.org", null, "fr");
    }

    private CartableBuilder builder(Stores stores) {
        return Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .key(KEY)
                .backupVault(new DirectoryVault(folder.resolve("vault"), () -> now));
    }

    private Path log() {
        return folder.resolve("vault").resolve("cartable.restore-log");
    }

    private Parts parts(HostKey key) {
        return new Parts(
                builder(live).key(key).stagedStores(new Staged(restored)).clone());
    }

    private static BackupHook hook(Parts parts) {
        return parts.backupHooks().get(0);
    }

    /** Runs all steps, as a restore does. */
    private void restore(Parts parts) {
        DatabaseRestore notAsked = (DatabaseRestore) Proxy.newProxyInstance(
                DatabaseRestore.class.getClassLoader(),
                new Class<?>[] {DatabaseRestore.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        StagedDatabase database = new StagedDatabase(notAsked, "r1", info(), BACKUP, now);
        parts.stagedDatabaseSteps().forEach(StagedDatabaseStep::prepare);
        parts.stagedDatabaseSteps().forEach(step -> step.run(database));
    }

    private static List<String> questions(Parts parts) {
        return parts.stagedDatabaseSteps().stream()
                .flatMap(step -> step.check(info(), BACKUP).stream())
                .map(Obstacle::code)
                .toList();
    }

    private static DatabaseInfo info() {
        return new DatabaseInfo("memory", "1", "db", "UTF8", "C", Map.of(), "none", 1, "1", null);
    }

    private record Staged(Stores stores) implements StagedStores {
        @Override
        public List<Obstacle> check(DatabaseInfo dumped) {
            return List.of();
        }

        @Override
        public void migrate(StagedDatabase database) {}

        @Override
        public Opened open(StagedDatabase database) {
            return new Opened() {
                @Override
                public Stores stores() {
                    return stores;
                }

                @Override
                public void close() {}
            };
        }
    }

    private static void assertIsGone(InMemoryStores stores, GuardianId guardian) {
        assertThat(stores.roster().families(List.of(guardian))).isEmpty();
        assertThat(stores.accounts().byGuardian(List.of(guardian))).isEmpty();
        assertThat(stores.personalData().of(Person.guardian(guardian, null, Set.of())))
                .isEmpty();
    }

    private static boolean declines(InMemoryStores stores, GuardianId guardian) {
        var all = stores.preferences().of(List.of(Recipient.guardian(guardian)));
        return all.containsKey(Recipient.guardian(guardian))
                && requireNonNull(all.get(Recipient.guardian(guardian))).declines(STUDY.category(), STUDY.channel());
    }

    private void change(GuardianId guardian, Change change) {
        builder(live).build().notices().preferences().change(Recipient.guardian(guardian), List.of(change));
    }

    @Test
    void whoWasErasedAfterTheBackupIsErasedAgain() {
        builder(live).build().privacy().erase(AWA);
        builder(live).build().privacy().erase(FATOU);
        assertThat(restored.roster().families(List.of(AWA))).isNotEmpty();

        assertThat(questions(parts(KEY))).isEmpty();
        restore(parts(KEY));

        assertIsGone(restored, AWA);
        assertThat(restored.roster().pupils(Set.of(FATOU))).isEmpty();
        assertThat(restored.roster().families(List.of(BINTA)))
                .extracting(Family::guardian)
                .containsExactly(guardian(BINTA, "Binta"));
        Cartable school = builder(restored).build();
        school.accounts().open(AWA);
        assertThat(restored.accounts().byGuardian(List.of(AWA)))
                .as("no import or run brings the guardian back")
                .isEmpty();
    }

    @Test
    void whoUnsubscribedAfterTheBackupStaysUnsubscribed() {
        change(AWA, new Change.Decline(STUDY));
        change(BINTA, new Change.Decline(STUDY));
        change(BINTA, new Change.Accept(STUDY));

        restore(parts(KEY));

        assertThat(declines(restored, AWA)).isTrue();
        assertThat(declines(restored, BINTA)).as("accepted again").isFalse();
    }

    @Test
    void whatAPersonDeclinesStandsInTheLogAtOnceAndOnlyOnce() throws IOException {
        change(AWA, new Change.Decline(STUDY));
        String declined = Files.readString(log());
        assertThat(declined).containsOnlyOnce(" DECLINED ");

        change(AWA, new Change.Decline(STUDY));
        assertThat(log()).hasContent(declined);
    }

    /** The process dies between the commit and the log. The next backup finds what is missing, and so does a restore. */
    @Test
    void whatACrashHasKeptOutOfTheLogIsFoundInTheDatabase() throws IOException {
        Path before = Files.copy(log(), folder.resolve("before"));
        builder(live).build().privacy().erase(AWA);
        change(BINTA, new Change.Decline(STUDY));
        Files.copy(before, log(), StandardCopyOption.REPLACE_EXISTING);

        hook(parts(KEY)).before(Operation.CREATE);
        String complete = Files.readString(log());
        assertThat(complete).contains(" ERASED ", " DECLINED ");
        hook(parts(KEY)).before(Operation.CREATE);
        assertThat(log()).as("nothing is added twice").hasContent(complete);

        Files.copy(before, log(), StandardCopyOption.REPLACE_EXISTING);
        restore(parts(KEY));
        assertIsGone(restored, AWA);
        assertThat(declines(restored, BINTA)).isTrue();
    }

    /** The other way round: what was never committed is not in the log. */
    @Test
    void whatWasRolledBackIsNotInTheLog() throws IOException {
        String before = Files.readString(log());
        try {
            live.unitOfWork().run(tx -> {
                change(AWA, new Change.Decline(STUDY));
                throw new IllegalStateException("the host rolls back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessageContaining("rolls back");
        }

        assertThat(log()).hasContent(before);
        assertThat(declines(live, AWA)).isFalse();
    }

    @Test
    void theLogHoldsNoNamesOrIds() throws IOException {
        builder(live).build().privacy().erase(AWA);
        change(BINTA, new Change.Decline(STUDY));

        assertThat(Files.readString(log()))
                .doesNotContain("g1")
                .doesNotContain("g2")
                .doesNotContain("Binta");
    }

    @Test
    void aRestoreWithoutTheLogOrWithAnotherKeySaysSoFirst() throws IOException {
        builder(live).build().privacy().erase(AWA);
        HostKey other = HostKey.random();

        assertThat(questions(parts(other))).containsExactly("WITHDRAWALS_OTHER_KEY");
        assertThat(questions(parts(other.withOld(List.of(KEY))))).isEmpty();

        Files.writeString(log(), Files.readString(log()).replace(" ERASED ", " erased "));
        assertThat(questions(parts(KEY))).containsExactly("WITHDRAWALS_DAMAGED");

        Files.delete(log());
        assertThat(questions(parts(KEY))).containsExactly("WITHDRAWALS_MISSING");
        hook(parts(KEY)).before(Operation.CREATE);
        assertThat(questions(parts(KEY)))
                .as("the new log knows nothing of the time before it")
                .containsExactly("WITHDRAWALS_INCOMPLETE");

        assertThat(new Parts(builder(live).clone()).stagedDatabaseSteps().get(0).check(info(), BACKUP))
                .extracting(Obstacle::code)
                .containsExactly("WITHDRAWALS_NOT_APPLIED");
    }

    /** As in an archive of an earlier system: nothing can be applied to it. */
    @Test
    void aBackupWithoutOurTablesAsksOnceSomeoneWasErased() {
        DatabaseInfo earlier = new DatabaseInfo("memory", "1", "db", "UTF8", "C", Map.of(), "none", 1, null, null);
        assertThat(obstacles(earlier)).isEmpty();

        builder(live).build().privacy().erase(AWA);

        assertThat(obstacles(earlier)).singleElement().satisfies(obstacle -> {
            assertThat(obstacle.code()).isEqualTo("WITHDRAWALS_WITHOUT_TABLES");
            assertThat(obstacle.prevents()).as("with consent it goes on").isFalse();
        });
    }

    private List<Obstacle> obstacles(DatabaseInfo dumped) {
        return parts(KEY).stagedDatabaseSteps().stream()
                .flatMap(step -> step.check(dumped, BACKUP).stream())
                .toList();
    }

    @Test
    void aRestoredDatabaseSendsNothingThatWaitedAndRunsNothingThatWasDue() {
        queueAndBegin(restored);

        restore(parts(KEY));

        assertIsSilent();
        TaskState task = requireNonNull(restored.occurrences().ledger().tasks().get(TASK));
        assertThat(task.setting().since()).isEqualTo(now);
        assertThat(requireNonNull(task.last()).state()).isEqualTo(Occurrence.State.FAILED);
    }

    /** An administrator restores the dump by hand, and starts the application. */
    @Test
    void aDatabaseThatWasRestoredByHandIsRecognisedAtStart() {
        for (InMemoryStores stores : List.of(live, restored)) {
            builder(stores)
                    .instance(LocalInstance.named("prod"))
                    .build()
                    .notices()
                    .instance()
                    .check();
        }
        queueAndBegin(live);
        queueAndBegin(restored);
        hook(parts(KEY)).after(Operation.CREATE, true);

        var guard = builder(live)
                .instance(LocalInstance.named("prod"))
                .build()
                .notices()
                .instance();
        assertThat(guard.check().speaks()).isTrue();
        assertThat(live.outbox().counts()).as("the live one goes on").isEqualTo(Map.of(NoticeState.QUEUED, 3L));

        guard = builder(restored)
                .instance(LocalInstance.named("prod"))
                .build()
                .notices()
                .instance();
        assertThat(guard.check().speaks()).as("what is queued from now on").isTrue();
        assertIsSilent();
        assertThat(requireNonNull(restored.occurrences().ledger().tasks().get(TASK))
                        .setting()
                        .since())
                .isEqualTo(now);

        now = now.plusSeconds(60);
        guard = builder(restored)
                .instance(LocalInstance.named("prod"))
                .build()
                .notices()
                .instance();
        guard.check();
        assertThat(requireNonNull(restored.occurrences().ledger().tasks().get(TASK))
                        .setting()
                        .since())
                .as("once only")
                .isEqualTo(now.minusSeconds(60));
    }

    private void assertIsSilent() {
        assertThat(restored.outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 3L));
        assertThat(restored.outbox().find(notice().id()).orElseThrow().reason())
                .isEqualTo(NoticeReason.RESTORED.name());
    }

    private static void queueAndBegin(InMemoryStores stores) {
        Slot slot = new Slot("2026-11-27", BACKUP);
        stores.unitOfWork().run(tx -> {
            stores.outbox().add(tx, List.of(notice()));
            stores.occurrences().register(tx, List.of(TaskSetting.firstSeen(TASK, BACKUP.minusSeconds(60))));
            stores.occurrences().add(tx, Occurrence.running(TASK, slot, false, 1, 0, "node", BACKUP));
        });
    }

    private static Notice notice() {
        return new Notice(
                new NoticeId(new UUID(1, 1)),
                Kind.of("library.overdue"),
                new Subject("book", "b1"),
                "",
                Recipient.guardian(AWA),
                Channel.EMAIL,
                "",
                EmailAddress.of("awa@example.org"),
                Locale.FRENCH,
                Map.of(),
                BACKUP,
                BACKUP,
                false);
    }
}
