package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sessions, their readings, and the order of their keys. */
class SessionValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final UserId JOHN = new UserId("john");
    private static final NasId NAS = new NasId("ap-1");
    private static final Session.Key KEY = new Session.Key(NAS, "s1", JOHN);
    private static final ProfileId STUDENT = new ProfileId(new UUID(0, 1));

    private static SessionReading reading(@Nullable Octets input, @Nullable Octets output, @Nullable Duration time) {
        return new SessionReading(KEY, Status.INTERIM_UPDATE, NOW, input, output, time);
    }

    private static Session session(@Nullable Instant endedAt, @Nullable End end) {
        return new Session(KEY, NOW, NOW, NOW, endedAt, end, Traffic.NONE);
    }

    @Test
    void aSessionIsStaleAndIdleFromAMomentOn() {
        Session open = new Session(KEY, NOW, NOW.plusSeconds(60), NOW.plusSeconds(20), null, null, Traffic.NONE);

        assertThat(open.isStale(Duration.ofSeconds(40), NOW.plusSeconds(100))).isFalse();
        assertThat(open.isStale(Duration.ofSeconds(40), NOW.plusSeconds(100).plusNanos(1)))
                .isTrue();
        assertThat(open.isIdle(null)).isFalse();
        assertThat(open.isIdle(Duration.ofSeconds(41))).isFalse();
        assertThat(open.isIdle(Duration.ofSeconds(40))).isTrue();
        assertThat(open.isOpen()).isTrue();
        assertThat(session(NOW, End.STALE).isOpen()).isFalse();
    }

    @Test
    void readingsAreInTheOrderOfTimeStatusSessionTimeAndContent() {
        SessionReading start = SessionReading.of(KEY, Status.START, NOW);
        List<SessionReading> ordered = List.of(
                start,
                SessionReading.of(KEY, Status.ADMITTED, NOW),
                reading(null, null, null),
                reading(null, null, Duration.ZERO),
                reading(Octets.of(8), Octets.of(8), Duration.ofSeconds(1)),
                reading(Octets.of(9), Octets.of(9), Duration.ofSeconds(1)),
                reading(Octets.of(1), Octets.of(1), Duration.ofSeconds(2)),
                SessionReading.of(KEY, Status.START, NOW.plusMillis(1)));
        List<SessionReading> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(start).isEqualByComparingTo(SessionReading.of(KEY, Status.START, NOW.plusNanos(999)));
        assertThat(start).isLessThan(SessionReading.of(new Session.Key(NAS, "s2", JOHN), Status.START, NOW));
        assertThat(Stream.of(Status.values()).filter(Status::isPacket))
                .containsExactly(Status.START, Status.INTERIM_UPDATE, Status.STOP);
        assertThat(reading(Octets.full((2L << 32) + 5), Octets.of(7), Duration.ofMillis(3_999))
                        .content())
                .isEqualTo("INTERIM_UPDATE 2:5 7 3");
        assertThat(start.content()).isEqualTo("START - - -");
    }

    @Test
    void keysOfSessionsEventsAndServersAreInAnOrder() {
        assertThat(new Session.Key(new NasId("z"), "z", new UserId("a"))).isLessThan(KEY);
        assertThat(new Session.Key(new NasId("a"), "z", JOHN)).isLessThan(KEY);
        assertThat(new Session.Key(NAS, "s0", JOHN)).isLessThan(KEY);
        assertThat(new UsageEvent.Key(new UserId("a"), new EventId("z")))
                .isLessThan(new UsageEvent.Key(JOHN, new EventId("a")));
        assertThat(new UsageEvent.Key(JOHN, new EventId("a"))).isLessThan(new UsageEvent.Key(JOHN, new EventId("b")));
        NasEvent off = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_OFF, NOW.plusNanos(999));
        assertThat(off)
                .isLessThan(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, NOW))
                .isLessThan(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_OFF, NOW.plusNanos(1_000)))
                .isGreaterThan(new NasEvent(new NasId("a"), NasEvent.Status.ACCOUNTING_ON, NOW.plusSeconds(9)));
        assertThat(STUDENT)
                .isLessThan(new ProfileId(new UUID(0, 2)))
                .isEqualByComparingTo(ProfileId.parse(STUDENT.toString()));
    }
}
