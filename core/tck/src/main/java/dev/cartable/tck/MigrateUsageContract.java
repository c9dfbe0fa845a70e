package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.MigrateUsage;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That an older system's quotas come over once, add up, and can be taken back. NOW is a Tuesday, the first of a month. */
public abstract class MigrateUsageContract extends StoresContract<Stores> {
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = NOW;
    private @Nullable Cartable cartable;

    @BeforeEach
    final void aSchoolWithAProfile() {
        now = NOW;
        cartable = Cartable.builder()
                .schoolStores(stores())
                .quotaStores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .build();
        List<User> users = IntStream.range(0, 5)
                .mapToObj(i -> new User(userId(i), "name-" + i, null, null, null, true))
                .toList();
        write(tx -> stores().userStore().save(tx, users));
        Profile profile = cartable().quotas().profiles().add("Élève", one -> one);
        cartable().quotas().assign(Holder.DEFAULT, profile.id(), "test");
    }

    private Cartable cartable() {
        if (cartable == null) {
            throw new IllegalStateException("only inside a test");
        }
        return cartable;
    }

    private static LegacyUsage legacy(int user, long bytes, @Nullable Instant asOf) {
        return new LegacyUsage(
                userId(user),
                new PerWindow<>(
                        new Traffic(bytes, 0),
                        new Traffic(0, 2 * bytes),
                        new Traffic(3 * bytes, 3 * bytes),
                        new Traffic(4 * bytes, bytes)),
                asOf);
    }

    /** A source that breaks off after so many rows. */
    private record Source(List<LegacyUsage> rows, int breaksAfter) implements LegacyUsageSource {
        static Source of(LegacyUsage... rows) {
            return new Source(List.of(rows), Integer.MAX_VALUE);
        }

        @Override
        public String name() {
            return "old.csv";
        }

        @Override
        public long read(Consumer<? super LegacyRow> each) {
            for (int i = 0; i < rows.size(); i++) {
                if (i == breaksAfter) {
                    throw new IllegalStateException("crash");
                }
                each.accept(new LegacyRow.Usable(rows.get(i), i + 2L));
            }
            return rows.size();
        }
    }

    /** What a run reported. */
    private static final class Heard implements MigrateUsage.Listener {
        private final List<MigratedUsage> migrated = new ArrayList<>();
        private final List<UserId> skipped = new ArrayList<>();
        private final List<RowError> failed = new ArrayList<>();

        @Override
        public void migrated(MigratedUsage usage) {
            migrated.add(usage);
        }

        @Override
        public void skipped(UserId user) {
            skipped.add(user);
        }

        @Override
        public void failed(RowError error) {
            failed.add(error);
        }
    }

    private MigrateUsage.Counts run(Source source) {
        return cartable().quotas().migrate().run(source, false, "test", new Heard());
    }

    private List<Traffic> used(int user) {
        return cartable().quotas().check(userId(user)).windows().stream()
                .map(window -> window.used())
                .toList();
    }

    private void use(int user, String event, long bytes) {
        cartable().quotas().record(new UsageEvent(new EventId(event), userId(user), new Traffic(bytes, 0), now));
    }

    private void assertProven() {
        assertThat(cartable().quotas().audit().plan(null, finding -> {}).wrong())
                .isZero();
    }

    @Test
    void amountsOfOpenWindowsCountAndThoseOfWindowsThatAreOverDoNot() {
        Source source = Source.of(
                legacy(0, 10, null), legacy(1, 100, NOW.minus(DAY)), legacy(2, 1_000, NOW.minus(Duration.ofDays(9))));
        String before = Writes.everything(stores());
        MigrateUsage.Counts planned = cartable().quotas().migrate().plan(source, false, new Heard());
        assertThat(Writes.everything(stores())).isEqualTo(before);

        MigrateUsage.Counts counts = run(source);
        assertThat(counts).isEqualTo(planned);
        assertThat(counts.migrated()).isEqualTo(3);
        assertThat(used(0))
                .containsExactly(new Traffic(10, 0), new Traffic(0, 20), new Traffic(30, 30), new Traffic(40, 10));
        assertThat(used(1)).containsExactly(Traffic.NONE, new Traffic(0, 200), Traffic.NONE, new Traffic(400, 100));
        assertThat(used(2)).containsExactly(Traffic.NONE, Traffic.NONE, Traffic.NONE, new Traffic(4_000, 1_000));
        assertThat(counts.sums().legacy().get(Window.WEEK)).isEqualTo(TrafficSum.of(0, 2_220));
        assertThat(counts.sums().counted().get(Window.WEEK)).isEqualTo(TrafficSum.of(0, 220));
        assertThat(counts.sums().over().get(Window.WEEK)).isEqualTo(TrafficSum.of(0, 2_000));
        assertThat(Window.values()).allMatch(counts.sums()::agrees);
        assertProven();

        use(0, "more", 5);
        assertThat(used(0)).startsWith(new Traffic(15, 0));
        assertProven();
    }

    @Test
    void aSecondRunChangesNothingAndARunThatBrokeOffGoesOnWhereItStopped() {
        List<User> users = IntStream.range(0, 1_300)
                .mapToObj(i -> new User(userId(i), "name-" + i, null, null, null, true))
                .toList();
        write(tx -> stores().userStore().save(tx, users));
        List<LegacyUsage> rows = new ArrayList<>();
        IntStream.range(0, 1_300).forEach(i -> rows.add(legacy(i, i + 1L, null)));
        Collections.shuffle(rows, new Random(4711));

        assertThatThrownBy(() -> run(new Source(rows, 1_200))).hasMessage("crash");
        assertThat(read(stores().migrations().all())).as("two chunks").hasSize(1_000);
        MigrateUsage.Counts rest = run(new Source(rows, Integer.MAX_VALUE));
        assertThat(List.of(rest.migrated(), rest.unchanged(), rest.failed())).containsExactly(300L, 1_000L, 0L);
        assertThat(rest.sums().counted()).isEqualTo(rest.sums().legacy());
        assertThat(rest.sums().counted().day()).isEqualTo(TrafficSum.of(1_300L * 1_301 / 2, 0));
        String after = Writes.everything(stores());
        assertThat(run(new Source(rows, Integer.MAX_VALUE)).unchanged()).isEqualTo(1_300);
        assertThat(Writes.everything(stores())).isEqualTo(after);
        assertProven();
    }

    @Test
    void rowsThatCannotBeBroughtOverAreToldWithTheirLineAndTheOthersGoOn() {
        use(1, "here", 7);
        write(tx -> stores().userStore().save(tx, List.of(new User(userId(9), "teacher", null, null, null, true))));
        Source source = Source.of(
                legacy(0, 10, null),
                legacy(1, 10, null),
                legacy(77, 10, null),
                legacy(0, 10, null),
                legacy(2, 10, NOW.plus(DAY)));
        Heard heard = new Heard();

        MigrateUsage.Counts counts = cartable().quotas().migrate().run(source, false, "test", heard);
        assertThat(heard.failed)
                .extracting(error -> error.line() + " " + error.code())
                .containsExactlyInAnyOrder("3 HAS_USAGE", "4 UNKNOWN_USER", "5 DUPLICATE_USER", "6 IN_THE_FUTURE");
        assertThat(List.of(counts.input(), counts.migrated(), counts.failed())).containsExactly(5L, 1L, 4L);
        assertThat(used(1)).startsWith(new Traffic(7, 0));

        Heard other = new Heard();
        cartable().quotas().migrate().run(Source.of(legacy(0, 11, null), legacy(1, 10, null)), true, "test", other);
        assertThat(other.failed).extracting(RowError::code).containsExactly("OTHER_AMOUNTS");
        assertThat(other.skipped).containsExactly(userId(1));
        assertThat(used(0)).startsWith(new Traffic(10, 0));

        cartable().quotas().unassign(Holder.DEFAULT, "test");
        Heard unserved = new Heard();
        cartable().quotas().migrate().run(Source.of(legacy(3, 1, null)), false, "test", unserved);
        assertThat(unserved.failed).extracting(RowError::code).containsExactly("NO_PROFILE");
        assertProven();
    }

    @Test
    void aRollbackTakesExactlyThatBackOnceAndWhatWasUsedSinceStays() {
        run(Source.of(legacy(0, 10, null), legacy(1, 100, NOW.minus(DAY))));
        use(0, "since", 5);
        now = NOW.plus(DAY);
        use(0, "later", 3);

        Heard heard = new Heard();
        MigrateUsage.Counts planned = cartable().quotas().migrate().planRollback(new Heard());
        MigrateUsage.Counts counts = cartable().quotas().migrate().rollback("test", heard);
        assertThat(counts).isEqualTo(planned);
        assertThat(counts.migrated()).isEqualTo(2);
        assertThat(used(0)).containsExactly(new Traffic(3, 0), new Traffic(8, 0), new Traffic(8, 0), new Traffic(8, 0));
        assertThat(used(1)).containsOnly(Traffic.NONE);
        assertProven();
        String after = Writes.everything(stores());
        assertThat(cartable().quotas().migrate().rollback("test", heard).input())
                .isZero();
        assertThat(Writes.everything(stores())).isEqualTo(after);

        now = NOW.plus(DAY.multipliedBy(2));
        assertThat(run(Source.of(legacy(1, 7, null))).migrated())
                .as("brought over again")
                .isEqualTo(1);
        assertThat(used(1)).startsWith(new Traffic(7, 0));
        assertProven();
    }

    @Test
    void aUserWhoseCounterWasResetSinceIsNotTakenBack() {
        run(Source.of(legacy(0, 10, null), legacy(1, 10, null)));
        cartable()
                .quotas()
                .reset()
                .run(new ResetUsage.Request(Set.of(Window.MONTH), userId(0), true, "test"), step -> {});
        cartable().quotas().record(new UsageEvent(new EventId("since"), userId(0), new Traffic(1_000, 1_000), now));

        Heard heard = new Heard();
        assertThat(cartable().quotas().migrate().rollback("test", heard).migrated())
                .isEqualTo(1);
        assertThat(heard.failed).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("RESET_SINCE");
            assertThat(error.facts()).containsEntry("window", "MONTH").containsEntry("user", "user-0");
        });
        assertThat(used(0))
                .containsExactly(
                        new Traffic(1_010, 1_000),
                        new Traffic(1_000, 1_020),
                        new Traffic(1_000, 1_000),
                        new Traffic(1_040, 1_010));
        assertThat(used(1)).containsOnly(Traffic.NONE);
        assertProven();
    }

    @Test
    void aChunkWhoseSumsDoNotAgreeIsUndone() {
        write(tx -> stores().usage()
                .adjust(
                        tx,
                        List.of(new UsageAdjustment(
                                Samples.uuid(1),
                                userId(0),
                                WindowKey.parse("DAY:2026-01-01"),
                                TrafficSum.of(5, 0),
                                "migration",
                                "x",
                                NOW))));
        String before = Writes.everything(stores());

        assertThatExceptionOfType(MigrateUsage.Unbalanced.class)
                .isThrownBy(() -> run(Source.of(legacy(0, 10, null))))
                .withMessageContaining("DAY")
                .withMessageContaining("left as they were");
        assertThat(Writes.everything(stores())).isEqualTo(before);
    }

    @Test
    void hugeAmountsAddUpExactly() {
        List<LegacyUsage> rows = Stream.of(0, 1, 2, 3, 4)
                .map(i -> new LegacyUsage(
                        userId(i),
                        new PerWindow<>(
                                Traffic.NONE, Traffic.NONE, Traffic.NONE, new Traffic(Traffic.MAX, Traffic.MAX)),
                        null))
                .toList();
        MigrateUsage.Counts counts = run(new Source(rows, Integer.MAX_VALUE));

        TrafficSum sum = IntStream.range(0, 5)
                .mapToObj(i -> TrafficSum.of(Traffic.MAX, Traffic.MAX))
                .reduce(TrafficSum.ZERO, TrafficSum::plus);
        assertThat(counts.sums().counted().get(Window.CYCLE)).isEqualTo(sum);
        assertThat(used(4)).endsWith(new Traffic(Traffic.MAX, Traffic.MAX));
    }
}
