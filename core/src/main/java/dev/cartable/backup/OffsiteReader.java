package dev.cartable.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/** Reads copies in the second place. */
final class OffsiteReader {
    private final OffsiteVault offsite;

    OffsiteReader(OffsiteVault offsite) {
        this.offsite = offsite;
    }

    /**
     * Reads a copy and compares its hash.
     *
     * @throws BackupException of the code {@code OFFSITE_DAMAGED} if it is another one
     */
    void requireSame(BackupName name, BackupStatus status) throws IOException {
        requireSame(name, status.sha256(), OutputStream.nullOutputStream());
    }

    /** As {@link #requireSame(BackupName, BackupStatus)}, and writes what was read. */
    void requireSame(BackupName name, String sha256, OutputStream to) throws IOException {
        MessageDigest digest = Sha256.begin();
        offsite.read(name, new DigestOutputStream(to, digest));
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new BackupException(
                    "OFFSITE_DAMAGED",
                    Map.of(
                            "place",
                            offsite.location(),
                            "operation",
                            "read",
                            "detail",
                            name + ": SHA-256 " + actual + ", expected " + sha256),
                    "the copy of " + name + " in " + offsite.location() + " has another hash (" + actual
                            + ") than the backup (" + sha256 + "); it does not count");
        }
    }
}
