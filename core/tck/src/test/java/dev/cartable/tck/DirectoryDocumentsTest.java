package dev.cartable.tck;

import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.port.DocumentVault;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDocumentsTest extends DocumentVaultContract {
    @TempDir
    private Path folder;

    @Override
    protected DocumentVault newVault() {
        return again();
    }

    @Override
    protected DocumentVault again() {
        return new DirectoryDocuments(folder.resolve("vault"));
    }
}
