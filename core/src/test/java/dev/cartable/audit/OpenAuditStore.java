package dev.cartable.audit;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A trail that anybody may change. */
final class OpenAuditStore implements AuditStore {
    final NavigableMap<Long, AuditEntry> entries = new TreeMap<>();
    AuditHead head = AuditHead.none();

    /** What happens after a page was read. */
    Runnable meanwhile = () -> {};

    AuditEntry at(long number) {
        return requireNonNull(entries.get(number), () -> "no entry " + number);
    }

    @Override
    public AuditHead head() {
        return head;
    }

    @Override
    public List<AuditEntry> after(long number, int max) {
        List<AuditEntry> page =
                entries.tailMap(number, false).values().stream().limit(max).toList();
        meanwhile.run();
        return page;
    }

    @Override
    public List<AuditEntry> before(long number, AuditFilter filter, int max) {
        return entries.headMap(number, false).descendingMap().values().stream()
                .filter(filter::has)
                .limit(max)
                .toList();
    }

    @Override
    public End lock(Tx tx) {
        return new End(head, entries.isEmpty() ? null : at(entries.lastKey()));
    }

    @Override
    public void append(Tx tx, AuditEntry entry, AuditHead end) {
        entries.put(entry.number(), entry);
        head = end;
    }

    @Override
    public Erased erase(
            Tx tx, Collection<String> names, String pseudonym, Map<String, String> subjects, long erasedBy) {
        long actors = 0;
        long about = 0;
        for (AuditEntry entry : List.copyOf(entries.values())) {
            boolean acted = names.contains(entry.actor()) && !entry.actorProof().isErased();
            boolean named = subjects.containsKey(entry.subject())
                    && !entry.subjectProof().isErased();
            actors += acted ? 1 : 0;
            about += named ? 1 : 0;
            entries.put(
                    entry.number(),
                    new AuditEntry(
                            entry.number(),
                            entry.at(),
                            entry.deed(),
                            entry.outcome(),
                            named ? requireNonNull(subjects.get(entry.subject())) : entry.subject(),
                            entry.digest(),
                            entry.counts(),
                            acted ? pseudonym : entry.actor(),
                            entry.via(),
                            acted ? "" : entry.from(),
                            acted ? new Proof(null, entry.actorProof().hash(), erasedBy) : entry.actorProof(),
                            named ? new Proof(null, entry.subjectProof().hash(), erasedBy) : entry.subjectProof(),
                            entry.hash(),
                            entry.seal()));
        }
        return new Erased(actors, about);
    }
}
