package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.Task;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.work.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that may take hours have twelve, and keep their lease while they progress. */
class LastingTasksTest {
    private static final Instant NOW = Instant.parse("2026-01-09T02:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void aBackupHasTwelveHoursAndKeepsItsLease() throws Exception {
        Map<TaskName, Task> tasks = tasks();
        Task backup = tasks.get(new TaskName("backup"));
        CountingRun run = new CountingRun();

        backup.run(run);

        assertThat(backup.policy().limits()).isEqualTo(Limits.renewed());
        assertThat(run.progress).as("for each file, and when it is read back").isGreaterThan(3);
        assertThat(tasks.get(new TaskName("backup-prune")).policy().limits()).isEqualTo(Limits.renewed());
        assertThat(tasks.get(new TaskName("retention")).policy().limits()).isEqualTo(Limits.defaults());
    }

    private Map<TaskName, Task> tasks() throws IOException {
        Path media = Files.createDirectory(folder.resolve("media"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(media.resolve("receipt-" + i + ".txt"), "paid");
        }
        Parts parts = new Parts(Cartable.builder()
                .stores(new InMemoryStores(() -> NOW))
                .time(() -> NOW)
                .zone(ZoneId.of("Africa/Conakry"))
                .backupVault(new DirectoryVault(folder.resolve("vault"), () -> NOW))
                .backups(settings ->
                        settings.withMedia(List.of(MediaRoot.of("media", media))).withKeep(KeepPolicy.parse("last=1"))));
        return Catalogue.tasks(parts).stream().collect(Collectors.toMap(Task::name, Function.identity()));
    }

    /** Counts how often the work says that it goes on. */
    private static final class CountingRun implements Task.Run {
        private int progress;

        @Override
        public Slot slot() {
            return new Slot("2026-01-09", NOW);
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Instant until() {
            return NOW.plusSeconds(60);
        }

        @Override
        public boolean mustStop() {
            return false;
        }

        @Override
        public void progressed() {
            progress++;
        }

        @Override
        public void leaveUnfinished() {
            throw new AssertionError("a backup is whole or none");
        }

        @Override
        public UnitOfWork unitOfWork() {
            throw new AssertionError("a backup has no transactions of its task");
        }
    }
}
