package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading.Status;
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
 * All sessions under one key, worked out from all that was told of them: a function of the set of readings, so that neither
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
 * A session counts from zero. In all other cases a counter without gigawords that goes back has wrapped once, and one with
 * gigawords was read out of turn and counts nothing.
 *
 * @param sessions in the order of their starts
 * @param growth what was used in them, in the order of time
 */
public record SessionTimeline(List<Session> sessions, List<Growth> growth) {
    /** How far clocks of servers and their whole seconds are trusted to agree. */
    public static final Duration SLACK = Duration.ofMinutes(1);

    /** What was used in a session that nobody had told of before is spread over at most so much of its time. */
    public static final Duration UNTOLD = Duration.ofDays(31);

    public SessionTimeline {
        sessions = List.copyOf(sessions);
        growth = List.copyOf(growth);
    }

    /**
     * The sessions.
     *
     * @param readings all of one key; repetitions do not matter
     * @param events what happened to the key's access server, and perhaps to others
     */
    public static SessionTimeline of(Collection<SessionReading> readings, Collection<NasEvent> events) {
        NavigableSet<SessionReading> inOrder = new TreeSet<>(readings);
        Walk walk = new Walk(inOrder.isEmpty() ? List.of() : relevant(events, inOrder.first()));
        inOrder.forEach(walk::read);
        walk.close(null);
        return new SessionTimeline(walk.sessions, walk.growth);
    }

    /** What happened to the server of a key since its first reading. */
    private static List<NasEvent> relevant(Collection<NasEvent> events, SessionReading first) {
        return events.stream()
                .filter(event -> event.nas().equals(first.key().nas()))
                .filter(event -> !event.at().isBefore(first.at()))
                .sorted()
                .toList();
    }

    private static final class Walk {
        private final List<NasEvent> events;
        private final List<Session> sessions = new ArrayList<>();
        private final List<Growth> growth = new ArrayList<>();
        private @Nullable Open open;

        Walk(List<NasEvent> events) {
            this.events = events;
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
                    NasEvent event = ended(session.last);
                    yield session.end() != null || (event != null && !event.at().isAfter(reading.at()));
                }
                default -> {
                    Instant began = reading.began();
                    boolean restarted = restart(last.at(), reading.at()) != null;
                    yield began == null
                            ? restarted || session.cannotGoOn(reading)
                            : began.isAfter(restarted ? last.at() : last.at().plus(SLACK))
                                    || goesBack(session.time, reading.sessionTime());
                }
            };
        }

        private static boolean goesBack(@Nullable Duration before, @Nullable Duration after) {
            return before != null && after != null && after.compareTo(before) < 0;
        }

        /** Where the use of the first session begins. */
        private static Instant firstBegin(SessionReading reading) {
            Instant began = reading.began();
            if (began == null || reading.status() == Status.START) {
                return reading.at();
            }
            Instant earliest = reading.at().minus(UNTOLD);
            return began.isBefore(earliest) ? earliest : began;
        }

        /** Where the use of a session begins that follows another one: after it, and after the restart that parts them. */
        private Instant laterBegin(Open before, SessionReading reading) {
            if (reading.status() == Status.START || reading.status() == Status.ADMITTED) {
                return reading.at();
            }
            Instant restart = restart(before.last.at(), reading.at());
            Instant began = reading.began();
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
            Traffic now = new Traffic(
                    Math.max(session.counted.up(), input.after(session.counted.up())),
                    Math.max(session.counted.down(), output.after(session.counted.down())));
            Traffic grown = new Traffic(now.up() - session.counted.up(), now.down() - session.counted.down());
            if (!grown.isNone()) {
                growth.add(new Growth(session.started, earlier(session.begin, reading.at()), reading.at(), grown));
                session.grownAt = reading.at();
            }
            session.counted = now;
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
            NasEvent event = ended(session.last);
            if (session.stoppedAt == null
                    && event != null
                    && (at == null || event.at().isBefore(at))) {
                end = End.NAS_RESTARTED;
                at = event.at();
            }
            if (end == null && next != null) {
                end = End.SUPERSEDED;
                at = next;
            }
            sessions.add(new Session(
                    session.last.key(), session.started, session.last.at(), session.grownAt, at, end, session.counted));
        }

        /** The first that happened to the server after a reading. A session that begins in the same instant begins after it. */
        private @Nullable NasEvent ended(SessionReading last) {
            boolean begins = last.status() == Status.START || last.status() == Status.ADMITTED;
            return events.stream()
                    .filter(event ->
                            begins ? event.at().isAfter(last.at()) : !event.at().isBefore(last.at()))
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable Instant restart(Instant after, Instant until) {
            return events.stream()
                    .filter(event -> event.status() == NasEvent.Status.ACCOUNTING_ON)
                    .map(NasEvent::at)
                    .filter(at -> at.isAfter(after) && !at.isAfter(until))
                    .reduce((first, second) -> second)
                    .orElse(null);
        }
    }

    /** The session that the walk is in. */
    private static final class Open {
        private final Instant started;
        private SessionReading last;
        private Instant begin;
        private Instant grownAt;
        private Traffic counted = Traffic.NONE;
        private boolean told;
        private @Nullable Duration time;
        private @Nullable Instant stoppedAt;
        private @Nullable SessionReading freed;

        Open(SessionReading first, Instant started) {
            this.started = requireNonNull(started);
            this.last = first;
            this.begin = started;
            this.grownAt = started;
        }

        boolean onlyAdmitted() {
            return !told && freed == null;
        }

        void note(SessionReading reading) {
            told |= reading.status().isPacket();
            if (reading.sessionTime() != null) {
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
            return goesBack(reading.input(), counted.up()) || goesBack(reading.output(), counted.down());
        }

        private static boolean goesBack(@Nullable Octets octets, long before) {
            return octets != null
                    && (octets.gigawords() == null
                            ? octets.low() < (before & 0xFFFF_FFFFL)
                            : octets.after(before) < before);
        }

        /** Whether a counter goes back that cannot have wrapped: it has gigawords, or the session was stopped. */
        boolean cannotGoOn(SessionReading reading) {
            return cannotGoOn(reading.input(), counted.up()) || cannotGoOn(reading.output(), counted.down());
        }

        private boolean cannotGoOn(@Nullable Octets octets, long before) {
            return octets != null && goesBack(octets, before) && (stoppedAt != null || octets.gigawords() != null);
        }
    }
}
