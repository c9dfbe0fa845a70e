package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The backup of what a restore replaces. It stays for thirty days, and the last one for ever. */
final class SafetyCopy {
    private static final Duration KEPT = Duration.ofDays(30);

    private final BackupParts parts;

    SafetyCopy(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * Makes it.
     *
     * @throws BackupException of the code {@code SAFETY_COPY_UNVERIFIED} if it could not be verified, and what a backup throws
     */
    BackupReport make(Scope scope, Consumer<? super Progress> progress) {
        BackupReport report;
        try {
            report = create(parts.backupSettings(), scope, progress);
        } catch (BackupException e) {
            if (!e.code().equals("UNKNOWN_REFERENCE")) {
                throw e;
            }
            // The database of a new machine is empty.
            report = create(parts.backupSettings().with(List.of()), scope, progress);
        }
        if (report.state().compareTo(BackupState.DEGRADED) > 0) {
            throw new BackupException(
                    "SAFETY_COPY_UNVERIFIED",
                    Map.of(
                            "file",
                            report.file().value(),
                            "folder",
                            parts.safetyVault().location()),
                    "the copy of what would be replaced, " + report.file() + ", could not be verified; nothing was"
                            + " replaced. See what is missing by verifying it");
        }
        return report;
    }

    private BackupReport create(BackupSettings settings, Scope scope, Consumer<? super Progress> progress) {
        return new CreateBackup(new Parts(parts, settings)).create(scope, progress);
    }

    /** Deletes what is older than thirty days, except the newest. */
    void prune() throws IOException {
        Instant before = parts.time().instant().minus(KEPT);
        BackupVault vault = parts.safetyVault();
        try (BackupVault.Lock lock = vault.lock("prune")) {
            Objects.requireNonNull(lock, "lock");
            List<BackupEntry> old = new BackupList(new Parts(parts, parts.backupSettings()))
                    .all().stream()
                            .skip(1)
                            .filter(entry -> entry.createdAt().isBefore(before))
                            .toList();
            for (BackupEntry entry : old) {
                vault.delete(entry.file());
            }
        }
    }

    /** The host's parts with another vault, and without hooks: users are warned of the restore, not of this. */
    private static final class Parts extends ForwardedParts {
        private final BackupSettings settings;

        private Parts(BackupParts parts, BackupSettings settings) {
            super(parts);
            this.settings = settings;
        }

        @Override
        public BackupVault vault() {
            return safetyVault();
        }

        @Override
        public BackupSettings backupSettings() {
            return settings;
        }

        /** A safety copy is restored for no trial: the restore waits for it. */
        @Override
        public Optional<DatabaseRestore> databaseRestore() {
            return Optional.empty();
        }

        @Override
        public List<BackupHook> backupHooks() {
            return List.of();
        }
    }
}
