package dev.cartable.backup;

import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to backups into the ledger of their vault. The caller holds the vault's lock. */
final class LedgerUpdate {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerUpdate.class);

    private final BackupVault vault;

    LedgerUpdate(BackupVault vault) {
        this.vault = vault;
    }

    /**
     * Changes the ledger. Backups that are there and were verified, but are not in it, are added first: a crash may have come between an
     * archive and its line, or a person has copied it here.
     */
    void write(UnaryOperator<BackupLedger> change) throws IOException {
        BackupLedger before = read();
        BackupLedger after = change.apply(complete(before));
        if (!after.equals(before)) {
            vault.save(after);
        }
    }

    /** As {@link #write}, after something that stands also without its line: the next change completes the ledger. */
    void note(UnaryOperator<BackupLedger> change) {
        try {
            write(change);
        } catch (IOException e) {
            LOG.debug("the ledger of {} could not be written", vault.location(), e);
        }
    }

    /** A ledger that cannot be read begins anew from what is there. */
    private BackupLedger read() {
        try {
            return vault.ledger();
        } catch (IOException e) {
            LOG.debug("the ledger of {} could not be read", vault.location(), e);
            return BackupLedger.EMPTY;
        }
    }

    private BackupLedger complete(BackupLedger ledger) throws IOException {
        BackupLedger complete = ledger;
        for (BackupVault.Stored stored : vault.list()) {
            if (!ledger.expected().containsKey(stored.name())) {
                Optional<BackupStatus> status = vault.status(stored.name());
                if (status.isPresent() && status.get().bytes() == stored.bytes()) {
                    complete = complete.with(stored.name(), status.get());
                }
            }
        }
        return complete;
    }
}
