package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.ZONE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a counter of a cycle that has nothing, though 100 bytes were reported, is certainly wrong. */
class UsageRepairTest {
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final QuotaWorld school = new QuotaWorld();
    private final Instant assigned = school.now();

    @BeforeEach
    void aHundredBytesWereUsedInACycle() {
        school.assign(Holder.of(JOHN), school.profile("Forfait", profile -> profile.validity(Validity.days(30))));
        school.pass(Duration.ofHours(1));
        school.use(JOHN, 100);
    }

    private List<WrongFigure> faults(UnaryOperator<Usage> tamper) {
        InMemoryStores stores = school.stores();
        school.tamper(JOHN, tamper);
        QuotaPorts ports =
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage());
        QuotaReader reader = new QuotaReader(ports, QuotaSettings.defaults(), WindowCalendar.of(ZONE));
        return new UsageRepair(ports, stores.usageLedger(), reader)
                .faults(
                        requireNonNull(stores.usageLedger()
                                .byUser(List.of(JOHN), reader.span(school.now()))
                                .get(JOHN)),
                        reader.of(List.of(JOHN), school.now()).get(JOHN),
                        school.now());
    }

    private static Usage withoutCycle(Usage usage) {
        return cycle(usage, usage.key(Window.CYCLE));
    }

    private static Usage cycle(Usage usage, WindowKey key) {
        return QuotaWorld.with(usage, Counter.none(key));
    }

    @Test
    void whatIsChargedToTheCycleThatServesIsMissed() {
        assertThat(faults(UsageRepairTest::withoutCycle))
                .singleElement()
                .returns(Figure.CYCLE, WrongFigure::figure)
                .returns(new Traffic(0, 100), WrongFigure::expected);
    }

    @Test
    void whereNoProfileServesTheUserNothingIsCertain() {
        assertThat(faults(usage -> withoutCycle(usage).disabled())).isEmpty();
    }

    @Test
    void underAnotherAssignmentNothingIsCertain() {
        assertThat(faults(usage ->
                        withoutCycle(new Usage(JOHN, true, UUID.randomUUID(), usage.profile(), usage.counters()))))
                .isEmpty();
    }

    @Test
    void inAnotherCycleNothingIsCertain() {
        assertThat(faults(usage -> cycle(usage, WindowKey.cycle(assigned.minusSeconds(1)))))
                .isEmpty();
    }

    @Test
    void aCycleThatEndsWhileEventsMayBeAheadIsNotCertain() {
        Instant end = assigned.plus(VALIDITY);
        school.set(end.minus(QuotaSettings.AHEAD).toString());
        school.use(JOHN, 100);
        assertThat(faults(UsageRepairTest::withoutCycle)).isEmpty();

        school.pass(Duration.ofSeconds(-1));
        assertThat(faults(UsageRepairTest::withoutCycle)).isNotEmpty();
    }
}
