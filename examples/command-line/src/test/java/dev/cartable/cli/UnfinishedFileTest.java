package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new H2 file whose process was killed before anything was stored in it. */
class UnfinishedFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4_095, 4_096, 8_191, 8_192, 8_193, 10_000})
    void aFileThatWasCutOffBeforeItsFirstCommitIsNoDatabase(int size) throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.run("quota", "profile", "add", "Tous");
        Path file = folder.resolve("cartable.mv.db");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));

        assertWorks(desk);
    }

    @Test
    void aProcessThatIsKilledWhileItMakesTheFileLeavesNothingInTheWay() throws IOException, InterruptedException {
        Path file = folder.resolve("cartable.mv.db");
        Child child = Child.start(folder, Map.of(), "quota", "profile", "add", "Tous");
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!Files.exists(file) && child.process().isAlive() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        child.process().destroyForcibly().waitFor();
        assertThat(file).exists();

        Desk desk = Desk.withFile(folder);
        assertThat(desk.run("accounts", "stats").err()).doesNotContain("another process");
        assertThat(desk.run("doctor").out()).doesNotContain("another process");
        assertThat(desk.run("quota", "profile", "add", "Autre").exit()).isZero();
        assertThat(desk.run("quota", "profile", "list").out()).contains("Autre");
    }

    @Test
    void aFileThatAnotherProcessHasJustMadeIsLeftToIt() throws IOException {
        Path file = folder.resolve("cartable.mv.db");
        Files.write(file, new byte[100]);
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            assertThat(other.lock().isValid()).isTrue();
            assertThat(Desk.withFile(folder)
                            .run("quota", "profile", "add", "Tous")
                            .exit())
                    .isEqualTo(7);
            assertThat(file).hasSize(100);
        }
    }

    private static void assertWorks(Desk desk) {
        assertThat(desk.run("accounts", "stats").err()).doesNotContain("in use", "another process");
        assertThat(desk.run("doctor").out()).contains("There is no database");
        assertThat(desk.run("quota", "profile", "add", "Tous").exit()).isZero();
        assertThat(desk.run("quota", "profile", "list").out()).contains("Tous");
    }
}
