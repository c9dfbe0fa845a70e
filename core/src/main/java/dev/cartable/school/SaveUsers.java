package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.Chunks;
import dev.cartable.work.UnitOfWork;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The use case that fills Cartable's own relation of users, where the host has none. Users that are not given stay as they
 * are. Safe for use by several threads.
 */
public final class SaveUsers {
    private static final int CHUNK = 500;

    private final UnitOfWork work;
    private final Users users;
    private final UserStore store;

    public SaveUsers(UnitOfWork work, Users users, UserStore store) {
        this.work = requireNonNull(work, "work");
        this.users = requireNonNull(users, "users");
        this.store = requireNonNull(store, "store");
    }

    /** What became of the users: {@code input = created + updated + unchanged}. */
    public record Counts(long input, long created, long updated, long unchanged) {
        Counts plus(Counts more) {
            return new Counts(
                    input + more.input, created + more.created, updated + more.updated, unchanged + more.unchanged);
        }
    }

    /**
     * Saves users, chunk by chunk, each in one transaction.
     *
     * @param given read once, to its end
     * @throws RosterNotWritableException if users are the host's own view; nothing is written
     */
    public Counts save(Iterator<User> given) {
        requireWritable();
        Counts counts = new Counts(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, true));
        }
        return counts;
    }

    /** What saving these users would do. Writes nothing. */
    public Counts plan(Iterator<User> given) {
        requireWritable();
        Counts counts = new Counts(0, 0, 0, 0);
        for (List<User> chunk : (Iterable<List<User>>) () -> Chunks.of(given, CHUNK)) {
            counts = counts.plus(save(chunk, false));
        }
        return counts;
    }

    private void requireWritable() {
        if (!store.writable()) {
            throw new RosterNotWritableException();
        }
    }

    private Counts save(List<User> chunk, boolean writes) {
        Map<UserId, User> last =
                chunk.stream().collect(Collectors.toMap(User::id, Function.identity(), (one, other) -> other));
        Map<UserId, User> known = users.byId(last.keySet());
        List<User> changed = last.values().stream()
                .filter(user -> !user.equals(known.get(user.id())))
                .toList();
        if (writes && !changed.isEmpty()) {
            work.run(tx -> store.save(tx, changed));
        }
        long created =
                changed.stream().filter(user -> !known.containsKey(user.id())).count();
        long updated = changed.size() - created;
        return new Counts(chunk.size(), created, updated, chunk.size() - created - updated);
    }
}
