package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** See {@link Backups#upload(java.util.function.Consumer)}. */
final class UploadBackups {
    /** What another backup would meet, too. */
    private static final Set<String> EVERYWHERE =
            Set.of("OFFSITE_UNREACHABLE", "OFFSITE_BUSY", "OFFSITE_REDIRECTED", "OFFSITE_NO_KEY", "OFFSITE_KEY_OPEN");

    private final BackupParts parts;

    UploadBackups(BackupParts parts) {
        this.parts = parts;
    }

    UploadReport upload(Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        OffsiteVault offsite = OffsiteLedgerFile.place(parts);
        return Failures.guarded("upload", () -> {
            try (BackupVault.Lock lock = parts.vault().lockUploads("upload")) {
                requireNonNull(lock, "lock");
                return new Run(offsite, progress).run();
            }
        });
    }

    /** One run. */
    private final class Run {
        private final OffsiteVault offsite;
        private final OffsiteLedgerFile ledger;
        private final Consumer<? super Progress> progress;
        private final List<Finding> findings = new ArrayList<>();

        private Run(OffsiteVault offsite, Consumer<? super Progress> progress) {
            this.offsite = offsite;
            this.ledger = new OffsiteLedgerFile(parts.vault(), offsite.location());
            this.progress = progress;
        }

        private UploadReport run() throws IOException {
            List<UploadReport.Upload> uploads = new ArrayList<>();
            dropDeleted();
            BackupException unreachable = prepare();
            for (BackupVault.Stored stored : pending()) {
                BackupStatus status = parts.vault().status(stored.name()).orElse(null);
                if (status == null) {
                    continue; // it was deleted meanwhile
                }
                UploadReport.Upload one = unreachable == null
                        ? upload(stored.name(), status)
                        : failed(stored.name(), status, unreachable, false);
                uploads.add(one);
                if (one.failure() != null && isEverywhere(one.failure())) {
                    unreachable = one.failure();
                }
            }
            if (unreachable == null) {
                copyRestoreLog();
            }
            return new UploadReport(offsite.location(), uploads, findings);
        }

        /** So that a new machine brings back none of the people who were erased. */
        private void copyRestoreLog() throws IOException {
            byte[] log = parts.vault().restoreLog().bytes();
            String sha256 = HexFormat.of().formatHex(Sha256.begin().digest(log));
            if (log.length == 0 || sha256.equals(ledger.read().restoreLog())) {
                return;
            }
            try {
                offsite.saveRestoreLog(log);
                ledger.write(all -> all.withRestoreLog(sha256));
            } catch (BackupException e) {
                findings.add(
                        Finding.of(Finding.Code.OFFSITE_LOG_FAILED, "place", offsite.location(), "reason", e.code()));
            }
        }

        /** Looks for copies that have vanished, and removes what is left of uploads; returns why nothing can be uploaded now. */
        private @Nullable BackupException prepare() throws IOException {
            try {
                findings.addAll(ledger.missing(offsite, parts.time().instant()));
                offsite.abortUploads(tokens());
                return null;
            } catch (BackupException e) {
                return isEverywhere(e) ? e : null; // write-only credentials may see neither
            }
        }

        /** A backup that was deleted before its copy was there is not waited for. */
        private void dropDeleted() throws IOException {
            Set<BackupName> here =
                    parts.vault().list().stream().map(BackupVault.Stored::name).collect(Collectors.toSet());
            ledger.read().copies().forEach((file, copy) -> {
                boolean isUnfinished = copy.state() == OffsiteState.FAILED || copy.state() == OffsiteState.UPLOADING;
                if (isUnfinished && !here.contains(file)) {
                    ledger.write(all -> all.without(file));
                }
            });
        }

        private Set<String> tokens() {
            return ledger.read().copies().values().stream()
                    .map(OffsiteCopy::token)
                    .flatMap(token -> Optional.ofNullable(token).stream())
                    .collect(Collectors.toSet());
        }

        /** What is whole here and not there, the newest first. */
        private List<BackupVault.Stored> pending() throws IOException {
            OffsiteLedger known = ledger.read();
            List<BackupVault.Stored> pending = new ArrayList<>();
            for (BackupVault.Stored stored : parts.vault().list()) {
                Optional<BackupStatus> status = new BackupList(parts).known(stored);
                OffsiteCopy copy = known.copies().get(stored.name());
                boolean isWhole = status.map(BackupStatus::state)
                        .filter(state -> state == BackupState.VERIFIED || state == BackupState.DEGRADED)
                        .isPresent();
                if (isWhole && (copy == null || isMissing(copy))) {
                    pending.add(stored);
                }
            }
            pending.sort(Comparator.comparing(BackupVault.Stored::name).reversed());
            return pending;
        }

        private static boolean isMissing(OffsiteCopy copy) {
            return !copy.state().isThere() && copy.state() != OffsiteState.PRUNED;
        }

        private UploadReport.Upload upload(BackupName name, BackupStatus status) throws IOException {
            OffsiteCopy before = ledger.read().copies().get(name);
            boolean isDamaged = before != null && "OFFSITE_DAMAGED".equals(before.failure());
            String token = before == null || isDamaged ? null : before.token();
            try (BackupVault.Copy archive = parts.vault().open(name)) {
                boolean isConfirmed = offsite.upload(new OffsiteVault.Upload(
                        name,
                        archive.file(),
                        status.sha256(),
                        token,
                        isDamaged,
                        begun -> note(name, OffsiteState.UPLOADING, status, begun, null),
                        done -> progress.accept(new Progress(Progress.Step.UPLOAD, done, status.bytes()))));
                OffsiteState state = verified(name, status, isConfirmed);
                note(name, state, status, null, null);
                return new UploadReport.Upload(name, status.bytes(), state, null);
            } catch (BackupException e) {
                return failed(name, status, e, true);
            } catch (NoSuchFileException e) {
                return failed(
                        name,
                        status,
                        new BackupException(
                                "UNKNOWN_BACKUP",
                                Map.of(
                                        "file",
                                        name.value(),
                                        "path",
                                        parts.vault().location()),
                                "the backup " + name + " was deleted before it was uploaded",
                                e),
                        true);
            }
        }

        /** What can be said of a copy that was uploaded. */
        private OffsiteState verified(BackupName name, BackupStatus status, boolean isConfirmed) throws IOException {
            if (isConfirmed && !offsite.readsBack()) {
                return OffsiteState.CONFIRMED;
            }
            try {
                OutputStream reading = new ReportingOutput(
                        OutputStream.nullOutputStream(),
                        done -> progress.accept(new Progress(Progress.Step.VERIFY, done, status.bytes())));
                new OffsiteReader(offsite).requireSame(name, status.sha256(), reading);
                return OffsiteState.VERIFIED;
            } catch (BackupException e) {
                if (e.code().equals("OFFSITE_DENIED")) {
                    return isConfirmed ? OffsiteState.CONFIRMED : OffsiteState.SENT;
                }
                throw e;
            }
        }

        private UploadReport.Upload failed(BackupName name, BackupStatus status, BackupException e, boolean isTried) {
            if (isTried) {
                OffsiteCopy last = ledger.read().copies().get(name);
                boolean isDamaged = e.code().equals("OFFSITE_DAMAGED");
                note(name, OffsiteState.FAILED, status, last == null || isDamaged ? null : last.token(), e.code());
            }
            return new UploadReport.Upload(name, status.bytes(), OffsiteState.FAILED, e);
        }

        private void note(
                BackupName name,
                OffsiteState state,
                BackupStatus status,
                @Nullable String token,
                @Nullable String failure) {
            ledger.write(
                    all -> all.with(name, new OffsiteCopy(state, parts.time().instant(), status, token, failure)));
        }
    }

    /** Whether the next backup would fail for the same reason. */
    private static boolean isEverywhere(BackupException e) {
        return EVERYWHERE.contains(e.code());
    }
}
