package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That it does not matter in which order, and how often, something is told. */
class SessionOrderTest {
    @Test
    void anyOrderAndAnyRepetitionOfReadingsGivesTheSameState() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<Object> told = story(random);
            String straight = state(told, new Random(0));
            for (int i = 0; i < 3; i++) {
                List<Object> shuffled = new ArrayList<>(told);
                for (int repeated = random.nextInt(10); repeated > 0; repeated--) {
                    shuffled.add(told.get(random.nextInt(told.size())));
                }
                Collections.shuffle(shuffled, random);
                assertThat(state(shuffled, random))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(straight);
            }
        }
    }

    private List<Object> story(Random random) {
        List<Object> told = new ArrayList<>();
        Instant begin = Instant.parse("2026-11-17T10:00:00Z");
        for (String session : List.of("1", "2", "3")) {
            Session.Key key = new Session.Key(
                    new NasId("nas-" + random.nextInt(2)), session, random.nextInt(3) == 0 ? AWA : JOHN);
            boolean gigawords = random.nextBoolean();
            boolean timed = random.nextBoolean();
            Instant at = begin.plusSeconds(random.nextInt(100_000));
            for (int life = 1 + random.nextInt(2); life > 0; life--) {
                Instant started = at;
                long up = 0;
                long down = 0;
                if (random.nextInt(4) > 0) {
                    told.add(SessionReading.of(key, Status.START, at));
                }
                int readings = random.nextInt(24);
                for (int i = 0; i <= readings; i++) {
                    at = at.plusSeconds(random.nextInt(5_000));
                    up += random.nextLong(1L << 31);
                    down += random.nextLong(1L << 32);
                    boolean silent = random.nextInt(8) == 0;
                    told.add(new SessionReading(
                            key,
                            i == readings ? Status.STOP : Status.INTERIM_UPDATE,
                            at,
                            silent ? null : octets(up, gigawords),
                            silent ? null : octets(down, gigawords),
                            timed ? Duration.between(started, at) : null));
                }
                at = at.plusSeconds(random.nextInt(20_000));
                if (random.nextInt(3) == 0) {
                    told.add(new NasEvent(
                            key.nas(),
                            random.nextBoolean() ? NasEvent.Status.ACCOUNTING_ON : NasEvent.Status.ACCOUNTING_OFF,
                            at.minusSeconds(random.nextInt(60_000))));
                }
            }
        }
        return told;
    }

    private static Octets octets(long bytes, boolean gigawords) {
        return gigawords ? Octets.full(bytes) : Octets.of(bytes & 0xFFFF_FFFFL);
    }

    /** Everything that is stored in the end, with the readings told in batches of any size. */
    private static String state(List<Object> told, Random random) {
        QuotaWorld world = new QuotaWorld();
        world.set("2026-11-22T11:00:00Z");
        Profile profile = world.profile(
                "Tous", p -> p.validity(Validity.months(1)).atMost(Window.CYCLE, DataSize.ofGibibytes(500)));
        world.assign(Holder.of(JOHN), profile);
        int next = 0;
        while (next < told.size()) {
            List<SessionReading> batch = new ArrayList<>();
            for (int size = 1 + random.nextInt(4); size > 0 && next < told.size(); size--) {
                Object one = told.get(next++);
                if (one instanceof SessionReading reading) {
                    batch.add(reading);
                } else if (one instanceof NasEvent event) {
                    world.cartable().quotas().recordNas(event);
                }
            }
            assertThat(world.cartable().quotas().recordSessions(batch).refused())
                    .isEmpty();
        }
        StringBuilder state = new StringBuilder();
        world.stores()
                .usage()
                .all()
                .forEach(usage -> state.append(usage.user())
                        .append(usage.counters().day())
                        .append(usage.counters().week())
                        .append(usage.counters().month())
                        .append(usage.counters().cycle().traffic())
                        .append('\n'));
        for (UserId user : List.of(JOHN, AWA)) {
            NavigableMap<LocalDate, Traffic> days = world.stores().usage().days(user, LocalDate.MIN, LocalDate.MAX);
            List<Session.DayUsage> uses = world.stores().sessions().uses(user);
            assertThat(days).as("the ledger of %s", user).isEqualTo(sum(uses));
            state.append(days).append(uses).append('\n');
        }
        world.stores()
                .sessions()
                .all(null)
                .forEach(session -> state.append(session).append('\n'));
        return state.toString();
    }

    private static NavigableMap<LocalDate, Traffic> sum(List<Session.DayUsage> uses) {
        NavigableMap<LocalDate, Traffic> days = new TreeMap<>();
        uses.forEach(use -> days.merge(use.day(), use.amount().counted(), Traffic::plus));
        return days;
    }
}
