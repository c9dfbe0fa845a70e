package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That going on from a checkpoint is the same as beginning at the beginning. */
class SessionCheckpointTest {
    private static final NasId NAS = new NasId("portal-1");
    private static final Session.Key KEY = new Session.Key(NAS, "0001", new UserId("john"));
    private static final Instant BEGIN = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void whatFollowsACheckpointIsTheSameAsFromTheBeginning() {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 2_000; seed++) {
            Random random = new Random(seed);
            List<SessionReading> readings = new ArrayList<>();
            List<NasEvent> events = new ArrayList<>();
            story(random, readings, events);
            Bandwidth speed = Bandwidth.of(1 + random.nextInt(1_000_000));
            SessionTimeline whole = SessionTimeline.of(null, readings, events, speed);
            Session.Checkpoint checkpoint = null;
            Instant cut = BEGIN;
            for (int i = 0; i < 4; i++) {
                Instant next = cut.plusSeconds(random.nextInt(20_000));
                Session.Checkpoint before = checkpoint;
                checkpoint = SessionTimeline.checkpoint(
                        before,
                        since(readings, SessionReading::at, before),
                        since(events, NasEvent::at, before),
                        speed,
                        next);
                cut = next;
                assertThat(checkpoint == null)
                        .as("seed %s: whether nothing was read before %s", seed, next)
                        .isEqualTo(readings.stream()
                                .filter(reading -> reading.status().isPacket() || reading.status() == Status.ADMITTED)
                                .noneMatch(reading -> reading.at().isBefore(next)));
                if (checkpoint != null) {
                    assertGoesOn(whole, checkpoint, readings, events, speed, seed);
                }
            }
        }
    }

    private static void assertGoesOn(
            SessionTimeline whole,
            Session.Checkpoint from,
            List<SessionReading> readings,
            List<NasEvent> events,
            Bandwidth speed,
            long seed) {
        SessionTimeline rest = SessionTimeline.of(
                from, since(readings, SessionReading::at, from), since(events, NasEvent::at, from), speed);

        assertThat(rest.sessions())
                .as("seed %s until %s", seed, from.until())
                .isEqualTo(whole.sessions().stream()
                        .filter(session -> !session.started().isBefore(from.started()))
                        .toList());
        Predicate<UsageIncrement> later = increment -> !increment.to().isBefore(from.until());
        assertThat(rest.increments())
                .as("seed %s until %s", seed, from.until())
                .isEqualTo(whole.increments().stream().filter(later).toList());
    }

    private static <T> List<T> since(List<T> all, Function<T, Instant> at, Session.@Nullable Checkpoint from) {
        return from == null
                ? all
                : all.stream()
                        .filter(one -> !at.apply(one).isBefore(from.until()))
                        .toList();
    }

    /** Sessions of any NAS: with and without gigawords and times, resets, restarts, silence, Cartable's own readings. */
    private static void story(Random random, List<SessionReading> readings, List<NasEvent> events) {
        boolean gigawords = random.nextBoolean();
        boolean timed = random.nextBoolean();
        Instant at = BEGIN;
        Instant started = at;
        long up = 0;
        long down = 0;
        for (int i = random.nextInt(20); i >= 0; i--) {
            at = at.plusSeconds(random.nextInt(4) == 0 ? 0 : random.nextInt(6_000));
            switch (random.nextInt(12)) {
                case 0 -> {
                    started = at;
                    up = 0;
                    down = 0;
                    readings.add(SessionReading.of(KEY, Status.START, at));
                }
                case 1 -> readings.add(SessionReading.of(KEY, Status.ADMITTED, at));
                case 2 ->
                    readings.add(
                            SessionReading.of(KEY, random.nextBoolean() ? Status.FREED_STALE : Status.FREED_IDLE, at));
                case 3 ->
                    events.add(new NasEvent(
                            NAS,
                            random.nextBoolean() ? NasEvent.Status.ACCOUNTING_ON : NasEvent.Status.ACCOUNTING_OFF,
                            at));
                case 4 -> {
                    up = 0;
                    down = random.nextBoolean() ? 0 : down;
                }
                default -> {
                    up += random.nextLong(1L << 31);
                    down += random.nextLong(1L << 32);
                    boolean silent = random.nextInt(8) == 0;
                    readings.add(new SessionReading(
                            KEY,
                            random.nextInt(6) == 0 ? Status.STOP : Status.INTERIM_UPDATE,
                            at,
                            silent ? null : octets(up, gigawords),
                            silent ? null : octets(down, gigawords),
                            timed ? Duration.between(started, at) : null));
                }
            }
        }
    }

    private static Octets octets(long bytes, boolean gigawords) {
        return gigawords ? Octets.full(bytes) : Octets.of(bytes & 0xFFFF_FFFFL);
    }
}
