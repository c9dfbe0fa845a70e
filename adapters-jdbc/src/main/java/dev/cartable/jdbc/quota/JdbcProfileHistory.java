package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Writes and reads the table {@code profile_history}. */
final class JdbcProfileHistory {
    private static final UUID LAST = new UUID(-1, -1);
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final String COLUMNS = ProfileRows.HISTORY.names();

    private final Database database;
    private final String add;

    JdbcProfileHistory(Database database) {
        this.database = database;
        this.add = database.dialect().insert(database.names().qualified("profile_history"), ProfileRows.HISTORY);
    }

    int add(Handle handle, Collection<ProfileChange> changes) {
        database.dialect().insert(handle, add, ProfileRows.HISTORY, changes);
        return changes.size();
    }

    Stream<ProfileChange> newestFirst(@Nullable Holder holder, @Nullable String profile) {
        String sql = database.sql("""
                SELECT %s FROM {profile_history}
                WHERE changed_at <= :at AND (changed_at < :at OR id < :id)%s%s
                ORDER BY changed_at DESC, id DESC {PAGE}""".formatted(
                        COLUMNS,
                        holder == null ? "" : " AND holder = :holder",
                        profile == null ? "" : " AND (key_before = :profile OR key_after = :profile)"));
        return Pages.stream(last -> database.readByIndex(h -> {
            Query query = h.createQuery(sql)
                    .bind("at", Type.time(last == null ? NEVER : last.at()))
                    .bind("id", last == null ? LAST : last.id());
            if (holder != null) {
                query.bind("holder", holder.toString());
            }
            if (profile != null) {
                query.bind("profile", Profile.folded(profile));
            }
            return query.map(ProfileRows::change).list();
        }));
    }

    Optional<ProfileChange> last(Holder holder, Instant at) {
        return database.read(h -> h.createQuery(database.sql("""
                        SELECT %s FROM {profile_history}
                        WHERE holder = :holder AND changed_at <= :at AND type NOT IN ('RESET', 'REPAIRED')
                        ORDER BY changed_at DESC, id DESC FETCH FIRST 1 ROW ONLY""".formatted(COLUMNS)))
                .bind("holder", holder.toString())
                .bind("at", Type.time(at))
                .map(ProfileRows::change)
                .findOne());
    }
}
