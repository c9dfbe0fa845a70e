package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Notices that their type no longer confirms, and notices that cannot be rendered. */
class DispatchVerdictsTest {
    private final NoticeWorld world = new NoticeWorld();

    @Test
    void aPersonWhoHasAnotherAddressNowIsReachedThere() {
        Address now = EmailAddress.of("new@example.org");
        world.again.answer = notice -> new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET), now);
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.dispatcher().drain().sent()).isOne();

        assertThat(world.mail.handed).extracting(RenderedNotice::address).containsExactly(now);
        assertThat(world.entry(notice).notice().address()).isEqualTo(now);
    }

    @Test
    void itsKindDoesNotHearOfASuppressionThatIsNotThisProcesssToDecideAnyMore() {
        NoticeId id = world.queue(NoticeWorld.AGAIN);
        Leases.Holder other = new Leases.Holder("another-node", 7, 1);
        world.again.answer = notice -> {
            world.clock.advance(Duration.ofHours(1));
            world.stores
                    .unitOfWork()
                    .run(tx -> assertThat(world.stores
                                    .outbox()
                                    .claim(tx, Channel.EMAIL, 1, other, Duration.ofHours(1), world.clock.instant()))
                            .hasSize(1));
            return new Verdict.Suppress("the user is gone");
        };

        DispatchNotices.Report report = world.drain();

        assertThat(report.suppressed()).as("what another node will decide").isZero();
        assertThat(world.state(id)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.again.suppressed).isEmpty();
    }

    @Test
    void doesNotTellWhatIsNoLongerTrue() {
        NoticeId paid = world.queue(AGAIN);
        world.again.answer = notice -> new Verdict.Suppress("the invoice was paid");

        assertThat(world.drain().suppressed()).isEqualTo(1);

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(paid)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.entry(paid).reason()).isEqualTo("the invoice was paid");
    }

    @Test
    void failsOneNoticeAndNotTheRoundWhereAFactCannotBeHad() {
        NoticeId good = world.queue(AGAIN);
        NoticeId bad = world.queue(AGAIN);
        NoticeId silent = world.queue(AGAIN);
        world.again.answer = notice -> {
            if (notice.id().equals(bad)) {
                throw new IllegalStateException("broken for " + ScriptedNoticeType.SECRET);
            }
            return new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));
        };
        NoticeId other = world.queue(ONCE);
        world.once.answer = notice -> new Verdict.Suppress("over");

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.retried()).isEqualTo(1);
        assertThat(world.state(good)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(silent)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(other)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.entry(bad).attempts()).isEqualTo(1);
        assertThat(world.entry(bad).reason())
                .contains("IllegalStateException")
                .doesNotContain(ScriptedNoticeType.SECRET);
    }

    @Test
    void endsANoticeThatCanNeverBePutIntoWords() {
        NoticeId bad = world.queue(ONCE);
        world.renderer = (kind, language, channel, variables) -> {
            throw new TemplateException("there is no template");
        };

        for (int round = 0; round < 10; round++) {
            world.drain();
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(bad)).isEqualTo(NoticeState.FAILED);
        assertThat(world.entry(bad).attempts()).isEqualTo(4);
        assertThat(world.entry(bad).reason()).contains("there is no template");
    }

    @Test
    void survivesATemplateThatExhaustsTheStack() {
        NoticeId bad = world.queue(AGAIN);
        NoticeId good = world.queue(ONCE);
        world.renderer = (kind, language, channel, variables) -> {
            if (kind.name().equals(AGAIN)) {
                throw new StackOverflowError();
            }
            return new Words("Good", "Good", null);
        };

        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(bad)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.state(good)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void leavesAKindQueuedThatNobodyAnswersFor() {
        NoticeId unknown = world.queue("library.overdue");
        NoticeId known = world.queue(AGAIN);

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.heldBack()).isEqualTo(1);
        assertThat(world.state(known)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(unknown)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(unknown).reason()).isEqualTo("NO_TYPE: library.overdue");
        assertThat(world.entry(unknown).attempts()).isZero();

        world.types.add(new ScriptedNoticeType("library.overdue", WhenUncertain.LEAVE));
        world.clock.advance(Duration.ofMinutes(15));
        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void aNoticeWhoseTypeWaitsIsHeldBackAndReported() {
        NoticeId notice = world.queue(ONCE);
        world.once.answer = any -> new Verdict.Wait("the key is not open here");

        DispatchNotices.Report report = world.drain();

        assertThat(report.heldBack()).isEqualTo(1);
        assertThat(report.problems())
                .extracting(DispatchNotices.Report.Problem::reason)
                .containsExactly("the key is not open here");
        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(notice).attempts()).isZero();
        world.clock.advance(Duration.ofMinutes(14));
        assertThat(world.drain().heldBack())
                .as("it is left alone for the pause")
                .isZero();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.drain().heldBack()).isEqualTo(1);
    }
}
