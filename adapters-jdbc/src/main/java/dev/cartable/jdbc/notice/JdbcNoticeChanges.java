package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Transfer;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Changes notices by hand, in the tables {@code notice} and {@code outbox}. Notices are changed in the order of their ids. */
final class JdbcNoticeChanges {
    /** When a held notice is due. So claims, which read what is due, do not read all that is held. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final Columns<Ended> ENDED = Columns.of(
            Column.of("notice_id", Type.UUID, row -> row.id().value()),
            Column.of("state", Type.TEXT, row -> row.state().name()),
            Column.of("reason", Type.TEXT, Ended::reason),
            Column.of("changed_at", Type.TIME, Ended::at));

    private final Dialect dialect;
    private final String retry;
    private final String wait;
    private final String cancel;
    private final String end;
    private final String amend;
    private final String hold;
    private final String release;
    private final String unbind;

    JdbcNoticeChanges(Database database) {
        Names names = database.names();
        this.dialect = database.dialect();
        this.retry = names.in("UPDATE {notice} SET state = 'QUEUED', attempts = 0, reason = NULL, changed_at = :now,"
                + " message_id = CASE WHEN message_id IN (:id, CAST(:other AS uuid)) THEN CAST(:other AS uuid) END"
                + " WHERE id = :id AND (state IN ('FAILED', 'UNCERTAIN', 'UNCONFIRMED') OR (state = 'SENT' AND channel = '"
                + Channel.LETTER + "')) AND address IS NOT NULL");
        this.wait = names.in(
                "INSERT INTO {outbox} (notice_id, channel, state, due_at, attempts, fence, changed_at,"
                        + " message_id) SELECT id, channel, 'QUEUED', :now, 0, :fence, changed_at, message_id FROM {notice} WHERE id = :id");
        this.cancel = ending(names, "t.state IN ('QUEUED', 'HELD')");
        this.end = ending(names, "t.state = 'QUEUED'");
        this.amend = names.in(
                "UPDATE {notice} SET state = :state, reason = :reason, changed_at = :now"
                        + " WHERE id = :id AND (state = 'SENT' OR (state IN ('UNCONFIRMED', 'UNCERTAIN') AND :state <> 'UNCONFIRMED'))");
        this.hold = dialect.updateSome(
                names.qualified("outbox"),
                "state = 'HELD', due_at = :never, reason = :reason, changed_at = :now, holder = NULL,"
                        + " leased_until = NULL, digest_key = CASE WHEN message_id IS NULL THEN digest_key END,"
                        + " message_id = NULL",
                "(state = 'QUEUED' OR (state = 'SENDING' AND (holder IS NULL OR leased_until <= " + dialect.clock()
                        + ")))",
                ":max");
        this.release = names.in("UPDATE {outbox} SET state = 'QUEUED',"
                + " due_at = (SELECT n.due_at FROM {notice} n WHERE n.id = notice_id), reason = NULL,"
                + " changed_at = :now WHERE notice_id = :id AND state = 'HELD'");
        this.unbind = names.in("UPDATE {notice} SET message_id = NULL WHERE id = :id AND message_id IS NOT NULL");
    }

    private String ending(Names names, String onlyIf) {
        return dialect.transfer(new Transfer<>(
                names.qualified("outbox"),
                ENDED,
                List.of("notice_id"),
                onlyIf,
                names.qualified("notice"),
                "id",
                "attempts"));
    }

    private record Ended(NoticeId id, NoticeState state, String reason, Instant at) {}

    Set<NoticeId> retry(Handle handle, Collection<NoticeId> notices, Instant now) {
        Set<NoticeId> changed = change(
                handle,
                retry,
                notices,
                Map.of(),
                now,
                (row, id) -> row.bind("other", id.ofAnotherMessage().value()));
        if (!changed.isEmpty()) {
            // Above all fences of the claims from before, which went with their row.
            long fence = now.toEpochMilli();
            PreparedBatch batch = handle.prepareBatch(wait);
            changed.forEach(id -> batch.bind("id", id.value())
                    .bind("now", Type.time(now))
                    .bind("fence", fence)
                    .add());
            batch.execute();
        }
        return changed;
    }

    Set<NoticeId> amend(Handle handle, Collection<NoticeId> notices, NoticeState state, String reason, Instant now) {
        return change(handle, amend, notices, Map.of("state", state.name(), "reason", reason), now);
    }

    Set<NoticeId> cancel(Handle handle, Collection<NoticeId> notices, String reason, Instant now) {
        return end(handle, cancel, notices, NoticeState.CANCELLED, reason, now);
    }

    Set<NoticeId> end(Handle handle, Collection<NoticeId> notices, NoticeState state, String reason, Instant now) {
        return end(handle, end, notices, state, reason, now);
    }

    private Set<NoticeId> end(
            Handle handle, String sql, Collection<NoticeId> notices, NoticeState state, String reason, Instant now) {
        List<Ended> rows = ordered(notices).stream()
                .map(id -> new Ended(id, state, reason, now))
                .toList();
        return dialect.transfer(handle, sql, ENDED, rows, row -> row.id().value(), UUID.class).stream()
                .map(NoticeId::new)
                .collect(Collectors.toSet());
    }

    int hold(Handle handle, int max, String reason, Instant now) {
        return handle.createUpdate(hold)
                .bind("never", Type.time(NEVER))
                .bind("reason", reason)
                .bind("now", Type.time(now))
                .bind("max", max)
                .execute();
    }

    Set<NoticeId> release(Handle handle, Collection<NoticeId> notices, Instant now) {
        Set<NoticeId> released = change(handle, release, notices, Map.of(), now);
        if (!released.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(unbind);
            released.forEach(id -> batch.bind("id", id.value()).add());
            batch.execute();
        }
        return released;
    }

    private static Set<NoticeId> change(
            Handle handle, String sql, Collection<NoticeId> notices, Map<String, String> values, Instant now) {
        return change(handle, sql, notices, values, now, (row, id) -> {});
    }

    private static Set<NoticeId> change(
            Handle handle,
            String sql,
            Collection<NoticeId> notices,
            Map<String, String> values,
            Instant now,
            BiConsumer<PreparedBatch, NoticeId> more) {
        if (notices.isEmpty()) {
            return Set.of();
        }
        List<NoticeId> ordered = ordered(notices);
        PreparedBatch batch = handle.prepareBatch(sql);
        for (NoticeId id : ordered) {
            batch.bind("id", id.value()).bind("now", Type.time(now));
            values.forEach(batch::bind);
            more.accept(batch, id);
            batch.add();
        }
        int[] counts = batch.execute();
        Set<NoticeId> changed = new LinkedHashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                changed.add(ordered.get(i));
            }
        }
        return changed;
    }

    private static List<NoticeId> ordered(Collection<NoticeId> notices) {
        return notices.stream()
                .distinct()
                .sorted(Comparator.comparing(NoticeId::toString))
                .toList();
    }
}
