package dev.cartable.inmemory;

import dev.cartable.account.port.UsernameLedger;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The usernames that were ever given, in memory. Safe for use by several threads. */
final class InMemoryUsernameLedger implements UsernameLedger {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<String, Entry> bySkeleton;
    private final InMemoryTable<String, Integer> highest;

    public InMemoryUsernameLedger(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.bySkeleton = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.highest = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Map<String, Integer> highestSuffix(Tx tx, Collection<String> bases) {
        unitOfWork.own(tx);
        return highest.among(bases);
    }

    @Override
    public Set<String> taken(Tx tx, Collection<String> skeletons) {
        unitOfWork.own(tx);
        return bySkeleton.among(skeletons).keySet();
    }

    /** How many were given. */
    long size() {
        return bySkeleton.keys().size();
    }

    @Override
    public Set<String> reserve(Tx tx, Collection<Entry> entries) {
        unitOfWork.own(tx);
        Set<String> ours = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (bySkeleton.putIfAbsent(tx, entry.skeleton(), entry)) {
                ours.add(entry.skeleton());
                Integer known = highest.get(entry.base());
                if (known == null || known < entry.suffix()) {
                    highest.put(tx, entry.base(), entry.suffix());
                }
            }
        }
        return ours;
    }

    @Override
    public void release(Tx tx, Collection<String> skeletons) {
        unitOfWork.own(tx);
        Map<String, Entry> released = bySkeleton.among(skeletons);
        released.keySet().forEach(skeleton -> bySkeleton.remove(tx, skeleton));
        Set<String> bases = released.values().stream().map(Entry::base).collect(Collectors.toSet());
        bases.forEach(base -> highest.remove(tx, base));
        for (Entry entry : bySkeleton.all()) {
            if (bases.contains(entry.base())) {
                Integer known = highest.get(entry.base());
                highest.put(tx, entry.base(), Math.max(known == null ? 0 : known, entry.suffix()));
            }
        }
    }
}
