package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.quota.model.Usage;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The statement that locks users' counters before something is decided by them or done to them, in the order of their ids. What is
 * only recorded locks them as it counts.
 */
final class UsageLock {
    private final String lock;

    UsageLock(Database database) {
        this.lock = database.sql(of(":users"));
    }

    /** The statement, for users from a parameter or from another part of a query. */
    static String of(String users) {
        return "SELECT %s FROM {usage} WHERE user_id = ANY(%s) ORDER BY user_id FOR UPDATE"
                .formatted(UsageRows.COLUMNS.names(), users);
    }

    /** Locks the counters of those users who have some, and returns them as they are under the lock. */
    Map<UserId, Usage> lock(Handle handle, Collection<UserId> users) {
        return users.isEmpty()
                ? Map.of()
                : handle.createQuery(lock)
                        .bind("users", Arrays.texts(users))
                        .map(UsageRows::usage)
                        .collect(Collectors.toMap(Usage::user, Function.identity()));
    }
}
