package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What access servers report of a session, by their habits, and what counts. */
class NasHabitsTest {
    private static final NasId NAS = new NasId("portal-1");
    private static final Session.Key KEY = new Session.Key(NAS, "0001", new UserId("john"));
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    /**
     * Each report is minute, status (S Start, I interim, E Stop, ON, OFF), and optionally up/down and the session's minutes. A
     * counter with g has gigawords.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "wrap with gigawords            | 0 S; 10 I 0g/4294967290g; 20 E 0g/4294967306g            | 0 | 4294967306 | 1 |",
                "wrap without gigawords         | 0 S; 10 I 0/4294967290; 20 E 0/10                        | 0 | 4294967306 | 1 |",
                "zeros at Stop                  | 0 S; 10 I 5000/3000000000; 20 E 0/0                      | 5000 | 3000000000 | 1 |",
                "zeros at Stop with gigawords   | 0 S; 10 I 5000g/9000000000g; 20 E 0g/0g                  | 5000 | 9000000000 | 1 |",
                "zeros at Stop, time too        | 0 S; 10 I 5000/3000000000 10; 20 E 0/0 0                 | 5000 | 3000000000 | 1 |",
                "zeros at Stop, time goes on    | 0 S; 10 I 5000/3000000000 10; 20 E 0/0 20                | 5000 | 3000000000 | 1 |",
                "zeros at Stop after a second   | 0 S; 10 I 5000/3000000000; 10 E 0/0                      | 5000 | 3000000000 | 1 |",
                "zeros in an interim update     | 0 S; 10 I 70/90; 20 I 0/0; 30 I 5/6; 40 E 10/20          | 80 | 110 | 1 |",
                "zero in one direction only     | 0 S; 10 I 70/90; 20 I 0/100; 30 E 5/120                  | 75 | 120 | 1 |",
                "a reset that is no wrap        | 0 S; 1 I 0/70000000; 2 E 0/10                            | 0 | 4294967306 | 1 | 1000000",
                "a reset on a slow line         | 0 S; 1 I 0/70000000; 2 E 0/10                            | 0 | 70000010 | 1 | 10000",
                "too much for wrap and reset    | 0 S; 9 I 0/3000000000; 10 I 0/2999999000; 11 E 0/3000000500 | 0 | 3000000500 | 1 | 10000",
                "restart in the session         | 0 S; 10 I 0/1000 10; 20 I 0/50 5; 30 E 0/90 15           | 0 | 1090 | 2 |",
                "Accounting-On in between       | 0 S; 10 I 0/1000; 15 ON; 20 I 0/50; 30 E 0/90            | 0 | 1090 | 2 |",
                "Accounting-On every minute     | 0 S; 10 I 0/1000 10; 11 ON; 12 ON; 13 ON; 20 E 0/1500 20 | 0 | 1500 | 1 |",
                "Stop without octets            | 0 S; 10 I 7/77; 20 E                                     | 7 | 77 | 1 |",
                "session time that falls        | 0 S; 10 I 0/1000 10; 12 E 0/2000 1                       | 0 | 3000 | 2 |",
            })
    void whatCountsDoesNotDependOnTheOrderOfReports(
            String habit, String reports, long up, long down, int sessions, @Nullable Integer kbits) {
        List<SessionReading> readings = new ArrayList<>();
        List<NasEvent> events = new ArrayList<>();
        for (String report : reports.split(";", -1)) {
            read(report.trim().split(" ", -1), readings, events);
        }
        Bandwidth speed = kbits == null ? QuotaSettings.LINE_SPEED : Bandwidth.of(kbits);
        for (int i = 0; i < 5; i++) {
            SessionTimeline timeline = SessionTimeline.of(null, readings, events, speed);
            Traffic all = timeline.sessions().stream().map(Session::traffic).reduce(Traffic.NONE, Traffic::plus);
            assertThat(all).as(habit).isEqualTo(new Traffic(up, down));
            assertThat(timeline.increments().stream()
                            .map(UsageIncrement::traffic)
                            .reduce(Traffic.NONE, Traffic::plus))
                    .isEqualTo(all);
            assertThat(timeline.sessions()).as(habit).hasSize(sessions);
            if (reports.contains(" E")) {
                assertThat(timeline.sessions().get(sessions - 1).end()).isEqualTo(Session.End.STOPPED);
            }
            Collections.shuffle(readings, new Random(i));
        }
    }

    private static void read(String[] words, List<SessionReading> readings, List<NasEvent> events) {
        Instant at = TEN.plus(Duration.ofMinutes(Long.parseLong(words[0])));
        if (words[1].startsWith("O")) {
            events.add(new NasEvent(NAS, NasEvent.Status.valueOf("ACCOUNTING_" + words[1]), at));
            return;
        }
        Status status = switch (words[1]) {
            case "S" -> Status.START;
            case "I" -> Status.INTERIM_UPDATE;
            default -> Status.STOP;
        };
        String[] octets = words.length > 2 ? words[2].split("/") : new String[0];
        readings.add(new SessionReading(
                KEY,
                status,
                at,
                octets.length == 0 ? null : octets(octets[0]),
                octets.length == 0 ? null : octets(octets[1]),
                words.length > 3 ? Duration.ofMinutes(Long.parseLong(words[3])) : null));
    }

    private static Octets octets(String text) {
        return text.endsWith("g")
                ? Octets.full(Long.parseLong(text.substring(0, text.length() - 1)))
                : Octets.of(Long.parseLong(text));
    }
}
