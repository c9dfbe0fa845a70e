package dev.cartable.backup.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultLockTest {
    @TempDir
    Path folder;

    /** Closing a second channel of the lock's file would give the lock of the whole process up. */
    @Test
    void aSecondVaultOfTheProcessDoesNotGiveTheLockUp() throws Exception {
        try (BackupVault.Lock lock = vault(folder).lock("restore")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> vault(folder).lock("prune"))
                    .isInstanceOf(BackupException.class)
                    .hasFieldOrPropertyWithValue("code", "LOCKED");
            assertThat(otherProcess()).isEqualTo("LOCKED");
        }
        assertThat(otherProcess()).isEqualTo("free");
        vault(folder).lock("prune").close();
    }

    private static DirectoryVault vault(Path folder) {
        return new DirectoryVault(folder, () -> Instant.EPOCH);
    }

    private String otherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rival.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    /** Another process that wants the lock, and says what it got. */
    static final class Rival {
        private Rival() {}

        public static void main(String[] arguments) throws IOException {
            try {
                vault(Path.of(arguments[0])).lock("create").close();
                System.out.println("free");
            } catch (BackupException e) {
                System.out.println(e.code());
            }
        }
    }
}
