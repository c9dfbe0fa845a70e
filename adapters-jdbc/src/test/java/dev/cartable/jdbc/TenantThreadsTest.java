package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** One Cartable over a data source that is chosen by thread, one for each tenant: no tenant's use lands at another's. */
class TenantThreadsTest {
    private static final UserId JOHN = new UserId("john");
    private static final int THREADS = 8;
    private static final int EACH = 50;

    private final List<DataSource> tenants =
            List.of(TestDatabase.h2().dataSource(), TestDatabase.h2().dataSource());
    private final ThreadLocal<Integer> tenant = ThreadLocal.withInitial(() -> 0);

    @Test
    void eachTenantsUseIsCountedAtTheTenantHoweverManyAskAtOnce() throws Exception {
        Cartable cartable = schoolOfBoth();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                callers.add(() -> {
                    tenant.set(number % 2);
                    start.await();
                    for (int i = 0; i < EACH; i++) {
                        Consumption answer = cartable.quotas()
                                .consume(JOHN, new Traffic(0, number % 2 + 1), new EventId(number + "-" + i));
                        assertThat(answer).isInstanceOf(Consumption.Granted.class);
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(callers)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(List.of(used(cartable, 0), used(cartable, 1)))
                .containsExactly(THREADS / 2L * EACH, 2 * (THREADS / 2L * EACH));
    }

    @Test
    void metersThatAllThreadsShareAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> schoolOfBoth().quotas().meter())
                .withMessageContaining("anyThread(true)");
    }

    private long used(Cartable cartable, int of) {
        tenant.set(of);
        return cartable.quotas().check(JOHN).window(Window.DAY).used().total().bytes();
    }

    private Cartable schoolOfBoth() {
        for (DataSource source : tenants) {
            JdbcStores stores = JdbcStores.create(source);
            stores.unitOfWork()
                    .run(tx -> stores.userStore().save(tx, List.of(new User(JOHN, "john", null, null, null, true))));
            Cartable alone =
                    Cartable.builder().stores(stores).zone(ZoneOffset.UTC).build();
            alone.quotas()
                    .assign(
                            Holder.DEFAULT,
                            alone.quotas()
                                    .profiles()
                                    .add("Tous", profile -> profile)
                                    .id(),
                            "test");
        }
        return Cartable.builder()
                .stores(JdbcStores.create(routing()))
                .zone(ZoneOffset.UTC)
                .time(() -> Instant.parse("2026-11-18T10:00:00Z"))
                .build();
    }

    private DataSource routing() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.invoke(tenants.get(tenant.get()), arguments));
    }
}
