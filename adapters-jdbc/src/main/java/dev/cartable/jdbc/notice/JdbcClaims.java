package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.work.Leases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Takes notices that are due from the table {@code outbox}: rows that another node is taking are skipped. */
final class JdbcClaims {
    /** Rows that others have claimed are at the head of the queue: so many are looked through at first beside those wanted. */
    private static final int HEAD = 50;

    /** How many rows are looked through at once, where those were too few. */
    private static final int PAGE = 1_000;

    private static final Candidate BEFORE_ALL =
            new Candidate(new UUID(0, 0), Instant.parse("0001-01-01T00:00:00Z"), null, false);

    /** The row is not claimed, its claim has run out, or its holder is gone. */
    private static final String FREE = "(holder IS NULL OR leased_until <= {NOW} OR holder = ANY(:gone))";

    private static final String COLUMNS = "notice_id, due_at, state, attempts, fence, digest_key, message_id";

    private final String due;
    private final String lock;
    private final String others;
    private final String claim;
    private final String notices;

    JdbcClaims(Database database) {
        this.due = database.sql("""
                SELECT notice_id, due_at, holder, holder IS NULL OR leased_until <= {NOW} AS free FROM {outbox} t
                WHERE channel = :channel AND due_at <= :now
                AND due_at >= :after AND (due_at > :after OR notice_id > :id)
                AND state IN ('QUEUED', 'SENDING')
                AND (digest_key IS NULL OR NOT EXISTS (
                    SELECT 1 FROM {outbox} o WHERE o.digest_key = t.digest_key AND o.notice_id < t.notice_id
                    AND o.due_at <= :now AND o.state IN ('QUEUED', 'SENDING')))
                ORDER BY channel, due_at, notice_id FETCH FIRST :size ROWS ONLY""");
        this.lock = database.sql("""
                SELECT %s FROM {outbox}
                WHERE notice_id = ANY(:ids) AND state IN ('QUEUED', 'SENDING') AND %s
                FOR UPDATE SKIP LOCKED""".formatted(COLUMNS, FREE));
        this.others = database.sql("""
                SELECT %s FROM {outbox}
                WHERE digest_key = ANY(:keys) AND due_at <= :now AND state IN ('QUEUED', 'SENDING') AND %s
                FOR UPDATE SKIP LOCKED""".formatted(COLUMNS, FREE));
        this.claim = database.sql("""
                UPDATE {outbox} SET holder = :holder, fence = fence + 1, leased_until = {LATER(lease)}
                WHERE notice_id = ANY(:ids)""");
        this.notices = database.sql("SELECT t.* FROM {KEYS(UUID ids)} {JOIN(notice t ON t.id = u.k)}");
    }

    List<Claimed> claim(Handle handle, Channel channel, int max, Leases.Holder holder, Duration lease, Instant now) {
        Set<String> gone = new HashSet<>();
        List<Due> first = lock(handle, channel, max, now, gone);
        if (first.isEmpty()) {
            return List.of();
        }
        Map<String, List<Due>> others = others(handle, first, now, gone);
        List<Due> rows = Stream.concat(first.stream(), others.values().stream().flatMap(List::stream))
                .toList();
        handle.createUpdate(claim)
                .bind("holder", holder.toString())
                .bind("lease", lease.toMillis())
                .bind("ids", Arrays.of(Type.UUID, rows, Due::id))
                .execute();
        Map<UUID, Notice> found = handle.createQuery(notices)
                .bind("ids", Arrays.of(Type.UUID, rows, Due::id))
                .map(NoticeRows::notice)
                .collect(Collectors.toMap(notice -> notice.id().value(), Function.identity()));
        return first.stream()
                .map(row -> Claimed.together(Stream.concat(Stream.of(row), row.group(others))
                        .map(one -> one.claimed(found))
                        .toList()))
                .toList();
    }

    /** Locks what goes with these rows: only the holder of the first row of a group does so. */
    private Map<String, List<Due>> others(Handle handle, List<Due> first, Instant now, Set<String> gone) {
        List<String> keys = first.stream()
                .flatMap(row -> Stream.ofNullable(row.digestKey()))
                .toList();
        if (keys.isEmpty()) {
            return Map.of();
        }
        Set<UUID> known = first.stream().map(Due::id).collect(Collectors.toSet());
        return handle
                .createQuery(others)
                .bind("keys", Arrays.texts(keys))
                .bind("now", Type.time(now))
                .bind("gone", Arrays.texts(gone))
                .map(Due::read)
                .stream()
                .filter(row -> !known.contains(row.id()))
                .sorted(Comparator.comparing(row -> row.id().toString()))
                .collect(Collectors.groupingBy(row -> String.valueOf(row.digestKey())));
    }

    /**
     * Locks rows that are due and that nobody else is locking. They are looked for first and locked then, since H2 locks
     * all rows that match before it sorts and counts them.
     */
    private List<Due> lock(Handle handle, Channel channel, int max, Instant now, Set<String> gone) {
        List<Due> locked = new ArrayList<>();
        Candidate last = BEFORE_ALL;
        int size = max + HEAD;
        boolean more = true;
        while (more && locked.size() < max) {
            List<Candidate> page = candidates(handle, channel, now, last, size);
            more = page.size() == size;
            gone.addAll(gone(page));
            List<Candidate> free = page.stream()
                    .filter(row -> row.free() || gone.contains(row.holder()))
                    .toList();
            if (free.size() > max - locked.size()) {
                free = free.subList(0, max - locked.size());
                last = free.get(free.size() - 1);
                more = true;
            } else if (more) {
                last = page.get(page.size() - 1);
            }
            if (!free.isEmpty()) {
                locked.addAll(handle.createQuery(lock)
                        .bind("ids", Arrays.of(Type.UUID, free, Candidate::id))
                        .bind("gone", Arrays.texts(gone))
                        .map(Due::read)
                        .list());
            }
            size = PAGE;
        }
        locked.sort(
                Comparator.comparing(Due::dueAt).thenComparing(row -> row.id().toString()));
        return locked;
    }

    private List<Candidate> candidates(Handle handle, Channel channel, Instant now, Candidate last, int size) {
        return handle.createQuery(due)
                .bind("channel", channel.name())
                .bind("now", Type.time(now))
                .bind("after", Type.time(last.dueAt()))
                .bind("id", last.id())
                .bind("size", size)
                .map(Candidate::read)
                .list();
    }

    /** The holders of claims whose processes have ended. */
    private static List<String> gone(List<Candidate> page) {
        return page.stream()
                .flatMap(row -> Stream.ofNullable(row.holder()))
                .distinct()
                .filter(holder -> Leases.Holder.parse(holder).isGone())
                .toList();
    }

    /**
     * A row that is due.
     *
     * @param free whether it is not claimed, or its claim has run out
     */
    private record Candidate(
            UUID id, Instant dueAt, @Nullable String holder, boolean free) {
        static Candidate read(ResultSet row, StatementContext context) throws SQLException {
            return new Candidate(
                    Rows.uuid(row, "notice_id"),
                    Rows.time(row, "due_at"),
                    row.getString("holder"),
                    row.getBoolean("free"));
        }
    }

    private record Due(
            UUID id,
            Instant dueAt,
            NoticeState state,
            int attempts,
            long fence,
            @Nullable String digestKey,
            @Nullable UUID message) {
        static Due read(ResultSet row, StatementContext context) throws SQLException {
            return new Due(
                    Rows.uuid(row, "notice_id"),
                    Rows.time(row, "due_at"),
                    NoticeState.valueOf(row.getString("state")),
                    row.getInt("attempts"),
                    row.getLong("fence"),
                    row.getString("digest_key"),
                    row.getObject("message_id", UUID.class));
        }

        Stream<Due> group(Map<String, List<Due>> others) {
            return digestKey == null ? Stream.of() : others.getOrDefault(digestKey, List.of()).stream();
        }

        Claimed claimed(Map<UUID, Notice> notices) {
            Notice notice = notices.get(id);
            if (notice == null) {
                throw new JdbcStoreException(
                        "notice " + id + " waits in the outbox and is not in the history;"
                                + " something else than Cartable has deleted rows of its tables. Delete it from the outbox too");
            }
            return new Claimed(
                    notice,
                    attempts,
                    state == NoticeState.SENDING,
                    fence + 1,
                    message == null ? null : new NoticeId(message),
                    List.of());
        }
    }
}
