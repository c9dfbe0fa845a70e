package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.OffsiteVault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The backups of a school. Safe for use by several threads and processes: those that write exclude one another. A call
 * reports its progress on its own thread.
 */
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

    /** Makes a backup, as {@link #create(Scope, Consumer)} does. */
    public BackupReport create(Scope scope) {
        return create(scope, progress -> {});
    }

    /**
     * Makes a backup: dumps the database, adds the media, writes the manifest, reads all of it back and verifies it. Only then does the
     * archive get its name. Whatever fails before leaves the vault as it was. One backup at a time is made in a vault.
     *
     * <p>A backup that is encrypted cannot be restored for a trial later, since no private key is here. So it is restored for a trial
     * before it is encrypted, where that was last done more than six days ago and the database can be restored here.
     *
     * @throws BackupException if no backup was made: {@code LOCKED} by another process, {@code
     *     RESTORE_UNFINISHED}, {@code DISK_FULL}, {@code NO_DATABASE} where Cartable
     *     does not know the host's database, {@code NOTHING_TO_BACK_UP} without media folders, {@code READ_BACK_FAILED} (facts {@code
     *     finding} and those of the finding) if the disk gives back something else than was written, {@code FILES_FAILED}, and what {@link
     *     DatabaseDump} throws
     */
    public BackupReport create(Scope scope, Consumer<? super Progress> progress) {
        return new CreateBackup(parts).create(scope, progress);
    }

    /** Verifies a backup of the vault, and names no rows whose files are missing. */
    public VerifyReport verify(BackupName name, Depth depth) {
        return verify(name, depth, false, progress -> {});
    }

    /**
     * Verifies a backup of the vault. What was found is kept there, unless another process has the vault locked, a more thorough
     * verification has found something worse, or something could not be checked here (no key, no program) of bytes that were verified.
     *
     * @param references also reports each row that refers to a file that the backup does not hold
     * @throws BackupException of the code {@code UNKNOWN_BACKUP} (fact {@code file}) if there is none of that name
     */
    public VerifyReport verify(BackupName name, Depth depth, boolean references, Consumer<? super Progress> progress) {
        return new VerifyBackup(parts).verify(name, depth, references, progress);
    }

    /**
     * Verifies an archive that is in no vault, with the sidecar beside it, if there is one. Nothing is kept.
     *
     * @param references also reports each row that refers to a file that the backup does not hold
     * @throws BackupException of the code {@code FILES_FAILED} if there is no such file
     */
    public VerifyReport verify(Path archive, Depth depth, boolean references, Consumer<? super Progress> progress) {
        return new VerifyBackup(parts).verify(archive, depth, references, progress);
    }

    /**
     * Proves that a private key opens the newest encrypted backup that counts: decrypts it, verifies every byte of it, and keeps when that
     * was.
     *
     * @throws BackupException of the code {@code NO_ENCRYPTED_BACKUP} (fact {@code folder}), {@code KEY_NEEDED}, {@code WRONG_KEY} (fact
     *     {@code file}) or {@code INVALID_IDENTITY}
     */
    public VerifyReport checkKey(Consumer<? super Progress> progress) {
        return new CheckKey(parts).check(progress);
    }

    /**
     * Compares the live school with a backup, for example after a restore: the rows of each table, and whether the files of the newest
     * five rows of each reference are there. Changes nothing.
     *
     * @throws BackupException of the code {@code UNKNOWN_BACKUP}, {@code INVALID_BACKUP}, or {@code NO_DATABASE} if the backup has no
     *     database, or Cartable does not know the host's; and what {@link DatabaseDump} throws
     */
    public CheckReport check(BackupName name) {
        return new CheckSchool(parts).check(name);
    }

    /**
     * Accepts a degraded backup, so that it counts and later ones are compared with it; or that a backup or its copy has vanished, so that
     * it is expected no more. Accepting one again changes its reason.
     *
     * @param reason why it is right as it is; kept beside it
     * @throws IllegalArgumentException if the reason is blank
     * @throws BackupException of the code {@code UNKNOWN_BACKUP} (fact {@code file}), or {@code NOT_DEGRADED} (facts {@code file}, {@code
     *     state}) if it is not degraded, or was never verified here
     */
    public void accept(BackupName name, String reason) {
        new AcceptBackup(parts).accept(name, reason);
    }

    /** Which backups there are, what they hold, and which is the latest. */
    public BackupList list() {
        return new BackupList(parts);
    }

    /**
     * Whether a restore would be possible now: what has vanished from the vault and from the second place, and how old the latest backup
     * and the last proofs are. Opens no archive and changes nothing.
     *
     * @throws BackupException if the vault cannot be read
     */
    public BackupReview review() {
        return new ReviewBackups(parts).review();
    }

    /**
     * Takes single files out of a backup, into a folder of their own, under their names in the archive. Only what the manifest lists is
     * written, only within the folder, and only what has the hash that the manifest gives. A file that is there already is not overwritten.
     *
     * @param paths names in the archive, such as {@code media/photos/amina.jpg}, or folders such as {@code media/photos}
     * @param to is made if it is not there
     * @throws BackupException of the code {@code UNKNOWN_BACKUP}, {@code INVALID_BACKUP}, {@code UNKNOWN_PATH} if the backup has nothing
     *     there, {@code COLLISION} if a file is there already, or two names are one on this file system; files that were written before
     *     stay. Both have the name as a fact
     */
    public ExtractReport extract(BackupName name, List<String> paths, Path to) {
        return new ExtractFiles(parts).extract(name, paths, to);
    }

    /** Deletes the backups that a policy does not keep. */
    public PruneBackups prune() {
        return new PruneBackups(parts);
    }

    /** Copies backups to the second place, as {@link #upload(Consumer)} does. */
    public UploadReport upload() {
        return upload(progress -> {});
    }

    /**
     * Copies every backup of the vault to the second place that is not there yet, the newest first. A copy counts only when it was read
     * there, or its checksum was compared. An upload that fails changes nothing about the backup in the vault, is in the report, and the
     * next run continues it; if the place cannot be reached, so are all the others. Backups can be made meanwhile.
     *
     * @throws BackupException of the code {@code NO_OFFSITE} if there is no second place, {@code LOCKED} if another process uploads, or
     *     {@code FILES_FAILED} if the vault cannot be read
     */
    public UploadReport upload(Consumer<? super Progress> progress) {
        return new UploadBackups(parts).upload(progress);
    }

    /**
     * The copies that are in the second place now, by name.
     *
     * @throws BackupException of the code {@code NO_OFFSITE}, and what {@link OffsiteVault} throws
     */
    public List<BackupVault.Stored> copies() {
        return new FetchBackup(parts).list();
    }

    /** Brings a copy into the vault, as {@link #fetch(BackupName, Consumer)} does. */
    public VerifyReport fetch(BackupName name) {
        return fetch(name, progress -> {});
    }

    /**
     * Brings a copy from the second place into the vault, verifies it there, and brings what the copy of the restore log says of people who
     * were erased or declined messages. One that is in the vault already is only verified. No backup is made in the vault meanwhile.
     *
     * @throws BackupException of the code {@code NO_OFFSITE}; {@code UNKNOWN_COPY} (facts {@code file}, {@code place}) if it is not there;
     *     {@code LOCKED} by another process, {@code RESTORE_UNFINISHED}, {@code DISK_FULL}; and what {@link OffsiteVault} throws. Then the
     *     vault is as it was
     */
    public VerifyReport fetch(BackupName name, Consumer<? super Progress> progress) {
        return new FetchBackup(parts).fetch(name, progress);
    }

    /**
     * Brings the newest backup of a part of the school into the vault, if it is in the second place alone: the vault has lost it, or there is
     * none on a new machine. What the ledger knows is enough, where there is one; else the place is asked for its copies, the newest first.
     *
     * @param scope what it must hold
     * @param before when it was made at the latest, exclusively
     * @return its name; empty if the vault has one that is as new, or the second place has none. One that is encrypted, and whose key was not
     *     given, may be another part
     * @throws BackupException as {@link #fetch(BackupName, Consumer)}
     */
    public Optional<BackupName> fetchLatest(Scope scope, Instant before, Consumer<? super Progress> progress) {
        return new FetchBackup(parts).latest(scope, before, progress);
    }

    /**
     * Reads a copy in the second place from its beginning to its end, compares its hash with that of the backup, and keeps what was found.
     *
     * @return what is known of it now: {@code VERIFIED}; or {@code FAILED} if it is another one, which the next upload replaces if the
     *     backup is in the vault; or {@code VANISHED}
     * @throws BackupException of the code {@code NO_OFFSITE}, {@code UNKNOWN_COPY} (facts {@code file}, {@code place}) if no copy is
     *     expected there, {@code LOCKED} while another process uploads, and what {@link OffsiteVault} throws
     */
    public OffsiteCopy verifyCopy(BackupName name) {
        return new VerifyCopy(parts).verify(name);
    }

    /** Restores the latest backup for a trial, and throws it away. */
    public DrillRestore drill() {
        return new DrillRestore(parts);
    }

    /** Puts a backup in the place of the live data. */
    public RestoreBackup restore() {
        return new RestoreBackup(parts);
    }

    /** Whether a restore is unfinished, or has something to clean up, or is under way. Reads one file. */
    public boolean needsRecovery() {
        return new RecoverRestore(parts).isNeeded();
    }

    /**
     * Finishes or undoes a restore that a crash has cut off, so that the live data is entirely the new or entirely the old. A host calls
     * it when it starts, before it uses its data. It may be cut off anywhere and called again. If it {@linkplain #needsRecovery
     * is needed} afterwards, the live data is settled, but what the restore kept aside could not be deleted, or the live database did not
     * take back what the restore had prepared in it, such as numbers that are held: then call it again.
     *
     * @return what was done; empty if no restore is unfinished
     * @throws BackupException of the code {@code LOCKED} if the restore is under way in another process, {@code RESTORE_UNFINISHED} (facts
     *     {@code restore}, {@code step}, {@code since}, {@code reason}) if it is still unfinished, {@code JOURNAL_DAMAGED}, {@code
     *     NO_DATABASE}, and what {@link DatabaseRestore} throws
     */
    public Optional<RecoveryReport> recover() {
        return new RecoverRestore(parts).recover();
    }
}
