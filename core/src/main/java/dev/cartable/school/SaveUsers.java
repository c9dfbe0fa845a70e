package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.internal.ErasedUsers;
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

/**
 * The use case that fills Cartable's own relation of users, where the host has none. Users that are not given stay as they
 * are. Where Cartable owns the promotions, those that users are put into are {@linkplain RosterStore#keepPromotions kept} from then
 * on: a roster that does not have them does not retire them. One that does not exist, or no longer, is not made. Users who were
 * erased at their wish are left out, and count as unchanged. Safe for use by several threads.
 */
public final class SaveUsers {
    private static final int CHUNK = 500;

    private final UnitOfWork work;
    private final Users users;
    private final UserStore store;
    private final RosterStore roster;
    private final ErasedUsers erased;

    SaveUsers(UnitOfWork work, Users users, UserStore store, RosterStore roster, ErasedUsers erased) {
        this.work = requireNonNull(work, "work");
        this.users = requireNonNull(users, "users");
        this.store = requireNonNull(store, "store");
        this.roster = requireNonNull(roster, "roster");
        this.erased = requireNonNull(erased, "erased");
    }

    /** What became of the users: {@code input = created + updated + unchanged}. */
    public record Counts(long input, long created, long updated, long unchanged) implements dev.cartable.work.Counts {
        Counts plus(Counts more) {
            return new Counts(
                    input + more.input, created + more.created, updated + more.updated, unchanged + more.unchanged);
        }
    }

    /**
     * Saves users, chunk by chunk, each in one transaction with what is kept for it.
     *
     * @param given read once, to its end
     * @throws RosterNotWritableException if users are the host's own view; nothing is written
     */
    public Counts save(Iterator<User> given) {
        requireWritable();
        Set<PromotionId> kept = kept();
        Counts counts = new Counts(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, kept));
        }
        return counts;
    }

    /** What saving these users would do. Writes nothing. */
    public Counts plan(Iterator<User> given) {
        requireWritable();
        Counts counts = new Counts(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, null));
        }
        return counts;
    }

    private void requireWritable() {
        if (!store.writable()) {
            throw new RosterNotWritableException();
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
    private Counts save(List<User> chunk, @Nullable Set<PromotionId> kept) {
        Map<UserId, User> last =
                chunk.stream().collect(Collectors.toMap(User::id, Function.identity(), (one, other) -> other));
        last.keySet().removeAll(erased.among(last.keySet()));
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
        return new Counts(chunk.size(), created, updated, chunk.size() - created - updated);
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
