package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.work.Leases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;

/** Takes notices that are due from the table {@code outbox}: rows that another node is taking are skipped. */
final class JdbcClaims {
    /** Claimed rows are at the head of the queue; a holder who is gone is looked for among this many. */
    private static final int HEAD = 1_000;

    private static final Due BEFORE_ALL =
            new Due(new UUID(0, 0), Instant.parse("0001-01-01T00:00:00Z"), NoticeState.QUEUED, 0, 0);

    private final String holders;
    private final String due;
    private final String lock;
    private final String claim;
    private final String notices;

    JdbcClaims(Database database) {
        this.holders = database.sql("""
                SELECT DISTINCT holder FROM (
                    SELECT holder FROM {outbox} WHERE channel = :channel AND due_at <= :now
                    ORDER BY channel, due_at, notice_id FETCH FIRST %d ROWS ONLY) head
                WHERE holder IS NOT NULL""".formatted(HEAD));
        this.due = database.sql("""
                SELECT notice_id, due_at, state, attempts, fence FROM {outbox}
                WHERE channel = :channel AND due_at <= :now
                AND due_at >= :after AND (due_at > :after OR notice_id > :id)
                AND state IN ('QUEUED', 'SENDING')
                AND (holder IS NULL OR leased_until <= {NOW} OR holder = ANY(:gone))
                ORDER BY channel, due_at, notice_id FETCH FIRST :max ROWS ONLY""");
        this.lock = database.sql("""
                SELECT notice_id, due_at, state, attempts, fence FROM {outbox}
                WHERE notice_id = ANY(:ids) AND state IN ('QUEUED', 'SENDING')
                AND (holder IS NULL OR leased_until <= {NOW} OR holder = ANY(:gone))
                FOR UPDATE SKIP LOCKED""");
        this.claim = database.sql("""
                UPDATE {outbox} SET holder = :holder, fence = fence + 1, leased_until = {LATER(lease)}
                WHERE notice_id = ANY(:ids)""");
        this.notices = database.sql("SELECT t.* FROM {KEYS(UUID ids)} {JOIN(notice t ON t.id = u.k)}");
    }

    List<Claimed> claim(Handle handle, Channel channel, int max, Leases.Holder holder, Duration lease, Instant now) {
        List<Due> rows = lock(handle, channel, max, now);
        if (rows.isEmpty()) {
            return List.of();
        }
        handle.createUpdate(claim)
                .bind("holder", holder.toString())
                .bind("lease", lease.toMillis())
                .bind("ids", Arrays.of(Type.UUID, rows, Due::id))
                .execute();
        Map<UUID, Notice> found = handle.createQuery(notices)
                .bind("ids", Arrays.of(Type.UUID, rows, Due::id))
                .map(NoticeRows::notice)
                .collect(Collectors.toMap(notice -> notice.id().value(), Function.identity()));
        return rows.stream().map(row -> row.claimed(found)).toList();
    }

    /**
     * Locks rows that are due and that nobody else is locking. They are looked for first and locked then, since H2 locks
     * all rows that match before it sorts and counts them.
     */
    private List<Due> lock(Handle handle, Channel channel, int max, Instant now) {
        Argument gone = Arrays.texts(gone(handle, channel, now));
        List<Due> locked = new ArrayList<>();
        Due last = BEFORE_ALL;
        while (locked.size() < max) {
            int wanted = max - locked.size();
            List<Due> page = handle.createQuery(due)
                    .bind("channel", channel.name())
                    .bind("now", Type.time(now))
                    .bind("after", Type.time(last.dueAt()))
                    .bind("id", last.id())
                    .bind("gone", gone)
                    .bind("max", wanted)
                    .map(Due::read)
                    .list();
            if (!page.isEmpty()) {
                last = page.get(page.size() - 1);
                locked.addAll(handle.createQuery(lock)
                        .bind("ids", Arrays.of(Type.UUID, page, Due::id))
                        .bind("gone", gone)
                        .map(Due::read)
                        .list());
            }
            if (page.size() < wanted) {
                break;
            }
        }
        locked.sort(
                Comparator.comparing(Due::dueAt).thenComparing(row -> row.id().toString()));
        return locked;
    }

    private List<Leases.Holder> gone(Handle handle, Channel channel, Instant now) {
        return handle
                .createQuery(holders)
                .bind("channel", channel.name())
                .bind("now", Type.time(now))
                .mapTo(String.class)
                .list()
                .stream()
                .map(Leases.Holder::parse)
                .filter(Leases.Holder::isGone)
                .toList();
    }

    private record Due(UUID id, Instant dueAt, NoticeState state, int attempts, long fence) {
        static Due read(ResultSet row, StatementContext context) throws SQLException {
            return new Due(
                    Rows.uuid(row, "notice_id"),
                    Rows.time(row, "due_at"),
                    NoticeState.valueOf(row.getString("state")),
                    row.getInt("attempts"),
                    row.getLong("fence"));
        }

        Claimed claimed(Map<UUID, Notice> notices) {
            Notice notice = notices.get(id);
            if (notice == null) {
                throw new JdbcStoreException(
                        "notice " + id + " waits in the outbox and is not in the history;"
                                + " something else than Cartable has deleted rows of its tables. Delete it from the outbox too");
            }
            return new Claimed(notice, attempts, state == NoticeState.SENDING, fence + 1);
        }
    }
}
