package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command is killed for real, again and again. */
@Tag("systems")
class RestoreKillTest {
    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void aKilledRestoreIsFinishedOrUndone(TestDatabase.Kind kind) throws Exception {
        int kills = Integer.getInteger("cartable.restore.kills", 10);
        long seed = Long.getLong("cartable.seed", new Random().nextLong());
        Random random = new Random(seed);
        desk = PaymentsHost.with(kind, folder);
        desk.run("quota", "profile", "add", "Tous");
        PaymentsHost.pay(desk, 200);
        for (int i = 0; i < 300; i++) {
            Files.writeString(folder.resolve("media/payment_receipts/more" + i + ".txt"), "receipt " + i);
        }
        String file = desk.json("backup", "create").text("file");
        Map<String, String> before = live();
        desk.sql("INSERT INTO payments VALUES (999, 'payment_receipts/p99.txt')");
        for (int i = 0; i < 300; i += 2) {
            Files.writeString(folder.resolve("media/payment_receipts/more" + i + ".txt"), "changed " + i);
        }
        Map<String, String> after = live();
        String safety = desk.json("backup", "restore", file, "--yes").text("safetyCopy");
        long start = System.nanoTime();
        assertThat(Child.start(folder, desk.environment(), "backup", "restore", file, "--yes")
                        .await()
                        .exit())
                .isZero();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(live()).isEqualTo(before);
        int settled = 0;
        for (int i = 0; i < kills; i++) {
            boolean isOld = live().equals(before);
            Child restore = Child.start(
                    folder, desk.environment(), "backup", "restore", isOld ? safety : file, "--yes", "--force");
            // The first half is the start of a Java machine and the verification.
            long pause = millis / 2 + random.nextLong(millis);
            if (!restore.process().waitFor(pause, TimeUnit.MILLISECONDS)) {
                restore.process().destroyForcibly();
            }
            restore.await();
            Child recovery = Child.start(folder, desk.environment(), "backup", "recover");
            if (!recovery.process().waitFor(random.nextLong(2 * millis), TimeUnit.MILLISECONDS)) {
                recovery.process().destroyForcibly();
            }
            recovery.await();
            Desk.Result recovered = desk.run("backup", "recover");
            assertThat(recovered.exit()).as(recovered.err()).isZero();
            assertThat(live()).as("kill %d, seed %d", i, seed).isIn(before, after);
            settled += live().equals(before) == isOld ? 0 : 1;
        }
        assertThat(settled).as("some were finished").isPositive();
    }

    private Map<String, String> live() throws Exception {
        Map<String, String> live = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("media"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                live.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        live.put("payments", Long.toString(PaymentsHost.payments(desk)));
        return live;
    }
}
