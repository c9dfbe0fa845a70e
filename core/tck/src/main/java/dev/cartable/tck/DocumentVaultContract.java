package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.document.port.DocumentVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link DocumentVault} promises. */
public abstract class DocumentVaultContract {
    private static final byte[] SMALL = {1, 2, 3};
    private static final String OTHER = "ab".repeat(32);

    private DocumentVault vault;

    /** An empty vault of the adapter under test; asked once for each test. */
    protected abstract DocumentVault newVault();

    /** Another object for the same vault, such as that of another node. */
    protected abstract DocumentVault again();

    @BeforeEach
    void makeVault() {
        vault = newVault();
    }

    @Test
    void anEmptyVaultHasNoFile() throws IOException {
        vault.deleteDrafts();
        vault.delete(OTHER);

        assertThat(vault.list()).isEmpty();
        assertThat(vault.find(OTHER)).isEmpty();
        assertThat(vault.present(List.of(OTHER))).isEmpty();
    }

    @Test
    void whatIsPutIsFoundByOtherNodes() throws IOException {
        String file = put(SMALL);

        assertThat(again().find(file)).contains(SMALL);
        assertThat(again().list()).containsExactly(file);
        assertThat(again().present(List.of(file, OTHER))).isEqualTo(Set.of(file));
        assertThat(again().present(List.of())).isEmpty();
    }

    @Test
    void largeFilesAndEmptyOnesKeepEachByte() throws IOException {
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        byte[] even = new byte[512 * 1024];

        String largeFile = put(large);
        String evenFile = put(even);
        String emptyFile = put(new byte[0]);

        assertThat(vault.find(largeFile)).contains(large);
        assertThat(vault.find(evenFile)).contains(even);
        assertThat(vault.find(emptyFile)).contains(new byte[0]);
        assertThat(vault.list()).containsExactlyInAnyOrder(largeFile, evenFile, emptyFile);
    }

    @Test
    void aFileThatIsThereStaysAndADamagedOneIsReplaced() throws IOException {
        String file = put(SMALL);
        put(SMALL);
        assertThat(vault.list()).containsExactly(file);

        vault.put(file, new byte[600_000]);
        assertThat(vault.find(file)).contains(new byte[600_000]);

        vault.put(file, SMALL);
        assertThat(vault.find(file)).contains(SMALL);
    }

    @Test
    void aDeletedFileIsGoneAndTheOthersStay() throws IOException {
        String file = put(SMALL);
        String other = put(new byte[] {4});

        vault.delete(file);
        vault.delete(file);
        vault.deleteDrafts();

        assertThat(vault.find(file)).isEmpty();
        assertThat(vault.list()).containsExactly(other);
    }

    @Test
    void theSameFileIsPutByTwoNodesAtOnce() throws Exception {
        byte[] bytes = new byte[700_000];
        new Random(8).nextBytes(bytes);

        Together.run(2, i -> {
            try {
                return (i == 0 ? vault : again()).find(put(i == 0 ? vault : again(), bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(vault.find(sha256(bytes))).contains(bytes);
        assertThat(vault.list()).hasSize(1);
    }

    @Test
    void aNameThatIsNoHashIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> vault.put("../" + OTHER, SMALL));
        assertThatIllegalArgumentException().isThrownBy(() -> vault.find("AB".repeat(32)));
        assertThatIllegalArgumentException().isThrownBy(() -> vault.delete(""));
    }

    private String put(byte[] bytes) throws IOException {
        return put(vault, bytes);
    }

    private static String put(DocumentVault into, byte[] bytes) throws IOException {
        String file = sha256(bytes);
        into.put(file, bytes);
        return file;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
