package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupIdentity;
import java.util.List;

/** The backups of a school. Safe for use by several threads and processes: those that write exclude one another. */
public final class Backups {
    private final BackupParts host;
    private final BackupParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Backups(BackupParts parts) {
        this(parts, List.of());
    }

    private Backups(BackupParts parts, List<BackupIdentity> identities) {
        this.host = requireNonNull(parts, "parts");
        this.parts = new UnlockedParts(parts, identities);
    }

    /** The same backups for a caller who has private keys: what opens an archive then also opens one that is encrypted to them. */
    public Backups unlockedBy(List<BackupIdentity> identities) {
        return new Backups(host, identities);
    }

    /** Restores the latest backup for a trial, and throws it away. */
    public DrillRestore drill() {
        return new DrillRestore(parts);
    }

    /** Proves that a private key opens the newest encrypted backup. */
    public CheckKey checkKey() {
        return new CheckKey(parts);
    }

    /** Makes a backup, and verifies it before it counts. */
    public CreateBackup create() {
        return new CreateBackup(parts);
    }

    /** Copies backups to the second place. */
    public UploadBackups upload() {
        return new UploadBackups(parts);
    }

    /** Brings a copy back from the second place. */
    public FetchBackup fetch() {
        return new FetchBackup(parts);
    }

    /** Reads a copy in the second place again. */
    public VerifyCopy verifyCopy() {
        return new VerifyCopy(parts);
    }

    /** Verifies a backup again. */
    public VerifyBackup verify() {
        return new VerifyBackup(parts);
    }

    /** Which backups there are, what they hold, and which is the latest. */
    public BackupList list() {
        return new BackupList(parts);
    }

    /** Takes files out of a backup. */
    public ExtractFiles extract() {
        return new ExtractFiles(parts);
    }

    /** Accepts a degraded backup. */
    public AcceptBackup accept() {
        return new AcceptBackup(parts);
    }

    /** Whether a restore would be possible now: what has vanished, and how old the latest backup and the last proofs are. */
    public ReviewBackups review() {
        return new ReviewBackups(parts);
    }

    /** Deletes the backups that a policy does not keep. */
    public PruneBackups prune() {
        return new PruneBackups(parts);
    }

    /** Compares the live school with a backup. */
    public CheckSchool check() {
        return new CheckSchool(parts);
    }

    /** Puts a backup in the place of the live data. */
    public RestoreBackup restore() {
        return new RestoreBackup(parts);
    }

    /** Finishes or undoes a restore that a crash has cut off. */
    public RecoverRestore recover() {
        return new RecoverRestore(parts);
    }
}
