package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.backup.model.PruneReason;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.internal.Deed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes the backups that a policy does not keep, and never the last one that counts. Before anything is deleted, the newest backups that
 * stay are read again, unless they were verified within a day. The same rules hold for the copies of the second place, by themselves. Safety copies of a restore are in another vault and are not touched. Safe for
 * use by several threads and processes.
 */
public final class PruneBackups {
    private static final Duration RECENT = Duration.ofDays(1);

    private final BackupParts parts;

    PruneBackups(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * What would be deleted, and why. Changes nothing.
     *
     * @throws BackupException of the code {@code EMPTY_POLICY} if no rule keeps anything
     */
    public PruneReport plan(KeepPolicy policy) {
        requireRules(policy);
        return Failures.guarded("prune", () -> {
            PruneReport report = decide(policy, List.of());
            return new PruneReport(
                    policy,
                    report.decisions(),
                    PruneCopies.of(parts).map(copies -> copies.plan(policy)).orElse(List.of()),
                    report.findings());
        });
    }

    /**
     * Deletes what the plan deletes, if it would still be deleted now. Copies in the second place are deleted last; while they are uploaded,
     * or the place cannot be reached, they stay until the next time, and the report says so.
     *
     * @throws BackupException of the code {@code EMPTY_POLICY}; {@code LOCKED} by another process; {@code
     *     RESTORE_UNFINISHED}; {@code PRUNE_STOPPED} (facts {@code
     *     file}, {@code finding} and those of the finding) if a backup that is to stay cannot be read; {@code FILES_FAILED} if a file cannot be deleted: what was
     *     deleted before stays deleted
     */
    public PruneReport apply(PruneReport plan) {
        requireRules(plan.policy());
        Set<BackupName> approved = plan.decisions().stream()
                .filter(one -> !one.isKept())
                .map(PruneDecision::file)
                .collect(Collectors.toSet());
        PruneReport vault = Failures.guarded("prune", () -> {
            try (BackupVault.Lock lock = parts.vault().lock("prune")) {
                requireNonNull(lock, "lock");
                RestoreJournal.requireSettled(parts);
                PruneReport report = checked(plan.policy());
                List<PruneDecision> decisions = report.decisions().stream()
                        .filter(one -> one.isKept() || approved.contains(one.file()))
                        .toList();
                List<BackupName> files = decisions.stream()
                        .filter(one -> !one.isKept())
                        .map(PruneDecision::file)
                        .toList();
                // First the ledger: after a crash an archive that is still there is found again, and one that is gone
                // is not missed.
                new LedgerUpdate(parts.vault()).write(ledger -> {
                    BackupLedger less = ledger;
                    for (BackupName file : files) {
                        less = less.without(file);
                    }
                    return less;
                });
                for (BackupName file : files) {
                    parts.vault().delete(file);
                }
                return new PruneReport(report.policy(), decisions, List.of(), report.findings());
            }
        });
        parts.record(Deed.of("backup.prune")
                .with(
                        "deleted",
                        vault.decisions().stream().filter(one -> !one.isKept()).count()));
        return PruneCopies.of(parts)
                .map(copies -> copies.apply(vault, plan.copies()))
                .orElse(vault);
    }

    private static void requireRules(KeepPolicy policy) {
        if (policy.isEmpty()) {
            throw new BackupException(
                    "EMPTY_POLICY",
                    Map.of(),
                    "no rule says which backups to keep; nothing was deleted. Give at least one, such as 7 daily ones");
        }
    }

    /** Decides, and reads again the backups on which all depends once others are gone. */
    private PruneReport checked(KeepPolicy policy) throws IOException {
        List<Finding> findings = new ArrayList<>();
        while (true) {
            PruneReport report = decide(policy, findings);
            boolean deletes = report.decisions().stream().anyMatch(one -> !one.isKept());
            Optional<Finding> damaged = Optional.empty();
            if (deletes) {
                for (PruneDecision decision : report.decisions()) {
                    if (decision.reasons().contains(PruneReason.NEWEST) && damaged.isEmpty()) {
                        damaged = damage(decision.file());
                    }
                }
            }
            if (damaged.isEmpty()) {
                return report;
            }
            findings.add(damaged.get());
        }
    }

    /** What is wrong with an archive that was good; it then counts no more. */
    private Optional<Finding> damage(BackupName file) throws IOException {
        BackupStatus status = parts.vault().status(file).orElseThrow();
        Instant now = parts.time().instant();
        if (Duration.between(status.verifiedAt(), now).abs().compareTo(RECENT) < 0) {
            return Optional.empty();
        }
        try (BackupVault.Copy copy = parts.vault().open(file)) {
            ArchiveVerifier.Result result = new ArchiveVerifier(parts)
                    .verify(copy.file(), status.sha256(), Depth.SIDECAR, false, progress -> {});
            Optional<Finding> worst = result.findings().stream()
                    .filter(one -> one.code().state() != BackupState.VERIFIED)
                    .findFirst();
            if (worst.isEmpty()) {
                return worst;
            }
            if (worst.get().code().state() != BackupState.INVALID) {
                Map<String, String> facts = Failures.facts(worst.get());
                facts.put("file", file.value());
                throw new BackupException(
                        "PRUNE_STOPPED",
                        facts,
                        "the backup " + file + ", which is to stay, cannot be read now: "
                                + worst.get().facts() + "; nothing was deleted");
            }
            BackupStatus found = status.found(BackupState.INVALID, now);
            parts.vault().save(file, found);
            new LedgerUpdate(parts.vault()).note(ledger -> ledger.with(file, found));
            return worst;
        }
    }

    private PruneReport decide(KeepPolicy policy, List<Finding> findings) throws IOException {
        List<KeepPolicy.Candidate> candidates = new ArrayList<>();
        BackupList list = new BackupList(parts);
        for (BackupVault.Stored stored : parts.vault().list()) {
            Optional<BackupStatus> status = list.known(stored);
            candidates.add(new KeepPolicy.Candidate(
                    stored.name(),
                    BackupList.entry(stored, status).createdAt(),
                    stored.bytes(),
                    status.map(BackupStatus::state).orElse(BackupState.COULD_NOT_VERIFY),
                    status.map(BackupStatus::counts).orElse(false),
                    status.map(BackupStatus::holds).orElse(Scope.ALL)));
        }
        return new PruneReport(
                policy,
                policy.decide(
                        candidates, parts.backupSettings().zone(), parts.time().instant()),
                List.of(),
                findings);
    }
}
