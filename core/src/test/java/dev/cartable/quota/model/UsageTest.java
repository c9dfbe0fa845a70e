package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counters that changes are added to. */
class UsageTest {
    private static final UserId JOHN = new UserId("john");
    private static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);
    private static final Instant CYCLE = Instant.parse("2026-11-18T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final Assignment OWN = assignment(1);
    private static final Usage NONE = Usage.none(JOHN, OWN, CALENDAR.keys(TODAY).withCycle(CYCLE));

    private static Assignment assignment(int number) {
        return new Assignment(new UUID(0, number), Holder.of(JOHN), new ProfileId(new UUID(1, number)), CYCLE);
    }

    private static UsageChange change(LocalDate day, @Nullable Instant cycle, @Nullable Assignment to, long up) {
        return new UsageChange(JOHN, CALENDAR.keys(day).withCycle(cycle), to, TrafficSum.of(up, 0));
    }

    private static List<Long> used(Usage usage) {
        List<Long> used = new ArrayList<>();
        for (Window window : Window.values()) {
            used.add(usage.traffic(window).up());
        }
        return used;
    }

    @Test
    void aChangeCountsInEachWindowThatItFellIn() {
        Usage usage = NONE.plus(change(TODAY, CYCLE, OWN, 5));

        assertThat(used(usage)).containsExactly(5L, 5L, 5L, 5L);
        assertThat(used(usage.plus(change(TODAY.minusDays(1), CYCLE, OWN, 7)))).containsExactly(5L, 12L, 12L, 12L);
        assertThat(used(usage.plus(change(TODAY.minusDays(7), CYCLE, OWN, 7)))).containsExactly(5L, 5L, 12L, 12L);
        assertThat(used(usage.plus(change(TODAY.minusDays(30), CYCLE, OWN, 7)))).containsExactly(5L, 5L, 5L, 12L);
    }

    @Test
    void aNewerWindowBeginsAnewAndIsTheOneThatCountsFromThenOn() {
        Usage usage = NONE.plus(change(TODAY, CYCLE, OWN, 5)).plus(change(TODAY.plusDays(1), CYCLE, OWN, 7));

        assertThat(used(usage)).containsExactly(7L, 12L, 12L, 12L);
        assertThat(usage.key(Window.DAY)).isEqualTo(WindowKey.of(Window.DAY, TODAY.plusDays(1)));
    }

    @Test
    void aCycleCountsWhatIsChargedToItsOwnAssignment() {
        Usage usage = NONE.plus(change(TODAY, CYCLE, OWN, 5));

        assertThat(used(usage.plus(change(TODAY, null, null, 7)))).containsExactly(12L, 12L, 12L, 5L);
        assertThat(used(usage.plus(change(TODAY, CYCLE, assignment(2), 7)))).containsExactly(12L, 12L, 12L, 5L);
        assertThat(used(usage.plus(change(TODAY, CYCLE.minusSeconds(1), OWN, 7))))
                .as("of an earlier cycle")
                .containsExactly(12L, 12L, 12L, 5L);
        assertThat(used(usage.plus(change(TODAY, CYCLE.plusSeconds(1), OWN, 7))))
                .as("of a later cycle")
                .containsExactly(12L, 12L, 12L, 7L);
    }

    @Test
    void whatIsTakenAndGivenTogetherIsAddedUpBeforeItIsCounted() {
        List<UsageChange> both = List.of(change(TODAY, CYCLE, OWN, -5), change(TODAY, CYCLE, OWN, 7));

        assertThat(used(NONE.plus(both))).containsExactly(2L, 2L, 2L, 2L);
        assertThat(used(NONE.plus(both.get(0)).plus(both.get(1)))).containsExactly(7L, 7L, 7L, 7L);
    }

    @Test
    void changesThatAddEndTheSameWhateverTheirOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<UsageChange> changes = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                changes.add(change(
                        TODAY.plusDays(random.nextInt(5) - 2L),
                        CYCLE.plusSeconds(random.nextInt(3)),
                        assignment(1 + random.nextInt(2)),
                        random.nextInt(100)));
            }
            Usage together = NONE.plus(changes);
            Collections.shuffle(changes, random);
            Usage oneByOne = NONE;
            for (UsageChange change : changes) {
                oneByOne = oneByOne.plus(change);
            }

            assertThat(oneByOne).as("seed %s", seed).isEqualTo(together);
        }
    }

    @Test
    void nothingIsUsedByAUserWithoutAProfileAndOneWhoLosesItKeepsWhatWasCounted() {
        Usage nobody = Usage.none(JOHN, null, CALENDAR.keys(TODAY));
        Usage usage = NONE.plus(change(TODAY, CYCLE, OWN, 5));

        assertThat(nobody)
                .extracting(Usage::active, Usage::assignment, Usage::profile)
                .containsExactly(false, null, null);
        assertThat(nobody.key(Window.CYCLE)).isEqualTo(WindowKey.cycle(Usage.NO_CYCLE));
        assertThat(usage)
                .extracting(Usage::active, Usage::assignment, Usage::profile)
                .containsExactly(true, OWN.id(), OWN.profile());
        assertThat(usage.disabled().active()).isFalse();
        assertThat(usage.disabled().counters()).isEqualTo(usage.counters());
    }

    @Test
    void anEventIsAChangeOfItsBytes() {
        UsageEvent event = new UsageEvent(new EventId("e"), JOHN, new Traffic(3, 4), CYCLE);
        WindowKeys keys = CALENDAR.keys(TODAY).withCycle(CYCLE);

        assertThat(UsageChange.of(new Charge(event, keys, OWN)))
                .isEqualTo(new UsageChange(JOHN, keys, OWN, TrafficSum.of(3, 4)));
    }
}
