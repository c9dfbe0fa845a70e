package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.backup.model.BackupException;
import dev.cartable.jdbc.backup.Programs.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void requireScripts() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "there is no sh here");
    }

    private void run(String script, Duration limit, LongConsumer progress) throws IOException {
        Path file = Files.writeString(
                folder.resolve("pg_dump"),
                "#!/bin/sh\n[ \"$1\" = --version ] && { echo 'pg_dump (PostgreSQL) 15.1'; exit; }\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Programs programs = new Programs(folder, limit, folder);
        try (Running running = programs.start(
                programs.require("pg_dump", 15),
                List.of(),
                null,
                null,
                output -> output.transferTo(OutputStream.nullOutputStream()))) {
            running.await("DUMP_FAILED", progress);
        }
    }

    /** The program goes on only when its first bytes were reported. */
    @Test
    @Timeout(60)
    void whatAProgramHasWrittenIsReportedWhileItRuns() throws IOException {
        Path reported = folder.resolve("reported");
        List<Long> seen = new ArrayList<>();

        run(
                "printf 12345; until [ -e '" + reported + "' ]; do sleep 0.01; done; printf 678",
                Duration.ofMinutes(1),
                bytes -> {
                    seen.add(bytes);
                    try {
                        Files.write(reported, List.of());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

        assertThat(seen).containsExactly(5L, 8L);
    }

    /** So the task loses its lease, and another node can try. */
    @Test
    void ofAProgramThatHangsNothingMoreIsReported() {
        List<Long> seen = new ArrayList<>();

        assertThatThrownBy(() -> run("printf 12345; exec sleep 600", Duration.ofSeconds(1), seen::add))
                .isInstanceOf(BackupException.class);

        assertThat(seen).containsExactly(5L);
    }

    @Test
    @Timeout(60)
    void anExceptionOfTheReportEndsTheProgram() {
        IllegalStateException lost = new IllegalStateException("the lease is lost");

        assertThatThrownBy(() -> run("printf 12345; exec sleep 600", Duration.ofMinutes(10), bytes -> {
                    throw lost;
                }))
                .isSameAs(lost);
    }
}
