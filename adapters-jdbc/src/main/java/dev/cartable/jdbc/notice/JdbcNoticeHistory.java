package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the table {@code notice}. What waits has its state in {@code outbox}. */
final class JdbcNoticeHistory {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    JdbcNoticeHistory(Database database) {
        this.database = database;
    }

    Optional<Notice.Entry> find(NoticeId id) {
        return database.read(h -> h.createQuery(database.sql("""
                        SELECT n.*, COALESCE(o.state, n.state) AS state_now, COALESCE(o.attempts, n.attempts) AS attempts_now,
                            COALESCE(o.reason, n.reason) AS reason_now, COALESCE(o.changed_at, n.changed_at) AS changed_now
                        FROM {notice} n LEFT JOIN {outbox} o ON o.notice_id = n.id
                        WHERE n.id = :id"""))
                .bind("id", id.value())
                .map(NoticeRows::entry)
                .findOne());
    }

    List<Notice> inMessage(NoticeId message) {
        return database.read(h -> h.createQuery(
                        database.sql(
                                "SELECT * FROM {notice} WHERE message_id = :id OR (id = :id AND message_id IS NULL) ORDER BY id"))
                .bind("id", message.value())
                .map(NoticeRows::notice)
                .list());
    }

    Stream<Notice.Entry> newestFirst(NoticeFilter filter) {
        NoticeState state = filter.state();
        Map<String, @Nullable Object> conditions = new LinkedHashMap<>();
        if (state != null) {
            conditions.put(state.isFinal() ? " AND n.state = :state" : " AND o.state = :state", state.name());
        }
        if (filter.kind() != null) {
            conditions.put(" AND n.kind = :kind", filter.kind().name());
        }
        if (filter.recipient() != null) {
            conditions.put(" AND n.recipient = :recipient", filter.recipient().toString());
        }
        if (filter.queuedBefore() != null) {
            conditions.put(" AND n.queued_at < :queuedBefore", Type.time(filter.queuedBefore()));
        }
        if (filter.channel() != null) {
            boolean waits = state != null && !state.isFinal();
            conditions.put(
                    waits ? " AND o.channel = :channel" : " AND n.channel = :channel",
                    filter.channel().name());
        }
        String sql = database.sql("""
                SELECT n.*, COALESCE(o.state, n.state) AS state_now, COALESCE(o.attempts, n.attempts) AS attempts_now,
                    COALESCE(o.reason, n.reason) AS reason_now, COALESCE(o.changed_at, n.changed_at) AS changed_now
                FROM {notice} n LEFT JOIN {outbox} o ON o.notice_id = n.id
                WHERE n.id < :before%s
                ORDER BY n.id DESC {PAGE}""".formatted(String.join("", conditions.keySet())));
        return Pages.stream(last -> database.read(h -> {
            Query query = h.createQuery(sql)
                    .bind("before", last == null ? LAST : last.notice().id().value());
            conditions.forEach(
                    (condition, value) -> query.bind(condition.substring(condition.indexOf(':') + 1), value));
            return query.map(NoticeRows::entry).list();
        }));
    }

    Map<NoticeState, Long> counts() {
        return byState("""
                SELECT COALESCE(o.state, n.state) AS state_now, COUNT(*) AS notices
                FROM {notice} n LEFT JOIN {outbox} o ON o.notice_id = n.id
                GROUP BY COALESCE(o.state, n.state)""");
    }

    Map<NoticeState, Long> unfinished() {
        return byState("SELECT state AS state_now, COUNT(*) AS notices FROM {outbox} GROUP BY state");
    }

    private Map<NoticeState, Long> byState(String sql) {
        Map<NoticeState, Long> found = new EnumMap<>(NoticeState.class);
        database.read(h -> h.createQuery(database.sql(sql))
                        .map((row, context) ->
                                Map.entry(NoticeState.valueOf(row.getString("state_now")), row.getLong("notices")))
                        .list())
                .forEach(count -> found.put(count.getKey(), count.getValue()));
        return found;
    }

    /** The id of a notice holds the millisecond in which it was queued, so that the primary key gives the range. */
    List<NoticeStatistics.Count> counts(Instant from, Instant to) {
        return database.read(h -> h.createQuery(database.sql("""
                        SELECT n.channel, n.kind, COALESCE(o.state, n.state) AS state_now, COUNT(*) AS notices
                        FROM {notice} n LEFT JOIN {outbox} o ON o.notice_id = n.id
                        WHERE n.id >= :fromId AND n.id < :toId AND n.queued_at >= :from AND n.queued_at < :to
                        GROUP BY n.channel, n.kind, COALESCE(o.state, n.state)
                        ORDER BY n.channel, n.kind, state_now"""))
                .bind("fromId", TimeOrderedIds.first(from))
                .bind("toId", TimeOrderedIds.first(to.isBefore(Instant.MAX.minusMillis(1)) ? to.plusMillis(1) : to))
                .bind("from", Type.time(from))
                .bind("to", Type.time(to))
                .map((row, context) -> new NoticeStatistics.Count(
                        new Channel(row.getString("channel")),
                        Kind.of(row.getString("kind")),
                        NoticeState.valueOf(row.getString("state_now")),
                        row.getLong("notices")))
                .list());
    }

    Optional<Instant> oldestWaiting() {
        return database.read(h -> h.createQuery(database.sql("""
                        SELECT n.queued_at FROM {outbox} o JOIN {notice} n ON n.id = o.notice_id
                        WHERE o.state IN ('QUEUED', 'SENDING')
                        ORDER BY n.queued_at FETCH FIRST 1 ROWS ONLY"""))
                .map((row, context) -> Rows.time(row, "queued_at"))
                .findOne());
    }
}
