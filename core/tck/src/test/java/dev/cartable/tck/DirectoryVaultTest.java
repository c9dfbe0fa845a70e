package dev.cartable.tck;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.port.BackupVault;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A vault in a folder keeps the contract. */
class DirectoryVaultTest extends BackupVaultContract {
    @TempDir
    private Path folder;

    @Override
    protected BackupVault open() {
        return new DirectoryVault(folder.resolve("vault"), () -> Samples.NOW);
    }
}
