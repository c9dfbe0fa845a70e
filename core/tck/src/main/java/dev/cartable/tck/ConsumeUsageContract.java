package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.Consumption.Conflict;
import dev.cartable.quota.model.Consumption.Denied;
import dev.cartable.quota.model.Consumption.Granted;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That no limit is passed, however many ask at once: see {@link dev.cartable.quota.Quotas#consume}. */
public abstract class ConsumeUsageContract extends StoresContract<Stores> {
    private static final int THREADS = 8;
    private static final int USERS = 4;

    @BeforeEach
    final void someUsers() {
        write(tx -> stores().userStore().save(tx, many(USERS, SampleQuotas::user)));
    }

    /** A node: asks of one are answered together, those of several are not. */
    private Cartable node() {
        return node(true);
    }

    /** A node where each caller's own thread answers, or not. */
    private Cartable node(boolean anyThread) {
        return Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .anyThread(anyThread)
                .build();
    }

    private Profile everybodyHas(UnaryOperator<Profile.Builder> change) {
        Cartable node = node();
        Profile profile = node.quotas().profiles().add("Tous", change);
        node.quotas().assign(Holder.DEFAULT, profile.id(), "test");
        return profile;
    }

    private static Profile.Builder daily(Profile.Builder profile, long bytes) {
        return profile.atMost(Window.DAY, DataSize.ofBytes(bytes));
    }

    private static Consumption ask(Cartable node, int user, long bytes, String event) {
        return node.quotas().consume(userId(user), new Traffic(0, bytes), new EventId(event));
    }

    private long used(UserId user) {
        return node().quotas().check(user).window(Window.DAY).used().total().bytes();
    }

    @Test
    void whatThereIsRoomForIsGrantedAndCountedAndTheRestIsNot() {
        everybodyHas(profile -> daily(profile, 100));
        Cartable node = node();

        assertThat(ask(node, 1, 60, "a")).isEqualTo(new Granted(new EventId("a"), false));
        assertThat(ask(node, 1, 41, "b")).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.windows()).containsExactly(Window.DAY);
            assertThat(denied.allowance().window(Window.DAY).used().total().bytes())
                    .isEqualTo(60);
        });
        assertThat(ask(node, 1, 40, "c")).isEqualTo(new Granted(new EventId("c"), false));
        assertThat(ask(node, 1, 60, "a")).as("reported again").isEqualTo(new Granted(new EventId("a"), true));
        assertThat(ask(node, 1, 1, "d")).isInstanceOf(Denied.class);
        assertThat(ask(node, 2, 100, "e")).isInstanceOf(Granted.class);
        assertThat(node.quotas().consume(new UserId("nobody"), Traffic.NONE, new EventId("f")))
                .isEqualTo(new Consumption.UnknownUser(new EventId("f")));
        assertThat(used(userId(1))).isEqualTo(100);
    }

    @Test
    void anIdOfAnotherUserIsAnEventOfItsOwn() {
        everybodyHas(profile -> daily(profile, 100));
        Cartable node = node();
        ask(node, 1, 10, "a");

        assertThat(ask(node, 2, 999_999_999, "a")).as("no room for it").isInstanceOf(Denied.class);
        assertThat(ask(node, 2, 10, "a")).isEqualTo(new Granted(new EventId("a"), false));
        assertThat(used(userId(2))).isEqualTo(10);
    }

    @Test
    void otherBytesUnderAnIdThatCountsAreAConflictAndNotCounted() {
        everybodyHas(profile -> daily(profile, 100));
        Cartable node = node();
        ask(node, 1, 60, "a");

        assertThat(List.of(ask(node, 1, 20, "a"), ask(node, 1, 80, "a")))
                .as("with room and without")
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Conflict.class,
                                conflict ->
                                        assertThat(conflict.earlier().traffic()).isEqualTo(new Traffic(0, 60))));
        assertThat(ask(node, 1, 60, "a")).isEqualTo(new Granted(new EventId("a"), true));
        assertThat(used(userId(1))).isEqualTo(60);
    }

    @Test
    void graceIsRoomAndAProfileThatThrottlesHasRoomForEverything() {
        Profile slow = node().quotas().profiles().add("Lent", profile -> profile);
        everybodyHas(profile -> daily(profile, 100).limitPolicy(new LimitPolicy(80, 10, null)));
        Cartable node = node();
        assertThat(ask(node, 1, 110, "a")).isInstanceOf(Granted.class);
        assertThat(ask(node, 1, 1, "b")).isInstanceOf(Denied.class);

        Profile throttled = node.quotas()
                .profiles()
                .add("Freiné", profile -> daily(profile, 10).limitPolicy(new LimitPolicy(80, 0, slow.id())));
        node.quotas().assign(Holder.of(userId(2)), throttled.id(), "test");
        assertThat(ask(node, 2, 1_000, "c")).isInstanceOf(Granted.class);
        assertThat(used(userId(2))).isEqualTo(1_000);
    }

    @Test
    void whoIsServedByNoProfileIsDenied() {
        assertThat(ask(node(), 1, 1, "a"))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.windows()).isEmpty());
    }

    @Test
    void noLimitIsPassedHoweverManyAskOnSeveralNodesAtOnce() {
        everybodyHas(profile -> daily(profile, 300));
        List<Cartable> nodes = List.of(node(true), node(false), node(true));
        int each = 60;

        List<Integer> granted = Together.run(THREADS, thread -> {
            int mine = 0;
            for (int i = 0; i < each; i++) {
                if (ask(nodes.get(thread % 3), 1, 1, thread + "-" + i) instanceof Granted answer) {
                    assertThat(answer.repeated()).isFalse();
                    mine++;
                }
            }
            return mine;
        });

        assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300);
        assertThat(used(userId(1))).isEqualTo(300);
    }

    @Test
    void theSameEventIsGrantedToAllWhoTellItAndCountsOnce() {
        everybodyHas(profile -> daily(profile, 10));
        Cartable node = node();

        List<Consumption> answers = Together.run(THREADS, thread -> ask(node, 1, 10, "same"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(Granted.class));
        assertThat(answers).filteredOn(answer -> !((Granted) answer).repeated()).hasSize(1);
        assertThat(used(userId(1))).isEqualTo(10);
    }

    @Test
    void whoAsksAndWhoRecordsDoNotBlockEachOtherForGood() {
        assumeSideBySide();
        everybodyHas(profile -> daily(profile, 1_000_000));
        Cartable node = node();
        int each = 40;

        Together.run(THREADS, thread -> {
            for (int i = 0; i < each; i++) {
                if (thread % 2 == 0) {
                    ask(node, i % USERS, 1, thread + "-" + i);
                } else {
                    List<UsageEvent> events = new ArrayList<>();
                    for (int user = 0; user < USERS; user++) {
                        events.add(new UsageEvent(
                                new EventId(thread + "-" + i + "-" + user), userId(user), new Traffic(0, 1), NOW));
                    }
                    node.quotas().record(events);
                }
            }
            return thread;
        });

        long used = 0;
        for (int user = 0; user < USERS; user++) {
            used += used(userId(user));
        }
        assertThat(used).isEqualTo(THREADS / 2L * each * (1 + USERS));
    }

    @Test
    void whatIsAskedInATransactionOfTheHostIsUndoneWithIt() {
        everybodyHas(profile -> daily(profile, 10));
        Cartable node = node();
        ask(node, 1, 1, "opens");

        assertThatIllegalStateException()
                .isThrownBy(() -> stores().unitOfWork().run(tx -> {
                    assertThat(ask(node, 1, 9, "a")).isInstanceOf(Granted.class);
                    assertThat(ask(node, 1, 1, "b")).isInstanceOf(Denied.class);
                    throw new IllegalStateException("undo");
                }));

        assertThat(used(userId(1))).isEqualTo(1);
    }
}
