package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command is killed for real: after each record of the journal, then at random moments. */
@Tag("systems")
class RestoreKillTest {
    /** The records of a restore that is not disturbed. */
    private static final int RECORDS = 10;

    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    /** Where a restore swaps files, renames databases, or commits one transaction. */
    private enum Place {
        H2,
        POSTGRESQL,
        POSTGRESQL_WITHOUT_CREATEDB;

        Desk desk(Path folder) {
            return this == POSTGRESQL_WITHOUT_CREATEDB
                    ? PaymentsHost.confined(folder)
                    : PaymentsHost.with(TestDatabase.Kind.valueOf(name()), folder);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aKilledRestoreIsFinishedOrUndone(Place place) throws Exception {
        int kills = Integer.getInteger("cartable.restore.kills", 12);
        long seed = Long.getLong("cartable.seed", new Random().nextLong());
        Random random = new Random(seed);
        desk = place.desk(folder);
        desk.run("quota", "profile", "add", "Tous");
        PaymentsHost.pay(desk, 200);
        for (int i = 0; i < 300; i++) {
            Files.writeString(folder.resolve("media/payment_receipts/more" + i + ".txt"), "receipt " + i);
        }
        String file = desk.json("backup", "create").text("file");
        Map<String, String> before = PaymentsHost.live(desk);
        desk.sql("INSERT INTO payments VALUES (999, 'payment_receipts/p99.txt')");
        for (int i = 0; i < 300; i += 2) {
            Files.writeString(folder.resolve("media/payment_receipts/more" + i + ".txt"), "changed " + i);
        }
        Map<String, String> after = PaymentsHost.live(desk);
        String safety = desk.json("backup", "restore", file, "--yes").text("safetyCopy");
        long start = System.nanoTime();
        assertThat(Child.start(folder, desk.environment(), "backup", "restore", file, "--yes")
                        .await()
                        .exit())
                .isZero();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(PaymentsHost.live(desk)).isEqualTo(before);
        int finished = 0;
        for (int i = 0; i < kills; i++) {
            boolean isOld = PaymentsHost.live(desk).equals(before);
            long records = records();
            Child restore = Child.start(
                    folder, desk.environment(), "backup", "restore", isOld ? safety : file, "--yes", "--force");
            if (i < RECORDS) {
                boolean over = false;
                while (!over && records() <= records + i) {
                    over = restore.process().waitFor(1, TimeUnit.MILLISECONDS);
                }
                restore.process().destroyForcibly();
            } else {
                // The first half is the start of a Java machine and the verification.
                killAfter(restore, millis / 2 + random.nextLong(millis));
            }
            restore.await();
            Child recovery = Child.start(folder, desk.environment(), "backup", "recover");
            killAfter(recovery, random.nextLong(2 * millis));
            recovery.await();
            Desk.Result recovered = desk.run("backup", "recover");
            assertThat(recovered.exit()).as(recovered.err()).isZero();
            assertThat(PaymentsHost.live(desk)).as("kill %d, seed %d", i, seed).isIn(before, after);
            finished += PaymentsHost.live(desk).equals(before) == isOld ? 0 : 1;
        }
        assertThat(finished).as("finished restores").isBetween(1, kills - 1);
    }

    private static void killAfter(Child child, long millis) throws InterruptedException {
        if (!child.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
            child.process().destroyForcibly();
        }
    }

    /** How many lines the journal of restores has. */
    private long records() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("backups/.cartable-restore.journal"))) {
            return lines.count();
        }
    }
}
