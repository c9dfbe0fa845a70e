package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of the second place. Those that write hold the vault's lock of uploads. */
final class OffsiteLedgerFile {
    private static final Logger LOG = LoggerFactory.getLogger(OffsiteLedgerFile.class);

    private final BackupVault vault;
    private final String place;

    OffsiteLedgerFile(BackupVault vault, String place) {
        this.vault = vault;
        this.place = place;
    }

    /**
     * The second place of a host.
     *
     * @throws BackupException of the code {@code NO_OFFSITE} if there is none
     */
    static OffsiteVault place(BackupParts parts) {
        return parts.offsiteVault()
                .orElseThrow(() -> new BackupException(
                        "NO_OFFSITE", Map.of(), "no second place for backups is configured; nothing was done"));
    }

    /** The ledger; an empty one for another place than before, or if it cannot be read: then all is uploaded or found there again. */
    OffsiteLedger read() {
        try {
            return vault.offsiteLedger()
                    .filter(ledger -> ledger.place().equals(place))
                    .orElseGet(() -> OffsiteLedger.of(place));
        } catch (IOException e) {
            LOG.debug("the ledger of copies of {} could not be read", vault.location(), e);
            return OffsiteLedger.of(place);
        }
    }

    void write(UnaryOperator<OffsiteLedger> change) {
        OffsiteLedger before = read();
        OffsiteLedger after = change.apply(before);
        if (!after.equals(before)) {
            try {
                vault.save(after);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
