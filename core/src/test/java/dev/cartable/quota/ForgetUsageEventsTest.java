package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForgetUsageEventsTest {
    private static final Duration KEPT = QuotaSettings.defaults().remembered().plus(ForgetUsageEvents.MARGIN);

    private QuotaWorld school = new QuotaWorld();

    private long forget() {
        return school.cartable().quotas().forgetEvents().run();
    }

    private List<Object> audit() {
        List<Object> findings = new ArrayList<>();
        school.cartable().quotas().audit().plan(null, findings::add);
        return findings;
    }

    @Test
    void anEventIsForgottenWhenItIsOlderThanAnythingAsksFor() {
        Instant told = school.now();
        school.record(event("first", JOHN, 10, told), event("second", JOHN, 20, told.plusSeconds(1)));
        school.pass(KEPT);
        assertThat(forget()).isZero();

        school.pass(Duration.ofSeconds(1));
        assertThat(school.cartable().quotas().forgetEvents().plan()).isOne();
        assertThat(school.cartable().quotas().forgetEvents().plan())
                .as("a plan changes nothing")
                .isOne();
        assertThat(forget()).isOne();
        assertThat(forget()).isZero();
        assertThat(school.stores()
                        .usage()
                        .known(List.of(event("first", JOHN, 10, told).key())))
                .isEmpty();
        assertThat(school.stores()
                        .usage()
                        .days(JOHN, LocalDate.EPOCH, LocalDate.ofInstant(school.now(), QuotaWorld.ZONE)))
                .hasSize(1);
    }

    @Test
    void whatWasForgottenIsNotHeldAgainstItsDaysWhenMoreIsToBeRememberedFromNowOn() {
        school.record(event("first", JOHN, 10, school.now()));
        school.pass(KEPT.plusSeconds(1));
        assertThat(forget()).isOne();
        QuotaSettings usual = QuotaSettings.defaults();

        Cartable later = Cartable.builder()
                .stores(school.stores())
                .zone(QuotaWorld.ZONE)
                .time(school::now)
                .quotas(new QuotaSettings(
                        usual.levels(),
                        usual.firstDay(),
                        usual.onChange(),
                        usual.lateness(),
                        usual.remembered().multipliedBy(2),
                        usual.staleAfter()))
                .build();
        List<Object> findings = new ArrayList<>();
        later.quotas().audit().plan(null, findings::add);

        assertThat(findings).isEmpty();
    }

    @Test
    void whatMayStillBeToldAgainIsRememberedAndCountsOnce() {
        Duration lateness = Duration.ofDays(7);
        school = new QuotaWorld(new QuotaSettings(
                QuotaSettings.defaults().levels(),
                QuotaSettings.defaults().firstDay(),
                QuotaSettings.defaults().onChange(),
                lateness,
                lateness.plus(QuotaSettings.AHEAD).plusSeconds(1),
                QuotaSettings.defaults().staleAfter()));
        Instant at = school.now();
        school.use(JOHN, 1, at);
        UsageEvent again = event("event-1", JOHN, 1, at);
        for (int hour = 0; hour < 24 * 10; hour++) {
            school.pass(Duration.ofHours(1));
            forget();
            assertThat(school.record(again).counted())
                    .as("told again after %d hours", hour + 1)
                    .isEmpty();
        }
    }

    @Test
    void anAuditFindsTheSameBeforeAndAfterAlsoOnANodeWhoseClockIsBehind() {
        school.assign(
                Holder.DEFAULT,
                school.profile(
                        "Year",
                        profile -> profile.limited(true)
                                .active(true)
                                .validity(Validity.days(365))
                                .atMost(Window.CYCLE, DataSize.ofBytes(1L << 40))));
        for (int day = 0; day < 100; day++) {
            school.use(JOHN, 100 + day);
            school.use(AWA, 7, school.now().minus(Duration.ofHours(5)));
            school.pass(Duration.ofDays(1));
        }
        assertThat(audit()).isEmpty();
        long used = school.used(JOHN, Window.CYCLE);

        assertThat(forget()).isEqualTo(37 + 38);

        assertThat(audit()).isEmpty();
        assertThat(school.used(JOHN, Window.CYCLE)).isEqualTo(used).isEqualTo(100 * 100 + 99 * 50);
        school.pass(Duration.ofHours(-23));
        assertThat(audit()).isEmpty();
        assertThat(school.cartable()
                        .quotas()
                        .audit()
                        .run(null, "test", finding -> {})
                        .wrong())
                .isZero();
    }

    @Test
    void anyNumberIsForgottenInOneRunAndNeverInsideATransactionOfTheHost() {
        school.record(IntStream.range(0, 10_001)
                .mapToObj(i -> event("e" + i, JOHN, 1, school.now()))
                .toArray(UsageEvent[]::new));
        school.pass(KEPT.plusSeconds(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> school.stores().unitOfWork().run(tx -> forget()))
                .withMessageContaining("forgetting events");
        assertThat(forget()).isEqualTo(10_001);
    }
}
