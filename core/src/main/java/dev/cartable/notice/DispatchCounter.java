package dev.cartable.notice;

import dev.cartable.notice.DispatchNotices.Report.Halt;
import dev.cartable.notice.DispatchNotices.Report.Problem;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what one dispatch line does. Used by one thread. */
final class DispatchCounter {
    private final Map<NoticeState, Long> counts = new EnumMap<>(NoticeState.class);
    private final List<Halt> halts = new ArrayList<>();
    private final ProblemList problems = new ProblemList();
    private long heldBack;
    private long deferred;
    private @Nullable Instant deferredUntil;
    private @Nullable Silence silence;

    void sent() {
        counts.merge(NoticeState.SENT, 1L, Long::sum);
    }

    void count(NoticeId notice, NoticeState state, String reason) {
        counts.merge(state, 1L, Long::sum);
        note(notice, state, reason);
    }

    void heldBack(NoticeId notice, String reason) {
        heldBack++;
        note(notice, NoticeState.QUEUED, reason);
    }

    void deferred(Instant until) {
        deferred++;
        deferredUntil = earlier(deferredUntil, until);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    void halt(Channel channel, String reason, @Nullable Instant until) {
        halts.add(new Halt(channel, reason, until));
    }

    void silent(Silence why) {
        silence = why;
    }

    /** Adds what another line has done. */
    void add(DispatchCounter other) {
        silence = other.silence == null ? silence : other.silence;
        other.counts.forEach((state, count) -> counts.merge(state, count, Long::sum));
        halts.addAll(other.halts);
        problems.add(other.problems);
        heldBack += other.heldBack;
        deferred += other.deferred;
        deferredUntil = earlier(deferredUntil, other.deferredUntil);
    }

    DispatchNotices.Report report() {
        return new DispatchNotices.Report(
                of(NoticeState.SENT),
                of(NoticeState.QUEUED),
                of(NoticeState.FAILED),
                of(NoticeState.SUPPRESSED),
                of(NoticeState.UNCERTAIN),
                heldBack,
                deferred,
                deferredUntil,
                halts,
                problems.list(),
                silence);
    }

    private void note(NoticeId notice, NoticeState state, String reason) {
        problems.add(new Problem(notice, state, reason, 1));
    }

    private long of(NoticeState state) {
        return counts.getOrDefault(state, 0L);
    }
}
