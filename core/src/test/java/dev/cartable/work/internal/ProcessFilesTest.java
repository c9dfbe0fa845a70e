package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.work.Leases.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
    @TempDir
    private Path folder;

    /** In a container the process has the same number after a restart, often 1. */
    @Test
    void whatAnEarlierProcessOfTheSameNumberHasLeftIsDeleted() throws IOException {
        Holder self = Holder.thisProcess();
        Path earlier =
                Files.createDirectory(folder.resolve("x-" + self.pid() + "-" + (self.startedMillis() - 60_000) + "-1"));
        Files.writeString(earlier.resolve("dump"), "secret");
        Path dead = Files.createFile(folder.resolve("x-99999999-1-1"));
        Path another = Files.createFile(folder.resolve("x-notes"));
        Path own = ProcessFiles.createFolder(folder, "x-");

        ProcessFiles.sweep(folder, "x-");

        assertThat(folder.toFile().listFiles()).containsExactlyInAnyOrder(own.toFile(), another.toFile());
        assertThat(dead).doesNotExist();
    }
}
