package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every second place keeps: see {@link OffsiteVault}. */
public abstract class OffsiteVaultContract {
    private static final BackupName FIRST = new BackupName("school_backup_20260108_110353.zip");
    private static final BackupName SECOND = new BackupName("school_backup_20260109_110353.zip.age");

    @TempDir
    private Path folder = Path.of("");

    private @Nullable OffsiteVault vault;

    /** A place without a copy in it, at the first call within a test; at each further call another object for the same place. */
    protected abstract OffsiteVault open();

    /** How many bytes make an upload of several parts. */
    protected abstract int severalParts();

    @BeforeEach
    final void openVault() {
        vault = open();
    }

    private OffsiteVault vault() {
        if (vault == null) {
            throw new IllegalStateException("no vault was opened");
        }
        return vault;
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("archive-" + bytes), content);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OffsiteVault.Upload upload(BackupName name, Path file) throws IOException {
        return new OffsiteVault.Upload(
                name, file, sha256(Files.readAllBytes(file)), null, false, token -> {}, done -> {});
    }

    private static byte[] content(OffsiteVault vault, BackupName name) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        vault.read(name, content);
        return content.toByteArray();
    }

    @Test
    final void aCopyIsThereAsItWasSent() throws IOException {
        Path small = file(1000);
        Path large = file(severalParts());
        assertThat(vault().list()).isEmpty();

        vault().upload(upload(FIRST, small));
        vault().upload(upload(SECOND, large));

        OffsiteVault again = open();
        assertThat(again.list())
                .containsExactly(new BackupVault.Stored(FIRST, 1000), new BackupVault.Stored(SECOND, severalParts()));
        assertThat(content(again, FIRST)).isEqualTo(Files.readAllBytes(small));
        assertThat(content(again, SECOND)).isEqualTo(Files.readAllBytes(large));
        assertThat(again.sidecar(SECOND)).contains(sha256(Files.readAllBytes(large)));
    }

    @Test
    final void theRestoreLogIsReplacedAndIsNoCopyOfABackup() {
        assertThat(vault().restoreLog()).isEmpty();

        vault().saveRestoreLog("first".getBytes(StandardCharsets.UTF_8));
        vault().saveRestoreLog("second".getBytes(StandardCharsets.UTF_8));

        assertThat(open().restoreLog())
                .hasValueSatisfying(log ->
                        assertThat(new String(log, StandardCharsets.UTF_8)).isEqualTo("second"));
        assertThat(open().list()).isEmpty();
    }

    @Test
    final void theTokenComesFirstAndProgressEndsAtTheSize() throws IOException {
        List<String> calls = new ArrayList<>();
        Path large = file(severalParts());

        vault().upload(new OffsiteVault.Upload(
                FIRST,
                large,
                sha256(Files.readAllBytes(large)),
                null,
                false,
                token -> calls.add("token"),
                done -> calls.add(Long.toString(done))));

        assertThat(calls).hasSizeGreaterThan(2).startsWith("token").endsWith(Integer.toString(severalParts()));
    }

    @Test
    final void theSameArchiveMayBeUploadedAgainAndAnotherMayNotTakeItsName() throws IOException {
        vault().upload(upload(FIRST, file(1000)));

        vault().upload(upload(FIRST, file(1000)));
        assertThatThrownBy(() -> vault().upload(upload(FIRST, file(999))))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("OFFSITE_TAKEN"));

        assertThat(content(vault(), FIRST)).isEqualTo(Files.readAllBytes(file(1000)));
    }

    @Test
    final void aDamagedCopyIsReplacedWhereThatIsAskedFor() throws IOException {
        vault().upload(upload(FIRST, file(999)));
        Path right = file(1000);

        vault().upload(new OffsiteVault.Upload(
                FIRST, right, sha256(Files.readAllBytes(right)), null, true, token -> {}, done -> {}));

        assertThat(content(vault(), FIRST)).isEqualTo(Files.readAllBytes(right));
    }

    @Test
    final void aFileWithAnotherHashIsNotUploaded() throws IOException {
        Path file = file(1000);

        assertThatThrownBy(() -> vault().upload(new OffsiteVault.Upload(
                        FIRST, file, "0".repeat(64), null, false, token -> {}, done -> {})))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("INVALID_BACKUP"));

        assertThat(vault().list()).isEmpty();
    }

    @Test
    final void aTokenThatIsNoMoreBeginsANewUpload() throws IOException {
        Path file = file(1000);
        List<String> tokens = new ArrayList<>();

        vault().upload(new OffsiteVault.Upload(
                FIRST, file, sha256(Files.readAllBytes(file)), "no-such-upload", false, tokens::add, done -> {}));

        assertThat(tokens).hasSize(1);
        assertThat(content(vault(), FIRST)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    final void whatIsDeletedIsGone() throws IOException {
        vault().upload(upload(FIRST, file(1000)));
        vault().upload(upload(SECOND, file(999)));

        assertThat(vault().delete(FIRST)).isEmpty();
        assertThat(vault().delete(FIRST)).isEmpty();

        assertThat(vault().list()).extracting(BackupVault.Stored::name).containsExactly(SECOND);
        assertThat(vault().sidecar(FIRST)).isEmpty();
        assertThatThrownBy(() -> content(vault(), FIRST)).isInstanceOfSatisfying(BackupException.class, e -> {
            assertThat(e.code()).isEqualTo("OFFSITE_MISSING");
            assertThat(e.facts()).containsKeys("place", "operation", "detail");
        });
    }

    @Test
    final void itSaysHowCopiesAreProtected() {
        assertThat(vault().protection().versioning()).isNotNull();
        assertThat(vault().abortUploads(Set.of())).isZero();
        assertThat(vault().location()).isEqualTo(open().location());
    }
}
