package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
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
import org.junit.jupiter.api.io.TempDir;

/** Backups as processes that are killed, or run at once. */
@Tag("systems")
class CreateKillTest {
    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    private void fill(TestDatabase.Kind kind) throws IOException {
        desk = PaymentsHost.with(kind, folder);
        desk.run("quota", "profile", "add", "Tous");
        PaymentsHost.pay(desk, 100);
        byte[] photo = new byte[100_000];
        for (int i = 0; i < 200; i++) {
            new Random(i).nextBytes(photo);
            Files.write(folder.resolve("media/photo" + i + ".jpg"), photo);
        }
    }

    @OnEachDatabase
    void aKilledBackupLeavesNoHalfArchive(TestDatabase.Kind kind) throws Exception {
        fill(kind);
        int kills = Integer.getInteger("cartable.create.kills", 8);
        long seed = Long.getLong("cartable.seed", new Random().nextLong());
        Random random = new Random(seed);
        long start = System.nanoTime();
        assertThat(start("create").await().exit()).isZero();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        for (int i = 0; i < kills; i++) {
            Child create = start("create");
            if (!create.process().waitFor(millis / 3 + random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                create.process().destroyForcibly();
            }
            create.await();
            assertWhole("kill " + i + ", seed " + seed);
        }
        int before = archives().size();
        assertThat(desk.run("backup", "create").exit()).isZero();
        assertThat(archives()).hasSize(before + 1);
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")))
                    .as("what dead processes have left is gone")
                    .allMatch(file -> Files.isRegularFile(file));
        }
    }

    /** Two at once exclude one another; the one that comes second is refused or comes after it. */
    @OnEachDatabase
    void twoAtOnceDoNotDisturbOneAnother(TestDatabase.Kind kind) throws Exception {
        fill(kind);
        String first = desk.json("backup", "create").text("file");
        desk.sql("INSERT INTO payments VALUES (999, 'payment_receipts/p1.txt')");
        Files.delete(folder.resolve("media/photo1.jpg"));

        List<Child> creates = List.of(start("create"), start("create"));
        int done = 0;
        for (Child create : creates) {
            Desk.Result result = create.await();
            assertThat(result.exit()).as(result.err()).isIn(0, Exit.HELD.code());
            done += result.exit() == 0 ? 1 : 0;
        }
        assertThat(done).isPositive();
        assertWhole("two backups");

        Child restore = start("restore", first, "--yes", "--force");
        Child create = start("create");
        Desk.Result created = create.await();
        Desk.Result restored = restore.await();
        assertThat(List.of(created.exit(), restored.exit()))
                .as(created.err() + restored.err())
                .contains(0);
        assertWhole("backup and restore");
        assertThat(desk.run("backup", "recover").exit()).isZero();
        assertThat(PaymentsHost.payments(desk)).isEqualTo(restored.exit() == 0 ? 100 : 101);
        assertThat(Files.exists(folder.resolve("media/photo1.jpg"))).isEqualTo(restored.exit() == 0);
    }

    private Child start(String... command) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(List.of(command));
        return Child.start(folder, desk.environment(), all.toArray(String[]::new));
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .toList();
        }
    }

    private void assertWhole(String when) throws IOException {
        for (String archive : archives()) {
            assertThat(desk.json("backup", "verify", archive).text("valid"))
                    .as("%s: %s", when, archive)
                    .isEqualTo("true");
        }
    }
}
