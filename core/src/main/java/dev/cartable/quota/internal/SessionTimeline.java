package dev.cartable.quota.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All sessions under one key, worked out from all that was reported of them: a function of the set of readings, so that neither
 * their order nor their repetition changes anything.
 *
 * <p>A reading that follows another one, in the order of their times, begins a new session if
 * <ul>
 *   <li>it is a Start of another instant, unless the session was only admitted so far;
 *   <li>by its Acct-Session-Time the session began more than {@link #SLACK} after the reading before it, or, where the server has
 *       restarted between the two, after that reading at all;
 *   <li>Acct-Session-Time goes back;
 *   <li>it has no Acct-Session-Time, and the server has restarted between the two, or its counters go back although the
 *       session was stopped or they have gigawords.
 * </ul>
 * A session counts from zero. Within a session each direction is judged by itself:
 * <ul>
 *   <li>a counter that falls to exactly 0 was reset by its server, as some do before they report: what it said before stays counted;
 *   <li>a counter without gigawords that goes back has wrapped once, if the line can have carried that much since the reading
 *       before, at twice its speed; otherwise it was reset and counts anew, if the line can have carried that;
 *   <li>any other counter that goes back was read out of turn and counts nothing.
 * </ul>
 *
 * @param sessions in the order of their starts
 * @param increments what was used in them, in the order of time
 */
public record SessionTimeline(List<Session> sessions, List<UsageIncrement> increments) {
    /** How far clocks of servers and their whole seconds are trusted to agree. */
    public static final Duration SLACK = Duration.ofMinutes(1);

    /** What was used in a session that no reading had reported before is spread over at most so much of its time. */
    public static final Duration MAX_UNREPORTED = Duration.ofDays(31);

    public SessionTimeline {
        sessions = List.copyOf(sessions);
        increments = List.copyOf(increments);
    }

    /**
     * The sessions since a checkpoint: the one that was open in it, and those that follow.
     *
     * @param from where to begin; null for the beginning
     * @param readings all of the key since the checkpoint; repetitions do not matter
     * @param events what happened to the key's access server since then, and perhaps to others
     * @param speed how fast the user's line is
     */
    public static SessionTimeline of(
            Session.@Nullable Checkpoint from,
            Collection<SessionReading> readings,
            Collection<NasEvent> events,
            Bandwidth speed) {
        Walk walk = walk(from, new TreeSet<>(readings), events, speed);
        walk.close(null);
        return new SessionTimeline(walk.sessions, walk.increments);
    }

    /**
     * What {@link #of} has to know of all readings before an instant, and of all events before it, to go on from there.
     *
     * @param from a checkpoint before it, or null; what follows is as in {@link #of}
     * @return null if nothing was read before it
     */
    public static Session.@Nullable Checkpoint checkpoint(
            Session.@Nullable Checkpoint from,
            Collection<SessionReading> readings,
            Collection<NasEvent> events,
            Bandwidth speed,
            Instant until) {
        NavigableSet<SessionReading> before = new TreeSet<>(readings.stream()
                .filter(reading -> reading.at().isBefore(until))
                .toList());
        List<NasEvent> happened =
                events.stream().filter(event -> event.at().isBefore(until)).toList();
        Walk walk = walk(from, before, happened, speed);
        Open open = walk.open;
        return open == null ? null : open.checkpoint(until, walk.ended(open.last), walk.restart(open.last, until));
    }

    private static Walk walk(
            Session.@Nullable Checkpoint from,
            NavigableSet<SessionReading> inOrder,
            Collection<NasEvent> events,
            Bandwidth speed) {
        NasId nas = from != null
                ? from.key().nas()
                : inOrder.isEmpty() ? null : inOrder.first().key().nas();
        Instant since = from != null
                ? from.until()
                : inOrder.isEmpty() ? null : inOrder.first().at();
        List<NasEvent> relevant = since == null
                ? List.of()
                : events.stream()
                        .filter(event -> event.nas().equals(nas) && !event.at().isBefore(since))
                        .sorted()
                        .toList();
        Walk walk = new Walk(from, relevant, speed);
        inOrder.forEach(walk::read);
        return walk;
    }

    private static final class Walk {
        private final Session.@Nullable Checkpoint from;
        private final List<NasEvent> events;
        private final Bandwidth speed;
        private final List<Session> sessions = new ArrayList<>();
        private final List<UsageIncrement> increments = new ArrayList<>();
        private @Nullable Open open;

        Walk(Session.@Nullable Checkpoint from, List<NasEvent> events, Bandwidth speed) {
            this.from = from;
            this.events = events;
            this.speed = speed;
            this.open = from == null ? null : new Open(from);
        }

        void read(SessionReading reading) {
            Open before = open;
            if (!reading.status().isPacket() && reading.status() != Status.ADMITTED) {
                if (before != null) {
                    before.free(reading);
                }
                return;
            }
            if (before == null) {
                open = new Open(reading, firstBegin(reading));
            } else if (beginsAnew(before, reading)) {
                Instant begin = laterBegin(before, reading);
                close(begin);
                open = new Open(reading, begin.isAfter(before.started) ? begin : before.started.plusNanos(1_000));
            } else {
                before.last = reading;
            }
            take(Objects.requireNonNull(open), reading);
        }

        private boolean beginsAnew(Open session, SessionReading reading) {
            SessionReading last = session.last;
            return switch (reading.status()) {
                case START -> !session.onlyAdmitted() && !reading.at().equals(session.begin);
                case ADMITTED -> {
                    Instant event = ended(session.last);
                    yield session.end() != null || (event != null && !event.isAfter(reading.at()));
                }
                default -> {
                    Instant began = OctetRules.isResetStop(reading) ? null : OctetRules.began(reading);
                    boolean restarted = restart(last, reading.at()) != null;
                    yield began == null
                            ? restarted || session.cannotGoOn(reading)
                            : began.isAfter(restarted ? last.at() : last.at().plus(SLACK))
                                    || isShorter(reading.sessionTime(), session.time);
                }
            };
        }

        private static boolean isShorter(@Nullable Duration after, @Nullable Duration before) {
            return before != null && after != null && after.compareTo(before) < 0;
        }

        /** Where the use of the first session begins. */
        private static Instant firstBegin(SessionReading reading) {
            Instant began = OctetRules.began(reading);
            if (began == null || reading.status() == Status.START) {
                return reading.at();
            }
            Instant earliest = reading.at().minus(MAX_UNREPORTED);
            return began.isBefore(earliest) ? earliest : began;
        }

        /** Where the use of a session begins that follows another one: after it, and after the restart that parts them. */
        private Instant laterBegin(Open before, SessionReading reading) {
            if (reading.status() == Status.START || reading.status() == Status.ADMITTED) {
                return reading.at();
            }
            Instant restart = restart(before.last, reading.at());
            Instant began = OctetRules.began(reading);
            Instant floor = restart == null ? before.last.at() : restart;
            return began == null || began.isBefore(floor) ? floor : began;
        }

        private void take(Open session, SessionReading reading) {
            boolean outOfTurn = session.stoppedAt != null && session.goesBack(reading);
            session.note(reading);
            Octets input = reading.input();
            Octets output = reading.output();
            if (input == null || output == null || outOfTurn) {
                return;
            }
            Instant since = earlier(session.begin, reading.at());
            Duration time = Duration.between(since, reading.at());
            OctetRules.Step up = OctetRules.step(input, session.shown.up(), OctetRules.most(speed.up(), time));
            OctetRules.Step down = OctetRules.step(output, session.shown.down(), OctetRules.most(speed.down(), time));
            Traffic counted = session.counted.plus(new Traffic(up.grown(), down.grown()));
            Traffic grown = new Traffic(counted.up() - session.counted.up(), counted.down() - session.counted.down());
            if (!grown.isNone()) {
                increments.add(new UsageIncrement(session.started, since, reading.at(), grown));
                session.grownAt = reading.at();
            }
            session.shown = new Traffic(up.shown(), down.shown());
            session.counted = counted;
            session.begin = reading.at();
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        /** Ends the session that is open in the walk, if another one follows at {@code next}. */
        void close(@Nullable Instant next) {
            Open session = open;
            if (session == null) {
                return;
            }
            End end = session.end();
            Instant at = session.endedAt();
            Instant event = ended(session.last);
            if (session.stoppedAt == null && event != null && (at == null || event.isBefore(at))) {
                end = End.NAS_RESTARTED;
                at = event;
            }
            if (end == null && next != null) {
                end = End.SUPERSEDED;
                at = next;
            }
            sessions.add(new Session(
                    session.last.key(), session.started, session.last.at(), session.grownAt, at, end, session.counted));
        }

        /** The first that happened to the server after a reading. A session that begins in the same instant begins after it. */
        private @Nullable Instant ended(SessionReading last) {
            if (from != null && from.serverEndedAt() != null && last.equals(from.last())) {
                return from.serverEndedAt();
            }
            boolean begins = last.status() == Status.START || last.status() == Status.ADMITTED;
            return events.stream()
                    .map(NasEvent::at)
                    .filter(at -> begins ? at.isAfter(last.at()) : !at.isBefore(last.at()))
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable Instant restart(SessionReading last, Instant until) {
            return events.stream()
                    .filter(event -> event.status() == NasEvent.Status.ACCOUNTING_ON)
                    .map(NasEvent::at)
                    .filter(at -> at.isAfter(last.at()) && !at.isAfter(until))
                    .reduce((first, second) -> second)
                    .orElseGet(() -> from != null && last.equals(from.last()) ? from.restartedAt() : null);
        }
    }

    /** The session that the walk is in. */
    private static final class Open {
        private final Instant started;
        private SessionReading last;
        private Instant begin;
        private Instant grownAt;
        private Traffic counted = Traffic.NONE;

        /** What the counters stood for in the last reading that counts. */
        private Traffic shown = Traffic.NONE;

        private boolean reported;
        private @Nullable Duration time;
        private @Nullable Instant stoppedAt;
        private @Nullable SessionReading freed;

        Open(SessionReading first, Instant started) {
            this.started = requireNonNull(started);
            this.last = first;
            this.begin = started;
            this.grownAt = started;
        }

        Open(Session.Checkpoint from) {
            this.started = from.started();
            this.last = from.last();
            this.begin = from.countedAt();
            this.grownAt = from.grownAt();
            this.counted = from.counted();
            this.shown = from.shown();
            this.reported = from.reported();
            this.time = from.sessionTime();
            this.stoppedAt = from.stoppedAt();
            this.freed = from.freed();
        }

        Session.Checkpoint checkpoint(Instant until, @Nullable Instant serverEndedAt, @Nullable Instant restartedAt) {
            return new Session.Checkpoint(
                    until,
                    started,
                    SessionReading.of(last.key(), last.status(), last.at()),
                    begin,
                    grownAt,
                    counted,
                    shown,
                    reported,
                    time,
                    stoppedAt,
                    freed,
                    serverEndedAt,
                    restartedAt,
                    false);
        }

        boolean onlyAdmitted() {
            return !reported && freed == null;
        }

        void note(SessionReading reading) {
            reported |= reading.status().isPacket();
            if (reading.sessionTime() != null && !OctetRules.isResetStop(reading)) {
                time = reading.sessionTime();
            }
            if (reading.status() == Status.STOP && stoppedAt == null) {
                stoppedAt = reading.at();
            }
            if (reading.status() == Status.START) {
                begin = reading.at();
            }
            if (reading.status() == Status.START || reading.status() == Status.ADMITTED) {
                grownAt = reading.at();
            }
        }

        void free(SessionReading reading) {
            if (stoppedAt == null && freed == null) {
                freed = reading;
            }
        }

        @Nullable
        End end() {
            if (stoppedAt != null) {
                return End.STOPPED;
            }
            return freed == null ? null : freed.status() == Status.FREED_IDLE ? End.IDLE : End.STALE;
        }

        @Nullable
        Instant endedAt() {
            return stoppedAt != null ? stoppedAt : freed == null ? null : freed.at();
        }

        /** Whether a counter says less than before; those without gigawords by what they show. */
        boolean goesBack(SessionReading reading) {
            return goesBack(reading.input(), shown.up()) || goesBack(reading.output(), shown.down());
        }

        private static boolean goesBack(@Nullable Octets octets, long before) {
            return octets != null && OctetRules.goesBack(octets, before);
        }

        /** Whether a counter goes back that was neither reset nor can have wrapped: it has gigawords, or the session was stopped. */
        boolean cannotGoOn(SessionReading reading) {
            return cannotGoOn(reading.input(), shown.up()) || cannotGoOn(reading.output(), shown.down());
        }

        private boolean cannotGoOn(@Nullable Octets octets, long before) {
            return octets != null
                    && goesBack(octets, before)
                    && (stoppedAt != null || (octets.gigawords() != null && !OctetRules.isZero(octets)));
        }
    }
}
