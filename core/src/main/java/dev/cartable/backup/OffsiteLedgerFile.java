package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

    /** The ledger; an empty one for another place than before, or if it cannot be read. */
    OffsiteLedger read() {
        try {
            return stored();
        } catch (IOException e) {
            LOG.debug("the ledger of copies of {} could not be read", vault.location(), e);
            return OffsiteLedger.of(place);
        }
    }

    private OffsiteLedger stored() throws IOException {
        return vault.offsiteLedger()
                .filter(ledger -> ledger.place().equals(place))
                .orElseGet(() -> OffsiteLedger.of(place));
    }

    /** Changes the ledger. One that cannot be read stays as it is: copies of which nothing is known elsewhere stand in it. */
    void write(UnaryOperator<OffsiteLedger> change) {
        try {
            OffsiteLedger before = stored();
            OffsiteLedger after = change.apply(before);
            if (!after.equals(before)) {
                vault.save(after);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compares the ledger with what is there, and notes what has vanished.
     *
     * @return one finding for each copy that has vanished since
     * @throws BackupException as {@link OffsiteVault#list}
     */
    List<Finding> missing(OffsiteVault offsite, Instant now) {
        Map<BackupName, Long> there =
                offsite.list().stream().collect(Collectors.toMap(BackupVault.Stored::name, BackupVault.Stored::bytes));
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<BackupName, OffsiteCopy> one : read().copies().entrySet()) {
            OffsiteCopy copy = one.getValue();
            Long bytes = there.get(one.getKey());
            if (copy.state().isThere()
                    && (bytes == null || bytes != copy.backup().bytes())) {
                String failure = bytes == null ? "OFFSITE_MISSING" : "OFFSITE_DAMAGED";
                write(all -> all.with(
                        one.getKey(), new OffsiteCopy(OffsiteState.VANISHED, now, copy.backup(), null, failure)));
                findings.add(Finding.of(
                        Finding.Code.OFFSITE_VANISHED, "file", one.getKey().value(), "place", place));
            }
        }
        return findings;
    }
}
