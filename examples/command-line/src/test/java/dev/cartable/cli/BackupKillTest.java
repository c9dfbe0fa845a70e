package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands are killed for real, at random moments, and run at once in several processes. What is asserted holds wherever the kill comes,
 * also where it comes too late.
 */
@Tag("systems")
class BackupKillTest {
    private final int kills = Integer.getInteger("cartable.backup.kills", 10);
    private final long seed = Long.getLong("cartable.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    private Child start(String... command) {
        return Child.start(folder, desk.environment(), command);
    }

    /** How long a command takes that is not disturbed. */
    private long millis(String... command) throws Exception {
        long start = System.nanoTime();
        Desk.Result result = start(command).await();
        assertThat(result.exit()).as(result.toString()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Kills a command within the time that it takes; the first third is the start of a Java machine. */
    private void kill(long millis, String... command) throws Exception {
        Child child = start(command);
        if (!child.process().waitFor(millis / 3 + random.nextLong(millis), TimeUnit.MILLISECONDS)) {
            child.process().destroyForcibly();
        }
        child.await();
    }

    private List<String> files(String of, String beginning) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(of))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(beginning))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The newest is there and whole, the ledger misses none, and beside each hash there is its archive. */
    private void assertSound(String newest) throws IOException {
        Desk.Result verified = desk.run("backup", "verify", newest);
        assertThat(verified.exit()).as("seed %d: %s", seed, verified).isZero();
        Json listed = desk.json("backup", "list");
        assertThat(listed.list("findings")).as("seed %d", seed).isEmpty();
        assertThat(listed.list("backups").get(0).text("file")).isEqualTo(newest);
    }

    @Test
    void aKilledPruneKeepsWhatStaysAndIsFinishedByTheNext() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.add(desk.json("backup", "create", "--only-media").text("file"));
        }
        String newest = made.get(made.size() - 1);
        Path backups = folder.resolve("backups");
        Path template = folder.resolve("template");
        copy(backups, template);
        long millis = millis("backup", "prune", "--keep-last", "1");
        for (int i = 0; i < kills; i++) {
            delete(backups);
            copy(template, backups);

            kill(millis, "backup", "prune", "--keep-last", "1");

            assertSound(newest);
            for (Json one : desk.json("backup", "list").list("backups")) {
                assertThat(desk.run("backup", "verify", one.text("file")).exit())
                        .as("seed %d: %s", seed, one)
                        .isZero();
            }
            assertThat(desk.run("backup", "prune", "--keep-last", "1").exit()).isZero();
            assertThat(files("backups", "school_backup_"))
                    .as("seed %d", seed)
                    .containsExactly(newest, newest + ".sha256", newest + ".status.json");
        }
    }

    @OnEachDatabase
    void aKilledDrillLeavesTheLiveDataAndTheNextOneDropsTheRest(TestDatabase.Kind kind) throws Exception {
        desk = PaymentsHost.with(kind, folder);
        PaymentsHost.pay(desk, 200);
        String file = desk.json("backup", "create").text("file");
        desk.sql("INSERT INTO payments VALUES (999, 'payment_receipts/p99.txt')");
        String[] drill = {"backup", "drill", "--keep"};
        long millis = millis(drill);
        for (int i = 0; i < kills; i++) {
            kill(millis, drill);

            assertThat(PaymentsHost.payments(desk)).as("seed %d", seed).isEqualTo(201);
            assertSound(file);
        }
        Json drilled = desk.json("backup", "drill");
        assertThat(drilled.get("proven").value()).isEqualTo(true);
        assertThat(desk.json("backup", "drill", "--drop").list("dropped"))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(files(".", "cartable.cartable-")).as("seed %d", seed).noneMatch(name -> name.endsWith(".mv.db"));
        assertThat(files("backups", "cartable-drill-")).as("seed %d", seed).isEmpty();
    }

    @Test
    void aKilledKeygenLeavesAWholeKeyOrNoneAndNoSecretBeside() throws Exception {
        long millis = millis("backup", "keygen", "--to", "first.txt", "--paper");
        for (int i = 0; i < kills; i++) {
            String key = "key" + i + ".txt";

            kill(millis, "backup", "keygen", "--to", key, "--paper");

            Path written = folder.resolve(key);
            if (Files.exists(written) && Files.size(written) > 0) {
                assertThat(BackupIdentity.parse(Files.readString(written)))
                        .as("seed %d", seed)
                        .singleElement()
                        .satisfies(one -> assertThat(one.secret()).matches("AGE-SECRET-KEY-1[0-9A-Z]{58}"));
            } else {
                Desk.Result again = desk.run("backup", "keygen", "--to", key, "--paper");
                assertThat(again.exit()).as("seed %d: %s", seed, again).isZero();
            }
        }
        assertThat(desk.run("backup", "keygen", "--to", "last.txt").exit()).isZero();
        assertThat(files(".", ".cartable-private-")).as("seed %d", seed).isEmpty();
    }

    @Test
    void verifyPruneAndBackupAtOnceInSeveralProcesses() throws Exception {
        for (int i = 0; i < Math.max(1, kills / 3); i++) {
            String newest = desk.json("backup", "create", "--only-media").text("file");
            List<Child> children = new ArrayList<>();
            for (String command : List.of("create --only-media", "prune --keep-last 1", "verify " + newest)) {
                for (int node = 0; node < 2; node++) {
                    String[] words = ("backup " + command).split(" ");
                    children.add(start(words));
                }
            }
            for (Child child : children) {
                Desk.Result result = child.await();
                assertThat(result.exit() == 0 || isHarmless(result))
                        .as("seed %d: %s", seed, result)
                        .isTrue();
            }
            assertSound(desk.json("backup", "list").list("backups").get(0).text("file"));
        }
        assertThat(desk.run("backup", "prune", "--keep-last", "1").exit()).isZero();
        assertThat(files("backups", "school_backup_")).hasSize(3);
        assertThat(files("backups", ".cartable-draft-")).isEmpty();
    }

    /** Another process held the lock, or has pruned the backup that was just to be verified. */
    private static boolean isHarmless(Desk.Result result) {
        return Stream.of("Another process works on these backups", "There is no backup school_backup_")
                .anyMatch(result.err()::contains);
    }
}
