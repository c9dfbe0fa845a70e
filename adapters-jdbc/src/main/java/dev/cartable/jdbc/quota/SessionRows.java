package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the tables {@code session}, {@code session_reading}, {@code session_checkpoint}, {@code session_usage} and
 * {@code nas_event}.
 */
final class SessionRows {
    static final Columns<Session.Key> KEYS = Columns.of(
            Column.of("user_id", Type.TEXT, key -> key.user().value()),
            Column.of("nas", Type.TEXT, key -> key.nas().value()),
            Column.of("session_id", Type.TEXT, Session.Key::session));

    static final Columns<SessionReading> READINGS = Columns.of(
            Column.of("user_id", Type.TEXT, reading -> reading.key().user().value()),
            Column.of("nas", Type.TEXT, reading -> reading.key().nas().value()),
            Column.of("session_id", Type.TEXT, reading -> reading.key().session()),
            Column.of("read_at", Type.TIME, SessionReading::at),
            Column.of("content", Type.TEXT, SessionReading::content),
            Column.of("status", Type.TEXT, reading -> reading.status().name()),
            Column.of("input_octets", Type.LONG, reading -> low(reading.input())),
            Column.of("input_gigawords", Type.LONG, reading -> gigawords(reading.input())),
            Column.of("output_octets", Type.LONG, reading -> low(reading.output())),
            Column.of("output_gigawords", Type.LONG, reading -> gigawords(reading.output())),
            Column.of("session_time", Type.LONG, SessionRows::seconds));

    /** Keys, each with an instant. */
    static final Columns<Map.Entry<Session.Key, Instant>> KEYS_SINCE = Columns.of(
            Column.of("user_id", Type.TEXT, key -> key.getKey().user().value()),
            Column.of("nas", Type.TEXT, key -> key.getKey().nas().value()),
            Column.of("session_id", Type.TEXT, key -> key.getKey().session()),
            Column.of("since_at", Type.TIME, Map.Entry::getValue));

    static final Columns<Map.Entry<NasId, Instant>> SERVERS_SINCE = Columns.of(
            Column.of("nas", Type.TEXT, server -> server.getKey().value()),
            Column.of("since_at", Type.TIME, Map.Entry::getValue));

    static final Columns<Session.Checkpoint> CHECKPOINTS = Columns.of(
            Column.of("user_id", Type.TEXT, point -> point.key().user().value()),
            Column.of("nas", Type.TEXT, point -> point.key().nas().value()),
            Column.of("session_id", Type.TEXT, point -> point.key().session()),
            Column.of("until_at", Type.TIME, Session.Checkpoint::until),
            Column.of("started_at", Type.TIME, Session.Checkpoint::started),
            Column.of("last_at", Type.TIME, point -> point.last().at()),
            Column.of("last_status", Type.TEXT, point -> point.last().status().name()),
            Column.of("counted_at", Type.TIME, Session.Checkpoint::countedAt),
            Column.of("grown_at", Type.TIME, Session.Checkpoint::grownAt),
            Column.of("session_up", Type.LONG, point -> point.counted().up()),
            Column.of("session_down", Type.LONG, point -> point.counted().down()),
            Column.of("shown_up", Type.LONG, point -> point.shown().up()),
            Column.of("shown_down", Type.LONG, point -> point.shown().down()),
            Column.of("reported", Type.BOOLEAN, Session.Checkpoint::reported),
            Column.of("session_time", Type.LONG, SessionRows::seconds),
            Column.of("stopped_at", Type.TIME, Session.Checkpoint::stoppedAt),
            Column.of("freed_at", Type.TIME, SessionRows::freedAt),
            Column.of("freed_status", Type.TEXT, SessionRows::freedStatus),
            Column.of("server_ended_at", Type.TIME, Session.Checkpoint::serverEndedAt),
            Column.of("restarted_at", Type.TIME, Session.Checkpoint::restartedAt),
            Column.of("is_first", Type.BOOLEAN, Session.Checkpoint::first));

    static final Columns<Session> SESSIONS = Columns.of(
            Column.of("user_id", Type.TEXT, session -> session.key().user().value()),
            Column.of("nas", Type.TEXT, session -> session.key().nas().value()),
            Column.of("session_id", Type.TEXT, session -> session.key().session()),
            Column.of("started_at", Type.TIME, Session::started),
            Column.of("updated_at", Type.TIME, Session::updatedAt),
            Column.of("grown_at", Type.TIME, Session::grownAt),
            Column.of("ended_at", Type.TIME, Session::endedAt),
            Column.of("ended_by", Type.TEXT, SessionRows::endedBy),
            Column.of("over_at", Type.TIME, SessionRows::overAt),
            Column.of("session_up", Type.LONG, session -> session.traffic().up()),
            Column.of("session_down", Type.LONG, session -> session.traffic().down()));

    static final Columns<Session.DayUsage> USES = Columns.of(
            Column.of("user_id", Type.TEXT, use -> use.key().user().value()),
            Column.of("nas", Type.TEXT, use -> use.key().nas().value()),
            Column.of("session_id", Type.TEXT, use -> use.key().session()),
            Column.of("started_at", Type.TIME, Session.DayUsage::started),
            Column.of("used_on", Type.DATE, Session.DayUsage::day),
            Column.of("day_up", Type.LONG, use -> use.amount().up().longValueExact()),
            Column.of("day_down", Type.LONG, use -> use.amount().down().longValueExact()));

    static final Columns<NasEvent> EVENTS = Columns.of(
            Column.of("nas", Type.TEXT, event -> event.nas().value()),
            Column.of("happened_at", Type.TIME, NasEvent::at),
            Column.of("status", Type.TEXT, event -> event.status().name()));

    private SessionRows() {}

    private static @Nullable Long low(@Nullable Octets octets) {
        return octets == null ? null : octets.low();
    }

    private static @Nullable Long gigawords(@Nullable Octets octets) {
        return octets == null ? null : octets.gigawords();
    }

    private static @Nullable Long seconds(SessionReading reading) {
        Duration time = reading.sessionTime();
        return time == null ? null : time.toSeconds();
    }

    private static @Nullable Long seconds(Session.Checkpoint point) {
        Duration time = point.sessionTime();
        return time == null ? null : time.toSeconds();
    }

    private static @Nullable Instant freedAt(Session.Checkpoint point) {
        SessionReading freed = point.freed();
        return freed == null ? null : freed.at();
    }

    private static @Nullable String freedStatus(Session.Checkpoint point) {
        SessionReading freed = point.freed();
        return freed == null ? null : freed.status().name();
    }

    static Session.Checkpoint checkpoint(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        Session.Key key = key(cursor);
        Instant until = cursor.time();
        Instant started = cursor.time();
        Instant lastAt = cursor.time();
        SessionReading last = SessionReading.of(key, SessionReading.Status.valueOf(cursor.text()), lastAt);
        Instant countedAt = cursor.time();
        Instant grownAt = cursor.time();
        Traffic counted = cursor.traffic();
        Traffic shown = cursor.traffic();
        boolean reported = cursor.bool();
        Long seconds = cursor.numberOrNull();
        Instant stoppedAt = cursor.timeOrNull();
        Instant freedAt = cursor.timeOrNull();
        String freed = cursor.textOrNull();
        return new Session.Checkpoint(
                until,
                started,
                last,
                countedAt,
                grownAt,
                counted,
                shown,
                reported,
                seconds == null ? null : Duration.ofSeconds(seconds),
                stoppedAt,
                freedAt == null || freed == null
                        ? null
                        : SessionReading.of(key, SessionReading.Status.valueOf(freed), freedAt),
                cursor.timeOrNull(),
                cursor.timeOrNull(),
                cursor.bool());
    }

    private static @Nullable String endedBy(Session session) {
        Session.End end = session.end();
        return end == null ? null : end.name();
    }

    private static @Nullable Instant overAt(Session session) {
        Instant ended = session.endedAt();
        return ended == null || ended.isAfter(session.updatedAt()) ? ended : session.updatedAt();
    }

    static SessionReading reading(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        Session.Key key = key(cursor);
        Instant at = cursor.time();
        cursor.text();
        SessionReading.Status status = SessionReading.Status.valueOf(cursor.text());
        Octets input = octets(cursor);
        Octets output = octets(cursor);
        Long seconds = cursor.numberOrNull();
        return new SessionReading(key, status, at, input, output, seconds == null ? null : Duration.ofSeconds(seconds));
    }

    static Session.Key key(Cursor cursor) throws SQLException {
        UserId user = new UserId(cursor.text());
        NasId nas = new NasId(cursor.text());
        return new Session.Key(nas, cursor.text(), user);
    }

    private static @Nullable Octets octets(Cursor cursor) throws SQLException {
        Long low = cursor.numberOrNull();
        Long gigawords = cursor.numberOrNull();
        return low == null ? null : new Octets(low, gigawords);
    }

    static Session session(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        Session.Key key = key(cursor);
        Instant started = cursor.time();
        Instant updated = cursor.time();
        Instant grown = cursor.time();
        Instant ended = cursor.timeOrNull();
        String by = cursor.textOrNull();
        cursor.timeOrNull();
        return new Session(
                key, started, updated, grown, ended, by == null ? null : Session.End.valueOf(by), cursor.traffic());
    }

    static Session.DayUsage use(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return new Session.DayUsage(
                key(cursor), cursor.time(), cursor.date(), TrafficSum.of(cursor.number(), cursor.number()));
    }

    static NasEvent event(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        NasId nas = new NasId(cursor.text());
        Instant at = cursor.time();
        return new NasEvent(nas, NasEvent.Status.valueOf(cursor.text()), at);
    }
}
