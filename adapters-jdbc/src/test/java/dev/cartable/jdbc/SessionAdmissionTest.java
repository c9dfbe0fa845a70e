package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Session;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes over one database admit no more sessions together than one does alone. */
class SessionAdmissionTest {
    private static final UserId JOHN = new UserId("john");
    private static final int THREADS = 8;
    private static final int ALLOWED = 2;

    @ParameterizedTest
    @EnumSource
    void twoNodesThatAreAskedAtOnceAdmitNoMoreThanAllowed(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        List<Cartable> nodes = List.of(node(database), node(database));
        prepare(nodes.get(0), JdbcStores.create(database.dataSource()));
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 5; round++) {
                int servers = round;
                List<Callable<Admission>> asked = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Session.Key key = new Session.Key(new NasId("nas" + (servers + i) % 3), "s" + i, JOHN);
                    Cartable node = nodes.get(i % 2);
                    asked.add(() -> {
                        start.await();
                        return node.quotas().admit(key);
                    });
                }
                for (Future<Admission> answer : threads.invokeAll(asked)) {
                    assertThat(answer.get()).isNotNull();
                }
                try (var open = nodes.get(1).quotas().openSessions()) {
                    assertThat(open).hasSize(ALLOWED);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Cartable node(TestDatabase database) {
        return Cartable.builder()
                .stores(JdbcStores.builder(database.dataSource())
                        .schemaMode(SchemaMode.MIGRATE)
                        .build())
                .zone(ZoneOffset.UTC)
                .time(() -> Instant.parse("2026-11-18T10:00:00Z"))
                .build();
    }

    private static void prepare(Cartable cartable, JdbcStores stores) {
        stores.unitOfWork()
                .run(tx -> stores.userStore().save(tx, List.of(new User(JOHN, "john", null, null, null, true))));
        var profile = cartable.quotas()
                .profiles()
                .add("Tous", builder -> builder.sessions(new SessionRules(null, null, ALLOWED)));
        cartable.quotas().assign(Holder.DEFAULT, profile.id(), "test");
    }
}
