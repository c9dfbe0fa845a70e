package dev.cartable.inmemory;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The audit trail in memory. Safe for use by several threads. */
final class InMemoryAudit implements AuditStore {
    private static final String HEAD = "head";

    private final InMemoryTable<Long, AuditEntry> entries;
    private final InMemoryTable<String, AuditHead> heads;

    InMemoryAudit(InMemoryUnitOfWork unitOfWork) {
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.heads = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    /** Whether an erasure leaves a table alone: people are taken out of the trail by {@link #erase}. */
    boolean keeps(InMemoryTable<?, ?> table) {
        return table == entries;
    }

    /** Takes the names out of old entries; counts them only, without a transaction. */
    int forget(@Nullable Tx tx, Instant before, int max) {
        List<AuditEntry> old = entries.all().stream()
                .filter(entry -> entry.at().isBefore(before) && !entry.equals(nameless(entry)))
                .limit(max)
                .toList();
        if (tx != null) {
            old.forEach(entry -> entries.put(tx, entry.number(), nameless(entry)));
        }
        return old.size();
    }

    private static AuditEntry nameless(AuditEntry entry) {
        return with(entry, "", "", "", without(entry.actorProof()), without(entry.subjectProof()));
    }

    private static Proof without(Proof proof) {
        return new Proof(null, proof.hash(), proof.erasedBy());
    }

    @Override
    public AuditHead head() {
        return Objects.requireNonNullElse(heads.get(HEAD), AuditHead.none());
    }

    @Override
    public List<AuditEntry> after(long number, int max) {
        return entries.all().stream()
                .filter(entry -> entry.number() > number)
                .limit(max)
                .toList();
    }

    @Override
    public List<AuditEntry> before(long number, AuditFilter filter, int max) {
        return entries.backwards()
                .filter(entry -> entry.number() < number && filter.has(entry))
                .limit(max)
                .toList();
    }

    @Override
    public End lock(Tx tx) {
        heads.putIfAbsent(tx, HEAD, AuditHead.none());
        return new End(head(), entries.backwards().findFirst().orElse(null));
    }

    @Override
    public void append(Tx tx, AuditEntry entry, AuditHead end) {
        if (!entries.putIfAbsent(tx, entry.number(), entry)) {
            throw new IllegalStateException("the audit trail has an entry " + entry.number() + "; nothing was written");
        }
        heads.put(tx, HEAD, end);
    }

    @Override
    public Erased erase(
            Tx tx, Collection<String> names, String pseudonym, Map<String, String> subjects, long erasedBy) {
        long actors = 0;
        long about = 0;
        for (AuditEntry entry : entries.all()) {
            AuditEntry left = entry;
            if (names.contains(entry.actor()) && !entry.actorProof().isErased()) {
                Proof proof = new Proof(null, entry.actorProof().hash(), erasedBy);
                left = with(left, pseudonym, "", left.subject(), proof, left.subjectProof());
                actors++;
            }
            String other = subjects.get(entry.subject());
            if (other != null && !entry.subjectProof().isErased()) {
                Proof proof = new Proof(null, entry.subjectProof().hash(), erasedBy);
                left = with(left, left.actor(), left.from(), other, left.actorProof(), proof);
                about++;
            }
            if (!left.equals(entry)) {
                entries.put(tx, entry.number(), left);
            }
        }
        return new Erased(actors, about);
    }

    private static AuditEntry with(
            AuditEntry entry, String actor, String from, String subject, Proof actorProof, Proof subjectProof) {
        return new AuditEntry(
                entry.number(),
                entry.at(),
                entry.deed(),
                entry.outcome(),
                subject,
                entry.digest(),
                entry.counts(),
                actor,
                entry.via(),
                from,
                actorProof,
                subjectProof,
                entry.hash(),
                entry.seal());
    }
}
