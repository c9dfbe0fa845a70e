package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static dev.cartable.quota.QuotaWorld.ZONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.AuditFinding.OutdatedCounters;
import dev.cartable.quota.model.AuditFinding.Step;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.work.Tx;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between a look at the ledger and the repair of what is wrong in it. */
class AuditUsageTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private final QuotaWorld school = new QuotaWorld();

    @BeforeEach
    void aCounterIsWrong() {
        school.assign(Holder.of(JOHN), school.profile("Tous", profile -> profile));
        school.use(JOHN, 100);
        tamper(1_000);
    }

    /** Puts something else where 100 bytes were used today. */
    private void tamper(long bytes) {
        school.tamper(JOHN, usage -> QuotaWorld.with(usage, new Counter(usage.key(Window.DAY), new Traffic(0, bytes))));
    }

    private AuditUsage audit(UsageStore usage, Users users, Runnable meanwhile) {
        InMemoryStores stores = school.stores();
        return new AuditUsage(
                new QuotaPorts(stores.unitOfWork(), stores.leases(), users, stores.profiles(), usage),
                new Meanwhile(stores.usageLedger(), meanwhile),
                QuotaSettings.defaults(),
                WindowCalendar.of(ZONE),
                school::now);
    }

    private AuditUsage.Counts repair(Runnable meanwhile) {
        return audit(school.stores().usage(), school.stores().users(), meanwhile)
                .run(null, "test", finding -> {});
    }

    private List<AuditFinding> repaired(UsageStore usage, Users users) {
        List<AuditFinding> found = new ArrayList<>();
        audit(usage, users, () -> {}).run(null, "test", found::add);
        return found;
    }

    private List<AuditFinding> repaired() {
        return repaired(school.stores().usage(), school.stores().users());
    }

    /** What a store answers, without John where it answers for each user. */
    private static <T> T withoutJohn(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    method.setAccessible(true); // what it only reads is declared in a hidden interface
                    Object answer = method.invoke(real, given);
                    if (answer instanceof Map<?, ?> all && !method.getName().equals("lock")) {
                        Map<Object, Object> rest = new HashMap<>(all);
                        rest.remove(JOHN);
                        return rest;
                    }
                    return answer;
                }));
    }

    private boolean isActive(UserId user) {
        return school.usage(user).active();
    }

    private void day(UserId user, LocalDate day, long bytes) {
        InMemoryStores stores = school.stores();
        stores.unitOfWork()
                .run(tx -> stores.usageLedger().putDays(tx, Map.of(user, Map.of(day, new Traffic(0, bytes)))));
    }

    /** A ledger that changes once it was read. */
    private record Meanwhile(UsageLedger ledger, Runnable happens) implements UsageLedger {
        @Override
        public Stream<UserLedger> read(UserLedger.Span span, @Nullable UserId user) {
            try (Stream<UserLedger> read = ledger.read(span, user)) {
                List<UserLedger> all = read.toList();
                happens.run();
                return all.stream();
            }
        }

        @Override
        public Map<UserId, UserLedger> byUser(Collection<UserId> users, UserLedger.Span span) {
            return ledger.byUser(users, span);
        }

        @Override
        public Map<UserId, UserLedger> lock(Tx tx, Collection<UserId> users, UserLedger.Span span) {
            return ledger.lock(tx, users, span);
        }

        @Override
        public void putDays(Tx tx, Map<UserId, Map<LocalDate, Traffic>> days) {
            ledger.putDays(tx, days);
        }
    }

    @Test
    void whatIsCountedMeanwhileIsStillThereAfterTheRepair() {
        assertThat(repair(() -> school.use(JOHN, 30))).isEqualTo(new AuditUsage.Counts(2, 1, 0, 0));

        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(130);
    }

    @Test
    void aNumberThatIsWrongOtherwiseMeanwhileIsLeftToAnotherRun() {
        assertThat(repair(() -> tamper(500))).isEqualTo(new AuditUsage.Counts(2, 0, 0, 1));
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(500);

        assertThat(repair(() -> {})).isEqualTo(new AuditUsage.Counts(2, 1, 0, 0));
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(100);
    }

    @Test
    void aNumberThatIsRightMeanwhileIsNotTouched() {
        assertThat(repair(() -> tamper(100))).isEqualTo(new AuditUsage.Counts(2, 0, 0, 1));

        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(100);
    }

    @Test
    void whoIsGoneIsCountedNoMoreAndKeepsWhatWasUsed() {
        tamper(100);

        assertThat(repaired(
                        withoutJohn(UsageStore.class, school.stores().usage()),
                        withoutJohn(Users.class, school.stores().users())))
                .containsExactly(new OutdatedCounters(JOHN, Step.DISABLE_UNKNOWN));

        assertThat(isActive(JOHN)).isFalse();
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(100);
        assertThat(repaired(
                        withoutJohn(UsageStore.class, school.stores().usage()),
                        withoutJohn(Users.class, school.stores().users())))
                .isEmpty();
    }

    @Test
    void whoIsBackMeanwhileIsCountedOn() {
        tamper(100);

        assertThat(repaired(
                        withoutJohn(UsageStore.class, school.stores().usage()),
                        school.stores().users()))
                .isEmpty();

        assertThat(isActive(JOHN)).isTrue();
    }

    @Test
    void countersThatAreMissingAreOpenedAndTheirDaysProven() {
        school.assign(Holder.of(L3), school.profile("Moins", profile -> profile.validity(Validity.days(30))));
        UserId late = new UserId("late");
        InMemoryStores stores = school.stores();
        stores.unitOfWork()
                .run(tx -> stores.userStore().save(tx, List.of(new User(late, "late", null, null, L3, true))));
        day(late, TODAY, 50);

        assertThat(repaired())
                .contains(new OutdatedCounters(late, Step.OPEN))
                .filteredOn(WrongFigure.class::isInstance)
                .extracting(finding -> ((WrongFigure) finding).figure())
                .contains(Figure.DAYS);

        assertThat(isActive(late)).isTrue();
        assertThat(school.usage(late).key(Window.CYCLE)).isEqualTo(WindowKey.cycle(school.now()));
        assertThat(school.used(late, Window.DAY)).isZero();
        assertThat(repaired()).isEmpty();
    }

    @Test
    void countersOfWhoHasNoProfileAreOpenedWithoutBeingCounted() {
        day(AWA, TODAY, 50);

        assertThat(repaired()).doesNotContain(new OutdatedCounters(AWA, Step.OPEN));

        assertThat(isActive(AWA)).isFalse();
    }

    @Test
    void whatTheHostAndTheCountersDoNotKnowIsLeftAlone() {
        day(new UserId("gone"), TODAY, 50);
        tamper(100);

        assertThat(repaired()).isEmpty();
    }

    @Test
    void theHistoryNamesUpToEightNumbers() {
        days(7);

        assertThat(repairNote().cause()).startsWith("repair of ").doesNotContain("more");
        assertThat(repairNote().cause().split(" by ")).hasSize(9);
    }

    @Test
    void theHistorySaysHowManyMoreThereWere() {
        days(8);

        assertThat(repairNote().cause()).startsWith("repair of ").endsWith(" and 1 more");
        assertThat(repairNote().cause().split(" by ")).hasSize(9);
    }

    /** That many days are wrong, besides a counter. */
    private void days(int days) {
        for (int back = 0; back < days; back++) {
            day(JOHN, TODAY.minusDays(back), 7);
        }
        repaired();
    }

    private ProfileChange repairNote() {

        try (Stream<ProfileChange> history = school.cartable().quotas().history(Holder.of(JOHN), null)) {
            return history.filter(change -> change.type() == ProfileChange.Type.REPAIRED)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
