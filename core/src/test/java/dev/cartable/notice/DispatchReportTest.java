package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchNotices.Report.Halt;
import dev.cartable.notice.DispatchNotices.Report.Problem;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchReportTest {
    private static final Instant NOW = Instant.parse("2026-03-03T07:00:00Z");
    private static final NoticeId NOTICE = NoticeId.next(NOW);

    private static DispatchNotices.Report report(
            long retried, long failed, long uncertain, long heldBack, Halt... halts) {
        return new DispatchNotices.Report(
                1, retried, failed, 1, uncertain, heldBack, 1, NOW, List.of(halts), List.of(), null);
    }

    @Test
    void isCleanUnlessSomethingWentWrongOrWasLeft() {
        assertThat(report(0, 0, 0, 0).isClean()).isTrue();
        assertThat(report(1, 0, 0, 0).isClean()).isFalse();
        assertThat(report(0, 1, 0, 0).isClean()).isFalse();
        assertThat(report(0, 0, 1, 0).isClean()).isFalse();
        assertThat(report(0, 0, 0, 1).isClean()).isFalse();
        assertThat(report(1, 1, 0, 0).isClean()).isFalse();
        assertThat(report(0, 0, 1, 1).isClean()).isFalse();
        assertThat(report(0, 0, 0, 0, new Halt(Channel.SMS, "no courier", null)).isClean())
                .isFalse();
    }

    @Test
    void namesTheFirstOfTheTimesThatWereDeferredTo() {
        DispatchCounter counter = new DispatchCounter();
        counter.deferred(NOW.plusSeconds(2));
        counter.deferred(NOW.plusSeconds(1));
        counter.deferred(NOW.plusSeconds(3));
        DispatchCounter line = new DispatchCounter();
        line.add(counter);
        line.add(new DispatchCounter());

        assertThat(line.report())
                .returns(3L, DispatchNotices.Report::deferred)
                .returns(NOW.plusSeconds(1), DispatchNotices.Report::deferredUntil);
    }

    @Test
    void saysWhyALineWasSilentThoughOthersWereNot() {
        Silence silence = new Silence(Silence.Reason.INSTANCE_HELD, "two instances");
        DispatchCounter silent = new DispatchCounter();
        silent.silent(silence);
        DispatchCounter all = new DispatchCounter();
        all.add(silent);
        all.add(new DispatchCounter());

        assertThat(all.report().silence()).isEqualTo(silence);
    }

    @Test
    void listsAHundredReasonsAndCountsTheirNotices() {
        ProblemList problems = new ProblemList();
        for (int i = 0; i <= DispatchNotices.Report.MOST_PROBLEMS; i++) {
            problems.add(new Problem(NOTICE, NoticeState.FAILED, "reason " + i, 1));
        }
        problems.add(new Problem(NOTICE, NoticeState.FAILED, "reason 0", 2));

        assertThat(problems.list())
                .hasSize(DispatchNotices.Report.MOST_PROBLEMS)
                .first()
                .returns(3L, Problem::notices);
    }
}
