package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.ZONE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between a look at the ledger and the repair of what is wrong in it. */
class AuditUsageTest {
    private final QuotaWorld school = new QuotaWorld();

    @BeforeEach
    void aCounterIsWrong() {
        school.assign(Holder.of(JOHN), school.profile("Tous", profile -> profile));
        school.use(JOHN, 100);
        tamper(1_000);
    }

    /** Puts something else where 100 bytes were used today. */
    private void tamper(long bytes) {
        InMemoryStores stores = school.stores();
        stores.unitOfWork().run(tx -> {
            Usage usage = requireNonNull(stores.usage().lock(tx, List.of(JOHN)).get(JOHN));
            Counter day = new Counter(usage.counters().day().key(), new Traffic(0, bytes));
            stores.usage()
                    .put(
                            tx,
                            List.of(usage.with(
                                    PerWindow.of(window -> window == Window.DAY ? day : usage.counter(window)))));
        });
    }

    private AuditUsage.Counts repair(Runnable meanwhile) {
        InMemoryStores stores = school.stores();
        QuotaPorts ports =
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage());
        return new AuditUsage(
                        ports,
                        new Meanwhile(stores.usageLedger(), meanwhile),
                        QuotaSettings.defaults(),
                        WindowCalendar.of(ZONE),
                        school::now)
                .run(null, "test", finding -> {});
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
}
