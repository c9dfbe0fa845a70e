package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.noticeId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an {@link AlertStore} promises. */
public abstract class AlertStoreContract extends StoresContract<AlertStores> {
    @Test
    void nothingIsThereAtFirst() {
        assertThat(store().all()).isEmpty();
        assertThat(store().find(alertId(1))).isEmpty();
        assertThat(store().last(List.of(key(1, "awa", "DAY:2026-11-21")))).isEmpty();
        assertThat(store().last(List.of())).isEmpty();
    }

    @Test
    void whatWasInsertedComesBackAsItWasWritten() {
        Alert full = new Alert(
                alertId(2),
                SampleQuotas.profileId(1),
                Alert.Type.QUOTA_EXCEEDED,
                100,
                7,
                Set.of(Channel.EMAIL, Channel.IN_APP),
                Set.of(Window.DAY, Window.CYCLE),
                "Attention {username} : « l’accès » est coupé",
                false,
                3);
        write(tx -> store().insert(tx, full));
        write(tx -> store().insert(tx, alert(1)));

        assertThat(store().all()).containsExactly(alert(1), full);
        assertThat(store().find(alertId(2))).contains(full);
    }

    @Test
    void anUpdateOfAnotherVersionChangesNothing() {
        write(tx -> store().insert(tx, alert(1)));
        Alert off = alert(1).toBuilder().active(false).build();

        assertThat(this.<Boolean>call(tx -> store().update(tx, off))).isTrue();
        assertThat(this.<Boolean>call(tx -> store().update(tx, alert(1)))).isFalse();

        assertThat(store().all()).containsExactly(off.toBuilder().version(1).build());
    }

    @Test
    void aFiringIsWrittenOnceAndTheLastOneOfAKeyIsFound() {
        Crossing.Key key = key(1, "awa", "DAY:2026-11-21");
        Crossing.Key other = key(1, "awa", "DAY:2026-11-22");
        Firing first = new Firing(key, 1, noticeId(1), NOW);
        Firing armed = new Firing(key, 2, null, NOW.plusSeconds(60));

        assertThat(this.<Set<Crossing.Key>>call(tx -> store().add(tx, List.of(first, first))))
                .containsExactly(key);
        assertThat(this.<Set<Crossing.Key>>call(
                        tx -> store().add(tx, List.of(new Firing(key, 1, null, NOW), new Firing(other, 1, null, NOW)))))
                .containsExactly(other);
        write(tx -> store().add(tx, List.of(armed)));

        assertThat(store().last(List.of(key, key(2, "awa", "DAY:2026-11-21")))).isEqualTo(Map.of(key, armed));
        assertThat(store().last(List.of(other, key))).hasSize(2);
    }

    @Test
    void whatIsUndoneDidNotFire() {
        Crossing.Key key = key(1, "awa", "DAY:2026-11-21");

        undone(tx -> store().add(tx, List.of(new Firing(key, 1, null, NOW))));

        assertThat(store().last(List.of(key))).isEmpty();
    }

    @Test
    void ofSeveralThatFireTheSameAtOnceOneDoes() throws Exception {
        List<Firing> firings = IntStream.range(0, 50)
                .mapToObj(i -> new Firing(key(1, "user" + i, "DAY:2026-11-21"), 1, null, NOW))
                .toList();
        List<Firing> backwards =
                IntStream.rangeClosed(1, 50).mapToObj(i -> firings.get(50 - i)).toList();
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> nodes = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        start.await();
                        return this.<Set<Crossing.Key>>call(tx -> store().add(tx, i % 2 == 0 ? firings : backwards))
                                .size();
                    })
                    .toList();
            int fired = 0;
            for (Future<Integer> node : threads.invokeAll(nodes)) {
                fired += node.get();
            }
            assertThat(fired).isEqualTo(50);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatFiredForUsersInATimeIsFound() {
        Firing inside = new Firing(key(1, "awa", "DAY:2026-11-21"), 1, noticeId(1), NOW);
        Firing early = new Firing(key(1, "awa", "DAY:2026-11-20"), 1, null, NOW.minusSeconds(1));
        Firing late = new Firing(key(1, "awa", "DAY:2026-11-22"), 1, null, NOW.plusSeconds(60));
        Firing armed = new Firing(inside.key(), 2, null, NOW.plusSeconds(1));
        Firing again = new Firing(inside.key(), 3, null, NOW.plusSeconds(2));
        Firing another = new Firing(key(1, "binta", "DAY:2026-11-21"), 1, null, NOW);
        write(tx -> store().add(tx, List.of(inside, early, late, another)));
        write(tx -> store().add(tx, List.of(armed)));
        write(tx -> store().add(tx, List.of(again)));

        assertThat(store().fired(List.of(new UserId("awa"), new UserId("nobody")), NOW, NOW.plusSeconds(60)))
                .containsExactlyInAnyOrder(inside, again);
        assertThat(store().fired(List.of(), NOW, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void whoHasNeverHadAnAlertIsKnown() {
        Firing awa = new Firing(key(1, "awa", "DAY:2026-11-21"), 1, null, NOW);
        write(tx -> store().add(tx, List.of(awa)));

        assertThat(store().everFired(List.of(new UserId("awa"), new UserId("binta"))))
                .containsExactly(new UserId("awa"));
        assertThat(store().everFired(List.of(new UserId("binta")))).isEmpty();
        assertThat(store().everFired(List.of())).isEmpty();
    }

    @Test
    void supervisorsReplaceThoseBefore() {
        PromotionId l3 = new PromotionId("l3");
        PromotionId cm2 = new PromotionId("cm2");
        UserId awa = new UserId("awa");
        UserId binta = new UserId("binta");
        assertThat(store().supervisors()).isEmpty();

        write(tx -> store().supervise(tx, l3, Set.of(awa, binta)));
        write(tx -> store().supervise(tx, cm2, Set.of(awa)));
        assertThat(store().supervisors())
                .containsExactly(Map.entry(cm2, Set.of(awa)), Map.entry(l3, Set.of(awa, binta)));

        write(tx -> store().supervise(tx, l3, Set.of(binta)));
        write(tx -> store().supervise(tx, cm2, Set.of()));
        assertThat(store().supervisors()).containsExactly(Map.entry(l3, Set.of(binta)));
    }

    private AlertStore store() {
        return stores().alerts();
    }

    static AlertId alertId(int number) {
        return new AlertId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    static Alert alert(int number) {
        return new Alert(
                alertId(number),
                SampleQuotas.profileId(1),
                Alert.Type.QUOTA_WARNING,
                80,
                Alert.DEFAULT_HYSTERESIS,
                Set.of(Channel.EMAIL),
                Set.of(),
                null,
                true,
                0);
    }

    static Firing firing() {
        return new Firing(key(1, "awa", "DAY:2026-11-21"), 1, noticeId(1), NOW);
    }

    private static Crossing.Key key(int alert, String user, String window) {
        return new Crossing.Key(alertId(alert), new UserId(user), 80, WindowKey.parse(window));
    }
}
