package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.Rosters.SavedUsers;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Chunks;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills Cartable's own relation of users: see {@link Rosters#saveUsers}. Safe for use by several threads. */
final class SaveUsers {
    private static final int CHUNK = 500;

    private final UnitOfWork work;
    private final Users users;
    private final UserStore store;
    private final RosterStore roster;
    private final ErasedPeople erased;

    SaveUsers(UnitOfWork work, Users users, UserStore store, RosterStore roster, ErasedPeople erased) {
        this.work = requireNonNull(work, "work");
        this.users = requireNonNull(users, "users");
        this.store = requireNonNull(store, "store");
        this.roster = requireNonNull(roster, "roster");
        this.erased = requireNonNull(erased, "erased");
    }

    SavedUsers save(Iterator<User> given) {
        requireWritable();
        Set<PromotionId> kept = kept();
        SavedUsers counts = new SavedUsers(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, kept));
        }
        return counts;
    }

    SavedUsers plan(Iterator<User> given) {
        requireWritable();
        SavedUsers counts = new SavedUsers(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, null));
        }
        return counts;
    }

    private void requireWritable() {
        if (!store.writable()) {
            throw RosterException.notWritable();
        }
    }

    private Set<PromotionId> kept() {
        if (!roster.writable()) {
            return new HashSet<>();
        }
        try (Stream<PromotionId> ids = roster.keptPromotionIds()) {
            return ids.collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** The promotions of these users that a roster could still retire. */
    private List<Promotion> toKeep(Collection<User> some, Set<PromotionId> kept) {
        List<PromotionId> ids = some.stream()
                .flatMap(user -> Optional.ofNullable(user.promotion()).stream())
                .filter(id -> !kept.contains(id))
                .distinct()
                .toList();
        return ids.isEmpty() || !roster.writable()
                ? List.of()
                : List.copyOf(roster.promotions(ids).values());
    }

    /**
     * Counts, and writes.
     *
     * @param kept the promotions that are kept, to which those are added that are kept now; null to write nothing
     */
    private SavedUsers save(List<User> chunk, @Nullable Set<PromotionId> kept) {
        Map<UserId, User> last =
                chunk.stream().collect(Collectors.toMap(User::id, Function.identity(), (one, other) -> other));
        last.keySet().removeAll(erased.users(last.keySet()));
        Map<UserId, User> known = users.byId(last.keySet());
        List<User> changed = last.values().stream()
                .filter(user -> !user.equals(known.get(user.id())))
                .toList();
        if (kept != null) {
            write(changed, toKeep(last.values(), kept));
            last.values().forEach(user -> Optional.ofNullable(user.promotion()).ifPresent(kept::add));
        }
        long created =
                changed.stream().filter(user -> !known.containsKey(user.id())).count();
        long updated = changed.size() - created;
        return new SavedUsers(chunk.size(), created, updated, chunk.size() - created - updated);
    }

    private void write(List<User> changed, List<Promotion> toKeep) {
        if (changed.isEmpty() && toKeep.isEmpty()) {
            return;
        }
        work.run(tx -> {
            if (!toKeep.isEmpty()) {
                roster.keepPromotions(tx, toKeep);
            }
            if (!changed.isEmpty()) {
                store.save(tx, changed);
            }
        });
    }
}
