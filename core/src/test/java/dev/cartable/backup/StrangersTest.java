package dev.cartable.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know nothing of Cartable read what it writes. */
@Tag("systems")
class StrangersTest {
    @TempDir
    private Path folder;

    private BackupWorld world;
    private BackupName backup;

    @BeforeEach
    void school() {
        world = new BackupWorld(folder).withMedia(20);
        world.write("prénom ✓.txt", "bonjour\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        world.write(
                "large.sql", "INSERT INTO pupil VALUES (1);\n".repeat(300_000).getBytes(StandardCharsets.UTF_8));
        backup = world.backups().create(Scope.ALL).file();
    }

    @Test
    void infoZipTestsAndExtractsTheArchive() throws Exception {
        run("unzip", "unzip", "-t", backup.value());
        Path to = Files.createDirectory(folder.resolve("to"));
        run("unzip", "unzip", "-q", backup.value(), "-d", to.toString());
        for (String name : List.of("prénom ✓.txt", "large.sql")) {
            assertThat(to.resolve("media/media").resolve(name)).hasSameBinaryContentAs(world.media.resolve(name));
            assertThat(Files.getLastModifiedTime(to.resolve("media/media").resolve(name))
                            .toInstant()
                            .getEpochSecond())
                    .isEqualTo(Files.getLastModifiedTime(world.media.resolve(name))
                            .toInstant()
                            .getEpochSecond());
        }
    }

    @Test
    void pythonReadsTheArchive() throws Exception {
        String output = run(
                "python3",
                "python3",
                "-c",
                "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))",
                backup.value());
        assertThat(output.strip()).isEqualTo("None 25");
    }

    @Test
    void sha256sumChecksTheSidecar() throws Exception {
        assertThat(run("coreutils", "sha256sum", "-c", backup + ".sha256").strip())
                .isEqualTo(backup + ": OK");
    }

    private String run(String packageName, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(world.vaultFolder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "install " + packageName + " for this test: " + e.getMessage());
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
