package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.backup.model.PruneReason;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Retention in the second place: the same rules, over the copies that are there. */
final class PruneCopies {
    private final BackupParts parts;
    private final OffsiteVault offsite;
    private final OffsiteLedgerFile ledger;

    private PruneCopies(BackupParts parts, OffsiteVault offsite) {
        this.parts = parts;
        this.offsite = offsite;
        this.ledger = new OffsiteLedgerFile(parts.vault(), offsite.location());
    }

    static Optional<PruneCopies> of(BackupParts parts) {
        return parts.offsiteVault().map(offsite -> new PruneCopies(parts, offsite));
    }

    List<PruneDecision> plan(KeepPolicy policy) {
        List<KeepPolicy.Candidate> candidates = new ArrayList<>();
        Map<BackupName, OffsiteCopy> copies = ledger.read().copies();
        copies.forEach((file, copy) -> {
            if (copy.state().isThere()) {
                BackupStatus status = current(file, copy);
                candidates.add(new KeepPolicy.Candidate(
                        file,
                        status.createdAt(),
                        status.bytes(),
                        status.state(),
                        status.counts() && copy.state().counts(),
                        status.holds()));
            }
        });
        return policy
                .decide(candidates, parts.backupSettings().zone(), parts.time().instant())
                .stream()
                .map(one -> isUnread(one, requireNonNull(copies.get(one.file()), "copy"))
                        ? because(one, PruneReason.UNREAD)
                        : one)
                .toList();
    }

    /** What is known of the backup now: it may have been accepted since it was uploaded. */
    private BackupStatus current(BackupName file, OffsiteCopy copy) {
        try {
            return parts.vault()
                    .status(file)
                    .filter(status -> status.sha256().equals(copy.backup().sha256()))
                    .orElse(copy.backup());
        } catch (IOException e) {
            return copy.backup();
        }
    }

    private static boolean isUnread(PruneDecision decision, OffsiteCopy copy) {
        return copy.state() == OffsiteState.SENT && decision.reasons().contains(PruneReason.UNVERIFIED);
    }

    private static PruneDecision because(PruneDecision decision, PruneReason reason) {
        return new PruneDecision(decision.file(), decision.createdAt(), decision.bytes(), List.of(reason));
    }

    /** Deletes copies. Trouble with the place is a finding: what was deleted in the vault stays deleted. */
    PruneReport apply(PruneReport vault, List<PruneDecision> planned) {
        Set<BackupName> approved = planned.stream()
                .filter(one -> !one.isKept())
                .map(PruneDecision::file)
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>(vault.findings());
        List<PruneDecision> decisions = new ArrayList<>();
        try (BackupVault.Lock lock = parts.vault().lockUploads("prune")) {
            requireNonNull(lock, "lock");
            findings.addAll(ledger.missing(offsite, parts.time().instant()));
            deleteAgain();
            for (PruneDecision one : plan(vault.policy())) {
                if (one.isKept()) {
                    decisions.add(one);
                } else if (approved.contains(one.file())) {
                    decisions.add(delete(one));
                }
            }
        } catch (BackupException e) {
            findings.add(notPruned(e.code()));
        } catch (IOException e) {
            findings.add(notPruned(e.toString()));
        }
        return new PruneReport(vault.policy(), vault.decisions(), decisions, findings);
    }

    private Finding notPruned(String reason) {
        return Finding.of(Finding.Code.OFFSITE_NOT_PRUNED, "place", offsite.location(), "reason", reason);
    }

    /** First the ledger: a crash in between leaves a copy that is deleted the next time, and not one that is missed. */
    private PruneDecision delete(PruneDecision one) {
        OffsiteCopy copy = requireNonNull(ledger.read().copies().get(one.file()), "copy");
        note(one.file(), copy, OffsiteState.PRUNED);
        if (offsite.delete(one.file()).isPresent()) {
            note(one.file(), copy, copy.state());
            return because(one, PruneReason.RETAINED);
        }
        return one;
    }

    private void note(BackupName file, OffsiteCopy copy, OffsiteState state) {
        ledger.write(all -> all.with(
                file, new OffsiteCopy(state, parts.time().instant(), copy.backup(), copy.token(), copy.failure())));
    }

    /** Deletes what a crash has left, and drops the lines of backups that are in neither place. */
    private void deleteAgain() throws IOException {
        Set<BackupName> there =
                offsite.list().stream().map(BackupVault.Stored::name).collect(Collectors.toSet());
        Set<BackupName> here =
                parts.vault().list().stream().map(BackupVault.Stored::name).collect(Collectors.toSet());
        for (Map.Entry<BackupName, OffsiteCopy> one : ledger.read().copies().entrySet()) {
            if (one.getValue().state() == OffsiteState.PRUNED) {
                if (there.contains(one.getKey())) {
                    offsite.delete(one.getKey());
                } else if (!here.contains(one.getKey())) {
                    ledger.write(all -> all.without(one.getKey()));
                }
            }
        }
    }
}
