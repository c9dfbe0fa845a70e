package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.s3.ScriptedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command is killed for real at each request of an upload: before the server has done it, and after. */
@Tag("systems")
class OffsiteKillTest {
    /** 128 + 9, the signal. */
    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    private final ScriptedS3 store = new ScriptedS3();

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void anUploadThatIsKilledIsFinishedByTheNext() throws Exception {
        Desk desk = PaymentsHost.sitDown(folder);
        byte[] large = new byte[11 << 20];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("media/large.bin"), large);
        String file = desk.json("backup", "create", "--only-media").text("file");
        byte[] archive = Files.readAllBytes(folder.resolve("backups").resolve(file));
        desk.environment().putAll(ScriptedS3.KEY);
        desk.run("init", "--backup-vault", store.url());
        assertThat(desk.run("backup", "upload").exit()).isZero();
        int requests = store.requests().size();
        assertThat(requests).isGreaterThan(10);

        for (int at = 1; at <= requests; at++) {
            for (boolean isServed : List.of(false, true)) {
                forget(file);
                killAt(desk, at, isServed);
                String what = "killed " + (isServed ? "after" : "before") + " request " + at;
                if (store.names().contains(file)) {
                    assertThat(store.content(file)).as(what).isEqualTo(archive);
                }

                Json next = desk.json("backup", "upload");

                assertThat(store.content(file)).as(what).isEqualTo(archive);
                assertThat(desk.json("backup", "list").list("backups").get(0).text("copy"))
                        .as(what + next)
                        .isEqualTo("VERIFIED");
                assertThat(desk.run("backup", "verify", file).exit()).as(what).isZero();
                assertThat(store.unfinished()).as(what).isLessThanOrEqualTo(1);
                desk.run("backup", "upload");
                assertThat(store.unfinished()).as("what was left, " + what).isZero();
            }
        }
    }

    /** The second place is empty, and nothing is known of it. */
    private void forget(String file) throws IOException {
        store.remove(file);
        store.remove(file + ".sha256");
        Files.delete(folder.resolve("backups/cartable-offsite.json"));
    }

    private void killAt(Desk desk, int number, boolean isServed) throws Exception {
        AtomicInteger count = new AtomicInteger();
        AtomicReference<@Nullable Child> child = new AtomicReference<>();
        if (isServed) {
            store.served(request -> {
                if (count.incrementAndGet() == number) {
                    kill(requireNonNull(child.get()));
                }
            });
        } else {
            store.fault(request -> {
                boolean isNow = count.incrementAndGet() == number;
                if (isNow) {
                    kill(requireNonNull(child.get()));
                    request.cut();
                }
                return isNow;
            });
        }
        Child started = Child.start(folder, desk.environment(), "backup", "upload");
        child.set(started);
        Desk.Result result = started.await();
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(KILLED);
        store.fault(request -> false);
        store.served(request -> {});
        store.beginUploadsAt(Instant.EPOCH);
    }

    private static void kill(Child child) {
        child.process().destroyForcibly();
        try {
            child.process().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
