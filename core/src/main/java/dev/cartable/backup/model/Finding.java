package dev.cartable.backup.model;

import static dev.cartable.backup.model.BackupState.COULD_NOT_VERIFY;
import static dev.cartable.backup.model.BackupState.DEGRADED;
import static dev.cartable.backup.model.BackupState.INVALID;
import static dev.cartable.backup.model.BackupState.VERIFIED;
import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something about a backup that a person should know.
 *
 * @param facts what it is about, such as {@code path}
 */
public record Finding(Code code, Map<String, String> facts) {
    public Finding {
        requireNonNull(code, "code");
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** A finding with facts, as names and values in turn. */
    public static Finding of(Code code, String... namesAndValues) {
        Map<String, String> facts = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Finding(code, facts);
    }

    /** The state of a backup about which this was found: that of its worst finding. */
    public static BackupState state(Collection<Finding> findings) {
        return findings.stream().map(finding -> finding.code().state()).reduce(VERIFIED, BackupState::and);
    }

    /** What was found. A code never changes its meaning. */
    public enum Code {
        // Damage. The backup is never restored.

        /** The archive has another hash than its sidecar says. Facts: expected, actual. */
        SIDECAR_MISMATCH(INVALID),
        /** The archive is cut off, or its structure contradicts itself. Fact: reason. */
        ARCHIVE_DAMAGED(INVALID),
        /** The archive has no manifest, so it is no backup. */
        MANIFEST_MISSING(INVALID),
        /** The manifest is not what it was when it was written, or is no manifest. Fact: reason. */
        MANIFEST_DAMAGED(INVALID),
        /** The manifest's MAC does not fit the host key: it was changed by someone without the key, or belongs to another school. */
        MANIFEST_FORGED(INVALID),
        /** The manifest lists a file that the archive does not hold. Fact: path. */
        ENTRY_MISSING(INVALID),
        /** The archive holds a file that the manifest does not list, or the same file twice. Fact: path. */
        ENTRY_UNLISTED(INVALID),
        /** The manifest lists a name that leads out of its folder, or that no backup has. Fact: path. */
        NAME_UNSAFE(INVALID),
        /** A file has another size or hash than the manifest says. Fact: path. */
        ENTRY_DAMAGED(INVALID),
        /** The dump does not parse to its end. Fact: reason. */
        DUMP_DAMAGED(INVALID),

        // What could not be verified.

        /** The manifest is of a later version than this one knows. Facts: version, known. */
        MANIFEST_NEWER(COULD_NOT_VERIFY),
        /** The manifest has a MAC, and there is no host key here to check it with. */
        MAC_NOT_CHECKED(COULD_NOT_VERIFY),
        /** There is a host key here, and the manifest has no MAC: it may have been taken away. */
        MAC_MISSING(COULD_NOT_VERIFY),
        /** The archive is one of the school system that Cartable replaces, which kept no hashes: only its own checksums were compared. */
        EARLIER_SYSTEM(COULD_NOT_VERIFY),
        /** The dump was not parsed. Fact: reason. */
        DUMP_NOT_CHECKED(COULD_NOT_VERIFY),
        /** The archive is encrypted, no private key was given, and it is not known to have been verified. */
        ENCRYPTED(COULD_NOT_VERIFY),
        /** A file could not be read. Facts: path, reason. */
        ARCHIVE_UNREADABLE(COULD_NOT_VERIFY),
        /** A sync client shows a file whose content is not on this machine. Fact: path. */
        PLACEHOLDER(COULD_NOT_VERIFY),

        // What should be in the backup and is not.

        /** A media folder is not there. Facts: media, path. */
        MEDIA_MISSING(DEGRADED),
        /** A media folder, or a folder in it, cannot be read. Facts: media, path, reason. */
        MEDIA_UNREADABLE(DEGRADED),
        /** A media folder that had files in the last accepted backup is empty; perhaps it is not mounted. Facts: media, path, before. */
        MEDIA_EMPTY(DEGRADED),
        /** A file cannot be read. Facts: path, reason. */
        FILE_UNREADABLE(DEGRADED),
        /** Far fewer files than in the last accepted backup. Facts: media, before, now, reference. */
        FEWER_FILES(DEGRADED),
        /** Far fewer bytes than in the last accepted backup. Facts: media, before, now, reference. */
        FEWER_BYTES(DEGRADED),
        /** Far fewer rows than in the last accepted backup. Facts: before, now, reference. */
        FEWER_ROWS(DEGRADED),
        /** The backup was restored for a trial, and is not what it should be. Fact: reason. */
        DRILL_FAILED(DEGRADED),

        // What is wrong with the backups of a vault.

        /** A backup that should be there is not. Facts: file, createdAt. */
        BACKUP_VANISHED(INVALID),
        /** A backup has another size than when it was verified. Facts: file, expected, actual. */
        BACKUP_CHANGED(INVALID),
        /** No backup counts. Fact: path. */
        NO_BACKUP(INVALID),
        /** The latest backup that counts is too old. Facts: file, hours. */
        BACKUP_TOO_OLD(DEGRADED),
        /** The ledger cannot be read, so that nothing is known of backups that have vanished. Fact: reason. */
        LEDGER_UNREADABLE(COULD_NOT_VERIFY),

        // What is wrong with the copies in the second place.

        /** The copy of a backup was in the second place, and is there no more, or has another size. Facts: file, place. */
        OFFSITE_VANISHED(DEGRADED),
        /** The last upload of a backup failed; the next run tries again. Facts: file, place, reason. */
        OFFSITE_FAILED(DEGRADED),
        /** The restore log could not be copied to the second place; the next run tries again. Facts: place, reason. */
        OFFSITE_LOG_FAILED(DEGRADED),
        /** The newest copy in the second place is too old, or there is none (then without file and hours). Facts: place, file, hours. */
        OFFSITE_TOO_OLD(DEGRADED),
        /** The newest copy could not be read back, so that it is not known to be whole. Facts: file, place. */
        OFFSITE_UNREAD(VERIFIED),
        /** Nothing could be deleted in the second place; the next time tries again. Facts: place, reason. */
        OFFSITE_NOT_PRUNED(DEGRADED),

        // What people should know.

        /** There is no sidecar with the hash of the whole archive; the manifest's hashes were checked all the same. */
        SIDECAR_MISSING(VERIFIED),
        /** A file kept changing while it was read; the backup holds what was read last. Fact: path. */
        FILE_CHANGED(VERIFIED),
        /** A file was there when its folder was listed, and was deleted before it was read. Fact: path. */
        FILE_VANISHED(VERIFIED),
        /** Not a plain file: a symbolic link, device or socket. It is not followed and not in the backup. Fact: path. */
        NOT_A_FILE(VERIFIED),
        /** A row refers to a file that is not in the backup. Facts: reference, id, path. */
        REFERENCE_MISSING(VERIFIED),
        /** Rows refer to files of media folders that are not in the backup at all. Facts: path, count. */
        REFERENCE_NOT_CHECKED(VERIFIED),
        /** A file name that is not UTF-8. The backup holds it under a number, and its name in the manifest. Facts: path, nameHex. */
        NAME_NOT_UTF8(VERIFIED),
        /** Two names differ only in how accents are composed; macOS takes them for one. Facts: path, other. */
        NAME_COMPOSITION(VERIFIED),
        /** Two names differ only in capitals; Windows and macOS take them for one. Facts: path, other. */
        NAME_CASE(VERIFIED),
        /** A name that Windows cannot have, such as {@code con.txt} or one that ends with a dot. Fact: path. */
        NAME_RESERVED(VERIFIED),
        /** The backup before, with which this one should have been compared, cannot be read. Fact: reference. */
        REFERENCE_BACKUP_UNREADABLE(VERIFIED),
        /** What a restore has kept aside could not be deleted; recovering tries again. Fact: restore. */
        RESTORE_LEFTOVERS(VERIFIED),
        /** The backup could not be restored for a trial here. Fact: reason. */
        DRILL_PREVENTED(VERIFIED),
        /**
         * The backup restores to what it was made of, but a new row got no number there: the sequence of the live database is behind its rows,
         * or at its end. Fact: column.
         */
        NUMBER_REFUSED(VERIFIED),
        /** A hook of the host failed. Facts: hook, reason. */
        HOOK_FAILED(VERIFIED),
        /** More of the same than are listed. Facts: code, more. */
        MORE(VERIFIED);

        private final BackupState state;

        Code(BackupState state) {
            this.state = state;
        }

        /** The best state that a backup with such a finding can have. */
        public BackupState state() {
            return state;
        }
    }
}
