package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Transfer;
import dev.cartable.jdbc.notice.NoticeRows.Keyed;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The notices that wait, in the table {@code outbox}, beside the history of all in {@code notice}. */
public final class JdbcOutbox implements Outbox {
    private static final Columns<Pause> PAUSES = Columns.of(
            Column.of("channel", Type.TEXT, pause -> pause.channel().name()),
            Column.of("until_at", Type.TIME, Pause::until),
            Column.of("reason", Type.TEXT, Pause::reason));

    /** What a row of the outbox has as long as a claim holds. */
    private static final List<String> CLAIM = List.of("notice_id", "fence");

    private static final String CLAIMED = "t.holder IS NOT NULL";

    private static final Columns<Claimed> CLAIMS = Columns.of(
            Column.of("notice_id", Type.UUID, claimed -> claimed.notice().id().value()),
            Column.of("fence", Type.LONG, Claimed::fence));

    private static final Columns<Outcome> OUTCOMES = Columns.of(
            Column.of("notice_id", Type.UUID, JdbcOutbox::id),
            Column.of("fence", Type.LONG, outcome -> outcome.claimed().fence()),
            Column.of("state", Type.TEXT, outcome -> outcome.state().name()),
            Column.of("reason", Type.TEXT, Outcome::reason),
            Column.of("changed_at", Type.TIME, Outcome::at),
            Column.of(
                    "sent_subject",
                    Type.TEXT,
                    outcome -> outcome.text() == null ? null : outcome.text().subject()),
            Column.of(
                    "sent_text",
                    Type.TEXT,
                    outcome -> outcome.text() == null ? null : outcome.text().text()));

    private static final Columns<DomainPause> DOMAIN_PAUSES = Columns.of(
            Column.of("channel", Type.TEXT, pause -> pause.channel().name()),
            Column.of("domain", Type.TEXT, DomainPause::domain),
            Column.of("until_at", Type.TIME, DomainPause::until),
            Column.of("reason", Type.TEXT, DomainPause::reason));

    private final Database database;
    private final JdbcNoticeHistory history;
    private final JdbcClaims claims;
    private final JdbcNoticeChanges changes;
    private final String add;
    private final String readdress;
    private final String sending;
    private final String finish;
    private final String putBack;
    private final String bind;
    private final String noteMessage;
    private final String pause;
    private final String paused;
    private final String pauseDomain;
    private final String pausedDomains;
    private final String resumeDomains;
    private final String nextChannel;
    private final String lock;
    private final String states;

    public JdbcOutbox(Database database) {
        this.database = database;
        this.history = new JdbcNoticeHistory(database);
        this.claims = new JdbcClaims(database);
        this.changes = new JdbcNoticeChanges(database);
        Names names = database.names();
        Dialect dialect = database.dialect();
        this.add = dialect.insertedInto(
                names.qualified("outbox"),
                "notice_id, channel, state, due_at, attempts, fence, changed_at, digest_key",
                "u.id, u.channel, u.state, u.due_at, u.attempts, 0, u.changed_at, u.digest_key",
                "notice_id",
                dialect.insertNew(
                        names.qualified("notice"),
                        NoticeRows.HISTORY,
                        List.of("key_sha256"),
                        "id, channel, state, due_at, attempts, changed_at, digest_key"));
        this.readdress = database.sql("""
                UPDATE {notice} SET address = :address
                WHERE id = :id AND EXISTS (
                    SELECT 1 FROM {outbox} WHERE notice_id = :id AND fence = :fence AND holder IS NOT NULL)""");
        this.sending = dialect.updateReturning(
                names.qualified("outbox"),
                CLAIMS,
                CLAIM,
                CLAIMED,
                database.sql("state = 'SENDING', attempts = t.attempts + 1, leased_until = {LATER(lease)},"
                        + " changed_at = {NOW}, digest_key = CAST(t.message_id AS varchar(64))"),
                "notice_id");
        this.finish = dialect.transfer(new Transfer<>(
                names.qualified("outbox"), OUTCOMES, CLAIM, CLAIMED, names.qualified("notice"), "id", "attempts"));
        this.putBack = database.sql("""
                UPDATE {outbox} SET state = :state, due_at = :due, reason = :reason, changed_at = {NOW},
                    holder = NULL, leased_until = NULL,
                    attempts = CASE WHEN :counts THEN attempts ELSE :attempts END
                WHERE notice_id = :id AND fence = :fence AND holder IS NOT NULL""");
        this.bind = database.sql("""
                UPDATE {outbox} SET message_id = CAST(:message AS uuid)
                WHERE notice_id = :id AND fence = :fence AND holder IS NOT NULL""");
        this.noteMessage = database.sql("UPDATE {notice} SET message_id = CAST(:message AS uuid) WHERE id = :id");
        this.pause = dialect.upsert(names.qualified("channel_pause"), PAUSES, List.of("channel"));
        this.paused = database.sql("SELECT * FROM {channel_pause} WHERE channel = :channel AND until_at > :now");
        this.pauseDomain = dialect.upsert(names.qualified("domain_pause"), DOMAIN_PAUSES, List.of("channel", "domain"));
        this.pausedDomains = database.sql("SELECT * FROM {domain_pause} WHERE channel = :channel ORDER BY domain");
        this.resumeDomains =
                database.sql("DELETE FROM {domain_pause} WHERE channel = :channel AND domain = ANY(:domains)");
        this.lock = database.sql("""
                SELECT key_sha256, state FROM {notice} WHERE key_sha256 = ANY(:keys)
                ORDER BY key_sha256 FOR UPDATE""");
        this.states = database.sql("SELECT key_sha256, state FROM {notice} WHERE key_sha256 = ANY(:keys)");
        this.nextChannel = database.sql("SELECT MIN(channel) FROM {outbox} WHERE channel > :before");
    }

    @Override
    public Set<NoticeId> add(Tx tx, Collection<Notice> notices) {
        if (notices.isEmpty()) {
            return Set.of();
        }
        Map<String, Keyed> distinct = new TreeMap<>();
        notices.forEach(notice -> {
            Keyed row = Keyed.of(notice);
            distinct.putIfAbsent(row.key(), row);
        });
        return ids(database.write(
                tx, h -> database.dialect().insertedInto(h, add, NoticeRows.HISTORY, distinct.values(), UUID.class)));
    }

    /** One step in the index for each channel, and not one for each row, as DISTINCT would take. */
    @Override
    public Set<Channel> waitingChannels() {
        return database.read(h -> {
            Set<Channel> channels = new TreeSet<>();
            Optional<Channel> next = channelAfter(h, "");
            while (next.isPresent()) {
                channels.add(next.get());
                next = channelAfter(h, next.get().name());
            }
            return channels;
        });
    }

    /** Reads the waiting notices alone, which are few, and never the history. */
    @Override
    public Map<Channel, Long> waiting() {
        return database.read(h -> {
            Map<Channel, Long> waiting = new TreeMap<>();
            h.createQuery(database.sql("SELECT channel, COUNT(*) AS notices FROM {outbox}"
                            + " WHERE state IN ('QUEUED', 'SENDING') GROUP BY channel"))
                    .map((row, context) -> waiting.put(new Channel(row.getString("channel")), row.getLong("notices")))
                    .list();
            return waiting;
        });
    }

    private Optional<Channel> channelAfter(Handle handle, String before) {
        return handle.createQuery(nextChannel)
                .bind("before", before)
                .mapTo(String.class)
                .findOne()
                .map(Channel::new);
    }

    @Override
    public List<Claimed> claim(Tx tx, Channel channel, int max, Leases.Holder holder, Duration lease, Instant now) {
        return database.write(tx, h -> claims.claim(h, channel, max, holder, lease, now));
    }

    @Override
    public void bind(Tx tx, Claimed claimed, @Nullable NoticeId message) {
        UUID id = claimed.notice().id().value();
        database.write(tx, h -> {
            int bound = h.createUpdate(bind)
                    .bind("message", message == null ? null : message.value())
                    .bind("id", id)
                    .bind("fence", claimed.fence())
                    .execute();
            if (bound == 1) {
                h.createUpdate(noteMessage)
                        .bind("message", message == null ? null : message.value())
                        .bind("id", id)
                        .execute();
            }
            return bound;
        });
    }

    @Override
    public List<Notice> inMessage(NoticeId message) {
        return history.inMessage(message);
    }

    @Override
    public void readdress(Tx tx, Claimed claimed, Address address) {
        database.write(
                tx,
                h -> h.createUpdate(readdress)
                        .bind("address", address.value())
                        .bind("id", claimed.notice().id().value())
                        .bind("fence", claimed.fence())
                        .execute());
    }

    private static UUID id(Outcome outcome) {
        return outcome.claimed().notice().id().value();
    }

    @Override
    public Set<NoticeId> sending(Tx tx, Collection<Claimed> claims, Duration lease) {
        return ids(database.write(
                tx,
                h -> database.dialect()
                        .updateReturning(h, sending, CLAIMS, claims, Map.of("lease", lease.toMillis()), UUID.class)));
    }

    @Override
    public Set<NoticeId> finish(Tx tx, Collection<Outcome> outcomes) {
        return ids(database.write(
                tx, h -> database.dialect().transfer(h, finish, OUTCOMES, outcomes, JdbcOutbox::id, UUID.class)));
    }

    private static Set<NoticeId> ids(Set<UUID> ids) {
        return ids.stream().map(NoticeId::new).collect(Collectors.toSet());
    }

    @Override
    public void putBack(Tx tx, Claimed claimed, Instant dueAt, @Nullable String reason, boolean countsAttempt) {
        database.write(
                tx,
                h -> h.createUpdate(putBack)
                        .bind("due", Type.time(dueAt))
                        .bind("reason", reason)
                        .bind(
                                "state",
                                (countsAttempt || !claimed.maybeSent() ? NoticeState.QUEUED : NoticeState.SENDING)
                                        .name())
                        .bind("counts", countsAttempt)
                        .bind("attempts", claimed.attempts())
                        .bind("id", claimed.notice().id().value())
                        .bind("fence", claimed.fence())
                        .execute());
    }

    @Override
    public Set<NoticeId> retry(Tx tx, Collection<NoticeId> notices, Instant now) {
        return database.write(tx, h -> changes.retry(h, notices, now));
    }

    @Override
    public Set<NoticeId> cancel(Tx tx, Collection<NoticeId> notices, String reason, Instant now) {
        return database.write(tx, h -> changes.cancel(h, notices, reason, now));
    }

    @Override
    public Set<NoticeId> end(Tx tx, Collection<NoticeId> notices, NoticeState state, String reason, Instant now) {
        return database.write(tx, h -> changes.end(h, notices, state, reason, now));
    }

    @Override
    public int hold(Tx tx, int max, String reason, Instant now) {
        return database.<Integer>write(tx, h -> changes.hold(h, max, reason, now));
    }

    @Override
    public Set<NoticeId> release(Tx tx, Collection<NoticeId> notices, Instant now) {
        return database.write(tx, h -> changes.release(h, notices, now));
    }

    @Override
    public Set<NoticeId> amend(Tx tx, Collection<NoticeId> notices, NoticeState state, String reason, Instant now) {
        return database.write(tx, h -> changes.amend(h, notices, state, reason, now));
    }

    @Override
    public Map<Notice.Key, NoticeState> lock(Tx tx, Collection<Notice.Key> keys) {
        return database.write(tx, h -> states(h, lock, keys));
    }

    @Override
    public Map<Notice.Key, NoticeState> states(Collection<Notice.Key> keys) {
        return keys.isEmpty() ? Map.of() : database.read(h -> states(h, states, keys));
    }

    private static Map<Notice.Key, NoticeState> states(Handle handle, String sql, Collection<Notice.Key> keys) {
        return handle.createQuery(sql)
                .bind("keys", Arrays.texts(keys.stream().map(Notice.Key::hex).toList()))
                .reduceRows(new HashMap<>(), (states, row) -> {
                    states.put(
                            new Notice.Key(row.getColumn("key_sha256", String.class)),
                            NoticeState.valueOf(row.getColumn("state", String.class)));
                    return states;
                });
    }

    @Override
    public void pause(Tx tx, Channel channel, Instant until, String reason) {
        List<Pause> pauses = List.of(new Pause(channel, until, reason));
        database.write(tx, h -> {
            database.dialect().upsert(h, pause, PAUSES, pauses);
            return pauses;
        });
    }

    @Override
    public Optional<Pause> paused(Channel channel, Instant now) {
        return database.read(h -> h.createQuery(paused)
                .bind("channel", channel.name())
                .bind("now", Type.time(now))
                .map((row, context) -> new Pause(channel, Rows.time(row, "until_at"), row.getString("reason")))
                .findOne());
    }

    @Override
    public void pauseDomain(Tx tx, DomainPause pause) {
        List<DomainPause> pauses = List.of(pause);
        database.write(tx, h -> {
            database.dialect().upsert(h, pauseDomain, DOMAIN_PAUSES, pauses);
            return pauses;
        });
    }

    @Override
    public void resumeDomains(Tx tx, Channel channel, Collection<String> domains) {
        database.write(
                tx,
                h -> h.createUpdate(resumeDomains)
                        .bind("channel", channel.name())
                        .bind("domains", Arrays.texts(domains))
                        .execute());
    }

    @Override
    public List<DomainPause> pausedDomains(Channel channel) {
        return database.read(h -> h.createQuery(pausedDomains)
                .bind("channel", channel.name())
                .map((row, context) -> new DomainPause(
                        channel, row.getString("domain"), Rows.time(row, "until_at"), row.getString("reason")))
                .list());
    }

    @Override
    public Optional<Notice.Entry> find(NoticeId id) {
        return history.find(id);
    }

    @Override
    public Stream<Notice.Entry> history(NoticeFilter filter) {
        return history.newestFirst(filter);
    }

    @Override
    public Map<NoticeState, Long> counts() {
        return history.counts();
    }

    @Override
    public Map<NoticeState, Long> unfinished() {
        return history.unfinished();
    }

    @Override
    public List<NoticeStatistics.Count> counts(Instant from, Instant to) {
        return history.counts(from, to);
    }

    @Override
    public Optional<Instant> oldestWaiting() {
        return history.oldestWaiting();
    }
}
