package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backups in the vault. Safe for use by several threads. */
public final class BackupList {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
    private static final int TIME_FROM = "school_backup_".length();
    private static final int TIME_TO = TIME_FROM + "yyyyMMdd_HHmmss".length();

    private final BackupParts parts;

    BackupList(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * All backups, the newest first.
     *
     * @throws BackupException if the vault cannot be read
     */
    public List<BackupEntry> all() {
        return Failures.guarded("list", () -> {
            List<BackupEntry> entries = new ArrayList<>();
            for (BackupVault.Stored stored : parts.vault().list()) {
                entries.add(entry(stored, known(stored)));
            }
            entries.sort(Comparator.comparing(BackupEntry::createdAt)
                    .thenComparing(BackupEntry::file)
                    .reversed());
            return entries;
        });
    }

    /** What is known of the copies in the second place; empty if there is none. */
    public Map<BackupName, OffsiteCopy> copies() {
        return parts.offsiteVault()
                .map(offsite -> new OffsiteLedgerFile(parts.vault(), offsite.location())
                        .read()
                        .copies())
                .orElse(Map.of());
    }

    /**
     * The newest backup that counts: verified, or degraded and accepted. Its manifest's time decides, not its name.
     *
     * @param scope what it must hold
     */
    public Optional<BackupEntry> latest(Scope scope) {
        return latest(scope, Instant.MAX);
    }

    /** As {@link #latest(Scope)}, of those made before a time. */
    Optional<BackupEntry> latest(Scope scope, Instant before) {
        return Failures.guarded("list", () -> {
            BackupEntry latest = null;
            for (BackupVault.Stored stored : parts.vault().list()) {
                Optional<BackupStatus> status = known(stored).filter(one -> counts(one, scope));
                if (status.isPresent()) {
                    BackupEntry entry = entry(stored, status);
                    if (!entry.createdAt().isBefore(before)) {
                        continue;
                    }
                    latest = latest == null || !entry.createdAt().isBefore(latest.createdAt()) ? entry : latest;
                }
            }
            return Optional.ofNullable(latest);
        });
    }

    private static boolean counts(BackupStatus status, Scope scope) {
        return status.counts()
                && (!scope.hasDatabase() || status.database() != null)
                && (!scope.hasMedia() || status.hasMedia());
    }

    /**
     * What a backup holds, as its manifest says.
     *
     * @throws BackupException of the code {@code UNKNOWN_BACKUP} (fact {@code file}) if there is none of that name, or {@code
     *     INVALID_BACKUP} (facts {@code file}, {@code finding} and those of the finding) if its manifest cannot be read
     */
    public Manifest show(BackupName name) {
        return Failures.guarded("show", () -> manifest(name));
    }

    /** The numbers of a backup, which stand beside it if it is encrypted. */
    BackupStatus.Totals totals(BackupName name) {
        return Failures.guarded("show", () -> {
            Optional<BackupStatus.Totals> kept = parts.vault().status(name).map(BackupStatus::totals);
            if (kept.isPresent()) {
                return kept.get();
            }
            Manifest manifest = manifest(name);
            return new BackupStatus.Totals(manifest.counts().rows(), manifest.media());
        });
    }

    private Manifest manifest(BackupName name) throws IOException {
        try {
            return read(parts, name, archive -> manifest(name, archive));
        } catch (ArchiveFormat.DamagedArchiveException e) {
            throw invalid(
                    name.value(),
                    List.of(Finding.of(Finding.Code.ARCHIVE_DAMAGED, "reason", String.valueOf(e.getMessage()))));
        }
    }

    private Manifest manifest(BackupName name, Path archive) throws IOException {
        try (ArchiveFormat.Reader reader = parts.archiveFormat().open(archive)) {
            ArchiveFormat.ManifestReading reading =
                    reader.manifest(parts.hostKey().orElse(null));
            if (Finding.state(reading.findings()) == BackupState.INVALID
                    || reading.manifest().isEmpty()) {
                throw invalid(name.value(), reading.findings());
            }
            return reading.manifest().get();
        }
    }

    static BackupException invalid(String file, List<Finding> findings) {
        Finding worst = findings.stream()
                .max(Comparator.comparing(finding -> finding.code().state()))
                .orElseThrow();
        Map<String, String> facts = Failures.facts(worst);
        facts.put("file", file);
        return new BackupException(
                "INVALID_BACKUP",
                facts,
                "the backup " + file + " cannot be used: " + worst.code() + " " + worst.facts()
                        + "; nothing was changed. Take another backup");
    }

    static BackupVault.Copy open(BackupParts parts, BackupName name) throws IOException {
        try {
            return parts.vault().open(name);
        } catch (NoSuchFileException e) {
            throw new BackupException(
                    "UNKNOWN_BACKUP",
                    Map.of("file", name.value(), "path", parts.vault().location()),
                    "there is no backup " + name + " in " + parts.vault().location(),
                    e);
        }
    }

    /** Reads an archive of the vault, which another process may delete meanwhile; then there is no such backup any more. */
    static <T> T read(BackupParts parts, BackupName name, Reading<T> reading) throws IOException {
        try (BackupVault.Copy copy = open(parts, name)) {
            return reading.of(copy.file());
        } catch (NoSuchFileException e) {
            open(parts, name).close();
            throw e; // The archive is there: it is another file that is not.
        }
    }

    interface Reading<T> {
        T of(Path archive) throws IOException;
    }

    /** What is known about an archive, unless it has another size than the one that it is known of. */
    Optional<BackupStatus> known(BackupVault.Stored stored) throws IOException {
        return parts.vault().status(stored.name()).filter(status -> status.bytes() == stored.bytes());
    }

    static BackupEntry entry(BackupVault.Stored stored, Optional<BackupStatus> status) {
        return new BackupEntry(
                stored.name(),
                status.map(BackupStatus::createdAt).orElseGet(() -> time(stored.name())),
                stored.bytes(),
                status.map(BackupStatus::database).orElse(null),
                status.map(BackupStatus::state).orElse(BackupState.COULD_NOT_VERIFY),
                status.map(BackupStatus::verifiedAt).orElse(null),
                status.map(one -> one.acceptance() != null).orElse(false));
    }

    /** The time in a name; the beginning of time if there is no such date. */
    static Instant time(BackupName name) {
        try {
            return LocalDateTime.parse(name.value().substring(TIME_FROM, TIME_TO), TIME)
                    .toInstant(ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
