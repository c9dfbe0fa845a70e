package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Sidecar;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** See {@link Backups#verify}. */
final class VerifyBackup {
    private static final int MAX_SIDECAR = 4096;

    private final BackupParts parts;

    VerifyBackup(BackupParts parts) {
        this.parts = parts;
    }

    VerifyReport verify(BackupName name, Depth depth, boolean references, Consumer<? super Progress> progress) {
        return around(() -> BackupList.read(parts, name, archive -> {
            Optional<String> sidecar = parts.vault().sidecar(name);
            Depth possible = possible(archive, depth);
            ArchiveVerifier.Result result = new ArchiveVerifier(parts)
                    .verify(archive, sidecar.orElse(null), possible, references && possible == depth, progress);
            VerifyReport report = possible == Depth.CIPHERTEXT
                    ? ciphertext(name.value(), result, parts.vault().status(name))
                    : report(name.value(), depth, result);
            keep(name, report, result, Files.size(archive));
            return report;
        }));
    }

    VerifyReport verify(Path archive, Depth depth, boolean references, Consumer<? super Progress> progress) {
        return around(() -> {
            String name = String.valueOf(archive.getFileName());
            if (!Files.isRegularFile(archive)) {
                throw new java.nio.file.NoSuchFileException(archive.toString());
            }
            Optional<String> sidecar = sidecar(archive.resolveSibling(name + Sidecar.SUFFIX), name);
            Depth possible = possible(archive, depth);
            ArchiveVerifier.Result result = new ArchiveVerifier(parts)
                    .verify(archive, sidecar.orElse(null), possible, references && possible == depth, progress);
            return possible == Depth.CIPHERTEXT
                    ? ciphertext(name, result, Optional.empty())
                    : report(name, depth, result);
        });
    }

    private VerifyReport around(java.util.concurrent.Callable<VerifyReport> verification) {
        FindingList outside = new FindingList();
        Hooks hooks = new Hooks(parts.backupHooks(), BackupHook.Operation.VERIFY);
        hooks.before(outside::add);
        boolean succeeded = false;
        VerifyReport report;
        try {
            report = Failures.guarded("verify", verification);
            succeeded = true;
        } finally {
            hooks.after(succeeded, outside::add);
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.addAll(outside.toList());
        return new VerifyReport(report.file(), report.state(), report.depth(), findings);
    }

    /** The hash that the sidecar beside an archive gives. */
    static Optional<String> sidecar(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIDECAR) {
            return Optional.empty();
        }
        return Sidecar.hash(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), name);
    }

    /** How deep an archive can be verified: without a private key, an encrypted one by its hash alone. */
    private Depth possible(Path archive, Depth depth) throws IOException {
        boolean isSealed = DecryptingFormat.isEncrypted(archive)
                && !(parts.archiveFormat() instanceof DecryptingFormat format && format.hasKey());
        return isSealed ? Depth.CIPHERTEXT : depth;
    }

    /** An encrypted archive is what was verified before it was encrypted if it has the hash that was noted then. */
    private static VerifyReport ciphertext(String file, ArchiveVerifier.Result result, Optional<BackupStatus> known) {
        List<Finding> findings = new ArrayList<>(result.findings());
        if (known.isEmpty()) {
            findings.add(Finding.of(Finding.Code.ENCRYPTED));
        } else if (result.sha256().isPresent()
                && !known.get().sha256().equals(result.sha256().get())
                && findings.stream().noneMatch(one -> one.code() == Finding.Code.SIDECAR_MISMATCH)) {
            findings.add(Finding.of(
                    Finding.Code.SIDECAR_MISMATCH,
                    "expected",
                    known.get().sha256(),
                    "actual",
                    result.sha256().get()));
        }
        BackupState before = known.map(BackupStatus::state).orElse(BackupState.VERIFIED);
        return new VerifyReport(file, Finding.state(findings).and(before), Depth.CIPHERTEXT, findings);
    }

    private static VerifyReport report(String file, Depth depth, ArchiveVerifier.Result result) {
        FindingList findings = new FindingList();
        // Whether the dump could be parsed when it was made is found anew at the depth that parses it.
        result.manifest().map(Manifest::findings).orElse(List.of()).stream()
                .filter(finding -> finding.code() != Finding.Code.DUMP_NOT_CHECKED || !depth.includes(Depth.DUMP))
                .forEach(findings::add);
        result.findings().forEach(finding -> {
            if (finding.code() != Finding.Code.REFERENCE_MISSING
                    || !findings.toList().contains(finding)) {
                findings.add(finding);
            }
        });
        List<Finding> all = findings.toList();
        return new VerifyReport(file, Finding.state(all), depth, all);
    }

    /**
     * Whether a verification says more than what is known of the same bytes: one that could not check all takes nothing back, and one that
     * looked less deep finds only what is worse.
     */
    private static boolean saysMore(VerifyReport report, BackupStatus known) {
        if (report.state() == BackupState.COULD_NOT_VERIFY) {
            return false;
        }
        return report.state().compareTo(known.state()) > 0 || report.depth().includes(known.depth());
    }

    private void keep(BackupName name, VerifyReport report, ArchiveVerifier.Result result, long bytes)
            throws IOException {
        if (result.sha256().isEmpty()) {
            return;
        }
        try (BackupVault.Lock lock = parts.vault().lock("verify")) {
            java.util.Objects.requireNonNull(lock, "lock");
            Optional<BackupStatus> before = parts.vault()
                    .status(name)
                    .filter(status -> status.sha256().equals(result.sha256().get()));
            if (before.isPresent() && !saysMore(report, before.get())) {
                return;
            }
            Optional<Manifest> manifest = result.manifest();
            if (manifest.isEmpty() && before.isEmpty() && report.state() != BackupState.INVALID) {
                return;
            }
            BackupStatus status = new BackupStatus(
                    report.state(),
                    report.depth(),
                    parts.time().instant(),
                    manifest.map(Manifest::createdAt)
                            .or(() -> before.map(BackupStatus::createdAt))
                            .orElse(parts.time().instant()),
                    result.sha256().get(),
                    bytes,
                    manifest.map(one -> one.database() == null
                                    ? null
                                    : one.database().info().kind())
                            .or(() -> before.map(BackupStatus::database))
                            .orElse(null),
                    manifest.map(one -> !one.media().isEmpty())
                            .or(() -> before.map(BackupStatus::hasMedia))
                            .orElse(false),
                    before.map(BackupStatus::acceptance).orElse(null),
                    before.map(BackupStatus::totals).orElse(null));
            parts.vault().save(name, status);
            new LedgerUpdate(parts.vault()).note(ledger -> ledger.with(name, status));
        } catch (BackupException e) {
            if (!e.code().equals("LOCKED")) {
                throw e;
            }
        }
    }
}
