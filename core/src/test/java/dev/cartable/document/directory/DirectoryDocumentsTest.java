package dev.cartable.document.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDocumentsTest {
    private static final String ONE = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    @TempDir
    private Path above;

    private Path folder;
    private DirectoryDocuments vault;

    @BeforeEach
    void makeVault() {
        folder = above.resolve("vault");
        vault = new DirectoryDocuments(folder);
    }

    @Test
    void aVaultWithoutAFileIsEmpty() throws IOException {
        vault.deleteDrafts();

        assertThat(vault.list()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void filesAreListedUntilTheyAreDeleted() throws IOException {
        vault.put(ONE, new byte[] {1});
        vault.put(OTHER, new byte[] {2});
        assertThat(vault.list()).containsExactlyInAnyOrder(ONE, OTHER);

        vault.delete(ONE);

        assertThat(vault.list()).containsExactly(OTHER);
    }

    @Test
    void onlyDraftsAreDeletedAndWhatIsNotOfTheVaultIsNeitherListedNorDeleted() throws IOException {
        vault.put(ONE, new byte[] {1});
        Path draft = Files.createFile(folder.resolve("ab").resolve(".draft-1"));
        Path elsewhere = Files.createFile(folder.resolve("ab").resolve(OTHER));
        Path note = Files.writeString(folder.resolve("read-me.txt"), "by hand");

        vault.deleteDrafts();

        assertThat(draft).doesNotExist();
        assertThat(note).exists();
        assertThat(elsewhere).exists();
        assertThat(vault.list()).containsExactly(ONE);
        assertThat(vault.find(ONE)).contains(new byte[] {1});
    }
}
