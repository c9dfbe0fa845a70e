package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cartable.notice.ChangeNotices.Change;
import dev.cartable.notice.ChangeNotices.Counts;
import dev.cartable.notice.ChangeNotices.Refusal;
import dev.cartable.notice.ChangeNotices.Selection;
import dev.cartable.notice.ChangeNotices.Step;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.work.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a person may do about notices by hand. */
class ChangeNoticesTest {
    private final NoticeWorld world = new NoticeWorld();

    private ChangeNotices change(Change change, Consumer<Tx> waits) {
        return new ChangeNotices(
                world.stores.unitOfWork(), world.stores.leases(), world.stores.outbox(), change, world.clock, waits);
    }

    @Test
    void aSelectionByStateLeavesTheOtherStatesThatTheChangeTakes() {
        NoticeId held = world.queue(AGAIN);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().hold(tx, 1, "restored", world.clock.instant()));
        NoticeId waiting = world.queue(AGAIN);
        Selection selection = Selection.matching(NoticeFilter.all().in(NoticeState.HELD));

        assertThat(change(Change.CANCEL, tx -> {}).run(selection, step -> {})).isEqualTo(new Counts(1, 1, 0));

        assertThat(world.state(held)).isEqualTo(NoticeState.CANCELLED);
        assertThat(world.state(waiting)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void aPlanSaysWhatARunLeavesAsItIs() {
        NoticeId mail = world.queue(AGAIN);
        world.drain();
        NoticeId waiting = world.queue(AGAIN, Channel.LETTER);
        NoticeId printed = world.queue(AGAIN, Channel.LETTER);
        world.stores
                .unitOfWork()
                .run(tx -> world.stores
                        .outbox()
                        .end(tx, List.of(printed), NoticeState.SENT, "PRINTED", world.clock.instant()));
        Selection selection = Selection.ids(List.of(mail, waiting, printed));

        assertThat(steps(Change.RETRY, selection))
                .extracting(Step::notice, Step::refusal)
                .containsExactly(
                        tuple(mail, Refusal.OTHER_STATE), tuple(waiting, Refusal.OTHER_STATE), tuple(printed, null));
        assertThat(steps(Change.CANCEL, selection))
                .extracting(Step::notice, Step::refusal)
                .containsExactly(
                        tuple(mail, Refusal.OTHER_STATE), tuple(waiting, null), tuple(printed, Refusal.OTHER_STATE));
    }

    private List<Step> steps(Change change, Selection selection) {
        List<Step> steps = new ArrayList<>();
        change(change, tx -> {}).plan(selection, steps::add);
        return steps;
    }

    @Test
    void aChunkThatFailsEndsTheRunAndChangesNothing() {
        List<NoticeId> failed = List.of(fail(), fail());
        List<Tx> tries = new ArrayList<>();
        ChangeNotices retry = change(Change.RETRY, tx -> {
            tries.add(tx);
            if (tries.size() == 1) {
                throw new IllegalStateException("the store is away");
            }
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> retry.run(Selection.ids(failed), step -> {}))
                .withMessage("the store is away");

        assertThat(tries).hasSize(1);
        assertThat(failed).extracting(world::state).containsOnly(NoticeState.FAILED);
    }

    private NoticeId fail() {
        world.mail.then(new Delivery.Refused("550 5.1.1 no such user"));
        NoticeId notice = world.queue(AGAIN);
        world.drain();
        return notice;
    }
}
