package dev.cartable.backup.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreLogFileTest {
    private static final Instant NOW = Instant.parse("2026-11-28T02:00:00Z");
    private static final Withdrawal FIRST = new Withdrawal(NOW, Withdrawal.Type.ERASED, "key1", "0a".repeat(32), "");
    private static final Withdrawal SECOND =
            new Withdrawal(NOW, Withdrawal.Type.DECLINED, "key1", "1b".repeat(32), "STUDY:EMAIL");

    @TempDir
    Path folder;

    private RestoreLog log() {
        return new RestoreLogFile(folder.resolve("log"), () -> {}, () -> NOW);
    }

    /** The process dies, or the disk is full, after each byte of the second entry. */
    @Test
    void anEntryThatWasCutOffSpoilsNoOther() throws IOException {
        log().add(List.of(FIRST));
        int first = (int) Files.size(folder.resolve("log"));
        log().add(List.of(SECOND));
        byte[] whole = Files.readAllBytes(folder.resolve("log"));

        for (int cut = first; cut < whole.length; cut++) {
            Files.write(folder.resolve("log"), Arrays.copyOf(whole, cut));
            log().add(List.of(SECOND));

            assertThat(log().read().withdrawals()).as("cut at " + cut).contains(FIRST, SECOND);
            assertThat(log().read().since()).isEqualTo(NOW);
        }
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        log().add(List.of(FIRST, SECOND));
        byte[] whole = Files.readAllBytes(folder.resolve("log"));

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(folder.resolve("log"), damaged);
            RestoreLog.Contents contents = log().read();

            boolean isLineBreak = whole[i] == '\n';
            assertThat(contents.damaged() > 0
                            || (isLineBreak && contents.withdrawals().size() == 2))
                    .as("byte " + i)
                    .isTrue();
        }
    }
}
