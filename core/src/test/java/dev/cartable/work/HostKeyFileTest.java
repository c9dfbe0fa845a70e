package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("cartable.key");
    }

    @Test
    void aNewKeyIsWrittenOnceAndReadFromThenOn() throws IOException {
        HostKey made = HostKey.fileOrNew(file);

        assertThat(HostKey.fileOrNew(file)).isEqualTo(made);
        assertThat(HostKey.file(file)).isEqualTo(made);
        assertThat(Base64.getMimeDecoder().decode(Files.readString(file))).hasSize(HostKey.MIN_BYTES);
        assertThat(HostKey.fileOrNew(folder.resolve("other.key"))).isNotEqualTo(made);
    }

    @Test
    void onlyTheOwnerMayReadANewKey() throws IOException {
        assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"),
                "this file system has no POSIX permissions");
        HostKey.fileOrNew(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingElseIsLeftInTheFolder() throws IOException {
        HostKey.fileOrNew(file);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(file, "AAAA\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.fileOrNew(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("3 bytes");
        assertThat(file).hasContent("AAAA\n");
    }

    @Test
    void aFileThatIsNoTextIsRefusedByName() throws IOException {
        Files.write(file, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 0, 1, 2});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.file(file))
                .withMessageContaining(file.toString());
    }

    @Test
    void aFileThatIsTooLongIsRefusedAndNotCutOff() throws IOException {
        Files.writeString(file, "A".repeat(4_100));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.file(file))
                .withMessageContaining("longer than 4096 bytes");
    }

    @Test
    void aMissingFileOrFolderIsNamed() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> HostKey.file(file))
                .withMessageContaining(file.toString());
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> HostKey.fileOrNew(folder.resolve("missing").resolve("cartable.key")))
                .withMessageContaining("missing");
    }

    @Test
    void threadsThatStartTogetherAgreeOnOneKey() throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 20; round++) {
                Path contested = folder.resolve("round" + round + ".key");
                CountDownLatch go = new CountDownLatch(1);
                List<Future<HostKey>> keys = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    keys.add(threads.submit(() -> {
                        go.await();
                        return HostKey.fileOrNew(contested);
                    }));
                }
                go.countDown();
                HostKey written = keys.get(0).get();
                for (Future<HostKey> key : keys) {
                    assertThat(key.get()).isEqualTo(written);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void processesThatStartTogetherAgreeOnOneKey() throws IOException, InterruptedException, URISyntaxException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            Racer.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        // Each is up when it has said so; then all are let go.
        for (Process process : processes) {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
        }
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        List<String> derived = new ArrayList<>();
        for (Process process : processes) {
            derived.add(process.inputReader().readLine());
            assertThat(process.waitFor()).isZero();
        }

        String written = HexFormat.of().formatHex(HostKey.file(file).derive("race"));
        assertThat(derived).hasSize(4).containsOnly(written);
    }

    private static String classPath() throws URISyntaxException {
        return where(HostKey.class) + System.getProperty("path.separator") + where(Racer.class);
    }

    private static Path where(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A process that makes or reads a key as soon as its input ends, and prints what it derives from it. */
    static final class Racer {
        private Racer() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            System.out.println("ready");
            String rest = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
            System.out.println(HexFormat.of().formatHex(HostKey.fileOrNew(file).derive("race")) + rest);
        }
    }
}
