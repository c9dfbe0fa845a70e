package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.adjustment;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.QuotaStores;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@link MigrationStore} promises. */
public abstract class MigrationStoreContract extends StoresContract<QuotaStores> {
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

    private MigrationStore store() {
        return stores().migrations();
    }

    static MigratedUsage migrated(int user, long bytes) {
        LegacyUsage legacy = new LegacyUsage(
                userId(user),
                new PerWindow<>(
                        new Traffic(bytes + 1, 2),
                        new Traffic(bytes + 3, 4),
                        new Traffic(bytes + 5, 6),
                        new Traffic(bytes, Traffic.MAX)),
                user % 2 == 0 ? null : NOW.minusSeconds(1));
        Map<Window, WindowKey> keys = new EnumMap<>(Map.of(
                Window.DAY, WindowKey.of(Window.DAY, DAY),
                Window.MONTH, WindowKey.of(Window.MONTH, DAY),
                Window.CYCLE, WindowKey.cycle(NOW.minusSeconds(60))));
        if (user % 2 == 0) {
            keys.put(Window.WEEK, WindowKey.of(Window.WEEK, DAY.minusDays(1)));
        }
        return new MigratedUsage(legacy, keys, NOW);
    }

    @Test
    void aUserIsBroughtOverOnce() {
        Set<?> first = call(tx -> store().insert(tx, List.of(migrated(2, 5), migrated(1, 5))));
        assertThat(first).isEqualTo(Set.of(userId(1), userId(2)));
        Set<?> second = call(tx -> store().insert(tx, List.of(migrated(1, 9), migrated(3, 9))));
        assertThat(second).isEqualTo(Set.of(userId(3)));

        assertThat(read(store().all())).containsExactly(migrated(1, 5), migrated(2, 5), migrated(3, 9));
        assertThat(store().byUser(List.of(userId(2), userId(8)))).isEqualTo(Map.of(userId(2), migrated(2, 5)));
        assertThat(store().byUser(List.of())).isEmpty();
    }

    @Test
    void whoIsForgottenCanBeBroughtOverAgain() {
        write(tx -> {
            store().insert(tx, List.of(migrated(1, 5), migrated(2, 5)));
            store().remove(tx, List.of(userId(1), userId(8)));
            store().remove(tx, List.of());
        });
        assertThat(read(store().all())).containsExactly(migrated(2, 5));
        Set<?> again = call(tx -> store().insert(tx, List.of(migrated(1, 7))));
        assertThat(again).hasSize(1);
    }

    @Test
    void adjustmentsAreAddedUpByCauseBeyondWhatALongHolds() {
        write(tx -> stores().usage()
                .adjust(tx, List.of(adjustment(1, 1, NOW), adjustment(2, 1, NOW), adjustment(3, 2, NOW))));

        TrafficSum one = TrafficSum.of(-5, Long.MAX_VALUE);
        PerWindow<TrafficSum> nothing = PerWindow.all(TrafficSum.ZERO);
        assertThat(store().adjusted(List.of(userId(1), userId(1)), List.of("reset", "none")))
                .isEqualTo(new PerWindow<>(TrafficSum.ZERO, one.plus(one), TrafficSum.ZERO, TrafficSum.ZERO));
        assertThat(store().adjusted(List.of(userId(1)), List.of("none"))).isEqualTo(nothing);
        assertThat(store().adjusted(List.of(), List.of("reset"))).isEqualTo(nothing);
    }

    @Test
    void manyAreReadInTheOrderOfUsers() {
        write(tx -> store().insert(tx, Samples.many(2_500, i -> migrated(i, i))));
        assertThat(read(store().all()))
                .hasSize(2_500)
                .isSortedAccordingTo(
                        Comparator.comparing(usage -> usage.legacy().user()));
    }
}
