package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use case that shows sessions. Reads only; safe for use by several threads. */
public final class ReadSessions {
    private final SessionStore sessions;

    ReadSessions(SessionStore sessions) {
        this.sessions = requireNonNull(sessions, "sessions");
    }

    /** All open sessions, by user, server, id and start, also those that are stale and not yet closed. Close the stream. */
    public Stream<Session> open() {
        return sessions.open();
    }

    /**
     * Sessions by user, server, id and start, those that have ended too. Close the stream.
     *
     * @param user only of this user; null for all
     */
    public Stream<Session> all(@Nullable UserId user) {
        return sessions.all(user);
    }

    /**
     * The access servers that have reported octets and never gigawords, as far as their readings are stored. What is used between
     * two of their reports is lost in part if it is more than 4 GiB. Reads all stored readings.
     */
    public List<NasId> serversWithoutGigawords() {
        return sessions.withoutGigawords();
    }

    /** What the sessions of a user have contributed to days, by server, id, start and day. */
    public List<Session.DayUsage> uses(UserId user) {
        return sessions.uses(user);
    }
}
