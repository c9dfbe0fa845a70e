package dev.cartable.audit;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.internal.ChainedAuditLog;
import dev.cartable.audit.internal.EntryHash;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.audit.model.TrailReport.Finding;
import dev.cartable.audit.model.TrailReport.Numbers;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.work.HostKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** See {@link AuditTrail#verify(AuditHead)}. */
final class VerifyTrail {
    private static final int AT_ONCE = 500;

    private final AuditStore store;
    private final @Nullable HostKey key;
    private final Instant keptSince;

    VerifyTrail(AuditStore store, @Nullable HostKey key, Instant keptSince) {
        this.store = requireNonNull(store, "store");
        this.key = key;
        this.keptSince = requireNonNull(keptSince, "keptSince");
    }

    TrailReport run(@Nullable AuditHead noted) {
        return new Pass(noted).run();
    }

    private final class Pass {
        private final @Nullable AuditHead noted;
        private final List<Finding> findings = new ArrayList<>();
        private final Map<Long, Long> erasedActors = new HashMap<>();
        private final Map<Long, Long> erasedSubjects = new HashMap<>();
        private final Map<Long, AuditEntry> erasures = new HashMap<>();
        private AuditHead last = AuditHead.none();
        private boolean sealedBefore;
        private boolean sealedByKnownKey;
        private boolean isNotedThere;
        private boolean isNotedReplaced;
        private long entries;
        private long found;
        private long unsealed;
        private long otherKey;
        private long erased;
        private long restored;

        Pass(@Nullable AuditHead noted) {
            this.noted = noted;
        }

        TrailReport run() {
            AuditHead before = store.head();
            List<AuditEntry> page = store.after(0, AT_ONCE);
            while (!page.isEmpty()) {
                page.forEach(this::look);
                page = store.after(last.number(), AT_ONCE);
            }
            // Read again: others may have added entries meanwhile.
            end(before, store.head());
            erasures(before.number());
            if (noted != null && !isNotedThere && !isNotedReplaced) {
                add(TrailReport.Type.NOT_AS_NOTED, noted.number(), null);
            }
            findings.sort(Comparator.comparingLong(Finding::number));
            return new TrailReport(before, new Numbers(entries, found, unsealed, otherKey, erased, restored), findings);
        }

        private void look(AuditEntry entry) {
            long expected = last.number() + 1;
            if (entry.number() != expected) {
                add(TrailReport.Type.MISSING, expected, entry.number() - 1);
            }
            if (!EntryHash.of(last.hash(), entry).equals(entry.hash())) {
                add(TrailReport.Type.CHANGED, entry.number(), null);
            }
            seal(entry);
            values(entry);
            if (entry.deed().equals(ChainedAuditLog.BROKEN)) {
                add(TrailReport.Type.BROKEN_BEFORE, entry.number(), null);
            }
            if (noted != null && noted.number() == entry.number()) {
                isNotedThere = noted.hash().equals(entry.hash());
            }
            if (entry.deed().equals(ChainedAuditLog.RESTORED)) {
                restored++;
                // Entries before this one are in the backup, too.
                isNotedReplaced |= noted != null
                        && noted.number() >= entry.number()
                        && noted.number() <= entry.numbers().getOrDefault(ChainedAuditLog.REPLACED, 0L);
            }
            entries++;
            last = new AuditHead(entry.number(), entry.hash(), null);
        }

        private void seal(AuditEntry entry) {
            switch (EntryHash.check(key, entry)) {
                case YES -> {
                    sealedBefore = true;
                    sealedByKnownKey = true;
                }
                case WRONG -> add(TrailReport.Type.BAD_SEAL, entry.number(), null);
                case OTHER_KEY -> {
                    sealedBefore = true;
                    otherKey++;
                    if (sealedByKnownKey) { // A key that was lost comes before the one that replaced it.
                        add(TrailReport.Type.BAD_SEAL, entry.number(), null);
                    }
                }
                case NO -> {
                    unsealed++;
                    if (sealedBefore) {
                        add(TrailReport.Type.UNSEALED, entry.number(), null);
                    }
                }
            }
        }

        private void values(AuditEntry entry) {
            Proof actor = entry.actorProof();
            Proof subject = entry.subjectProof();
            boolean actorIsRight = isRight(
                    entry, actor, erasedActors, (salt, one) -> EntryHash.ofActor(salt, one.actor(), one.from()));
            boolean subjectIsRight =
                    isRight(entry, subject, erasedSubjects, (salt, one) -> EntryHash.ofSubject(salt, one.subject()));
            if (!actorIsRight || !subjectIsRight) {
                add(TrailReport.Type.VALUES_CHANGED, entry.number(), null);
            }
            if (isLost(entry, actor) || isLost(entry, subject)) {
                add(TrailReport.Type.VALUES_MISSING, entry.number(), null);
            }
            if (actor.isErased() || subject.isErased()) {
                erased++;
            }
            if (entry.numbers().containsKey("actors") && entry.numbers().containsKey("subjects")) {
                erasures.put(entry.number(), entry);
            }
        }

        private boolean isRight(
                AuditEntry entry, Proof proof, Map<Long, Long> erasedBy, BiFunction<String, AuditEntry, String> hash) {
            String salt = proof.salt();
            if (proof.erasedBy() != 0) {
                erasedBy.merge(proof.erasedBy(), 1L, Long::sum);
            }
            return salt == null || hash.apply(salt, entry).equals(proof.hash());
        }

        /** Without a salt, and neither was a person erased nor is the entry old enough. */
        private boolean isLost(AuditEntry entry, Proof proof) {
            return proof.isErased() && proof.erasedBy() == 0 && !entry.at().isBefore(keptSince);
        }

        private void end(AuditHead before, AuditHead after) {
            boolean grows = last.number() >= before.number() && last.number() <= after.number();
            boolean isEnd = after.number() != last.number() || after.hash().equals(last.hash());
            if (!grows || !isEnd || isWronglySealed(after)) {
                add(TrailReport.Type.BAD_END, Math.min(last.number(), after.number()), null);
            }
        }

        private boolean isWronglySealed(AuditHead end) {
            return switch (EntryHash.check(key, end)) {
                case YES -> false;
                case NO -> end.number() > 0 && sealedBefore;
                case WRONG -> true;
                case OTHER_KEY -> sealedByKnownKey;
            };
        }

        /**
         * Each erasure says of how many entries it has taken a person out. One that came while entries were read may have emptied some after
         * they were read.
         *
         * @param begin the last entry when reading began
         */
        private void erasures(long begin) {
            erasures.forEach((number, entry) -> {
                long actors = erasedActors.getOrDefault(number, 0L);
                long subjects = erasedSubjects.getOrDefault(number, 0L);
                erasedActors.remove(number);
                erasedSubjects.remove(number);
                long saidActors = entry.numbers().getOrDefault("actors", 0L);
                long saidSubjects = entry.numbers().getOrDefault("subjects", 0L);
                boolean isRight = number <= begin
                        ? actors == saidActors && subjects == saidSubjects
                        : actors <= saidActors && subjects <= saidSubjects;
                if (!isRight) {
                    add(TrailReport.Type.VALUES_MISSING, number, null);
                }
            });
            erasedActors.keySet().forEach(number -> add(TrailReport.Type.VALUES_MISSING, number, null));
            erasedSubjects.keySet().forEach(number -> add(TrailReport.Type.VALUES_MISSING, number, null));
        }

        private void add(TrailReport.Type type, long number, @Nullable Long until) {
            found++;
            if (findings.size() < TrailReport.MAX_FINDINGS) {
                findings.add(new Finding(type, number, until));
            }
        }
    }
}
