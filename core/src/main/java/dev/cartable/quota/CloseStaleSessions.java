package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Chunks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that frees sessions of which nothing was heard for too long, or in which nothing was used for longer than the
 * user's profile allows. What is reported of such a session later is still counted, but it stays closed; a Start begins a new one.
 * Also deletes readings, and restarts of access servers, that nothing can follow any more. Works chunk by chunk, each decided again
 * under lock, so that several nodes at once close each session once, and a run that a crash has ended is simply run again. Safe for
 * use by several threads.
 */
public final class CloseStaleSessions {
    private static final int CHUNK = 500;
    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private final SessionPorts ports;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final SessionAccounting accounting;
    private final InstantSource time;

    CloseStaleSessions(SessionPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.reader = new QuotaReader(ports.quota(), settings, calendar);
        this.accounting = new SessionAccounting(ports, settings, reader);
        this.time = requireNonNull(time, "time");
    }

    /**
     * A run in numbers.
     *
     * @param input open sessions that were looked at
     * @param stale sessions of which nothing was heard
     * @param idle sessions in which nothing was used
     * @param unchanged sessions that stay open, or that somebody else has ended meanwhile
     * @param forgotten readings that were forgotten; 0 in a plan
     */
    public record Counts(long input, long stale, long idle, long unchanged, long forgotten)
            implements dev.cartable.work.Counts {
        Counts plus(int looked, List<Closing> closed) {
            long idlers = closed.stream()
                    .filter(closing -> closing.why() == Session.End.IDLE)
                    .count();
            return new Counts(
                    input + looked,
                    stale + closed.size() - idlers,
                    idle + idlers,
                    unchanged + looked - closed.size(),
                    forgotten);
        }

        Counts forgot(long more) {
            return new Counts(input, stale, idle, unchanged, forgotten + more);
        }
    }

    /**
     * A session that is freed, and why: {@link Session.End#STALE} or {@link Session.End#IDLE}.
     *
     * @param session as it was before
     */
    public record Closing(Session session, Session.End why) {}

    /** What a run would free now. Writes nothing. */
    public Counts plan(Consumer<? super Closing> each) {
        return pass(each, this::due);
    }

    /**
     * Frees sessions.
     *
     * @param each is called with each after the commit of its chunk
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts run(Consumer<? super Closing> each) {
        ports.quota().unitOfWork().requireOwn("closing stale sessions");
        return pass(each, this::close).forgot(forget());
    }

    private Counts pass(Consumer<? super Closing> each, Function<List<Session>, List<Closing>> step) {
        Counts counts = new Counts(0, 0, 0, 0, 0);
        try (Stream<Session> open = ports.sessions().open()) {
            for (List<Session> chunk : (Iterable<List<Session>>) () -> Chunks.of(open.iterator(), CHUNK)) {
                List<Closing> closed = step.apply(chunk);
                closed.forEach(each);
                counts = counts.plus(chunk.size(), closed);
            }
        }
        return counts;
    }

    private List<Closing> due(Collection<Session> sessions) {
        Instant now = time.instant();
        return due(sessions, reader.of(users(sessions), now), now);
    }

    private List<Closing> due(Collection<Session> sessions, Map<UserId, ResolvedProfile> users, Instant now) {
        List<Closing> due = new ArrayList<>();
        for (Session session : sessions) {
            if (session.isStale(settings.staleAfter(), now)) {
                due.add(new Closing(session, Session.End.STALE));
            } else if (session.isIdle(idleTimeout(users.get(session.key().user())))) {
                due.add(new Closing(session, Session.End.IDLE));
            }
        }
        return due;
    }

    private static @Nullable Duration idleTimeout(@Nullable ResolvedProfile user) {
        Candidate effective = user == null ? null : user.resolution().effective();
        return effective == null ? null : effective.profile().sessions().idleTimeout();
    }

    private static Set<UserId> users(Collection<Session> sessions) {
        return sessions.stream().map(session -> session.key().user()).collect(Collectors.toSet());
    }

    private List<Closing> close(List<Session> chunk) {
        List<Closing> seen = due(chunk);
        if (seen.isEmpty()) {
            return seen;
        }
        Set<Session> wanted = seen.stream().map(Closing::session).collect(Collectors.toSet());
        Set<NasId> servers = wanted.stream().map(session -> session.key().nas()).collect(Collectors.toSet());
        return ports.quota().unitOfWork().call(tx -> {
            ports.sessions().lock(tx, servers, users(wanted));
            List<Session> still = ports.sessions().open(users(wanted)).values().stream()
                    .flatMap(List::stream)
                    .filter(wanted::contains)
                    .toList();
            return close(tx, still);
        });
    }

    private List<Closing> close(Tx tx, List<Session> sessions) {
        Instant now = time.instant();
        Map<UserId, ResolvedProfile> users = reader.of(users(sessions), now);
        List<Closing> closings = due(sessions, users, now);
        if (!closings.isEmpty()) {
            accounting.add(
                    tx, closings.stream().map(closing -> reading(closing, now)).toList(), users, now);
        }
        return closings;
    }

    private static SessionReading reading(Closing closing, Instant now) {
        Session session = closing.session();
        Instant at = session.updatedAt().isBefore(now) ? now : session.updatedAt();
        return SessionReading.of(
                session.key(), closing.why() == Session.End.IDLE ? Status.FREED_IDLE : Status.FREED_STALE, at);
    }

    private long forget() {
        Instant before = time.instant().minus(settings.remembered());
        long forgotten = 0;
        int some;
        do {
            some = ports.quota()
                    .unitOfWork()
                    .<Integer>call(tx -> ports.sessions().forget(tx, before, FORGOTTEN_AT_ONCE));
            forgotten += some;
        } while (some > 0);
        ports.quota().unitOfWork().<Integer>call(tx -> ports.sessions().forgetEvents(tx, before));
        return forgotten;
    }
}
