package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.work.Counts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the notices that were due in one dispatch.
 *
 * @param sent taken by their channel
 * @param retried put back for a later attempt
 * @param failed given up, or refused by the recipient's server
 * @param suppressed no longer true, so not sent
 * @param uncertain may have gone out or not, and will not be sent again
 * @param heldBack put back untried: their channel is paused, or nothing answers for their kind
 * @param deferred put back until the quiet hours are over
 * @param deferredUntil when the first of them is due; null if there are none
 * @param halts the channels that were left alone, and why
 * @param problems why notices were not sent: the first {@value #MOST_PROBLEMS} reasons, each once
 */
public record DispatchReport(
        long sent,
        long retried,
        long failed,
        long suppressed,
        long uncertain,
        long heldBack,
        long deferred,
        @Nullable Instant deferredUntil,
        List<Halt> halts,
        List<Problem> problems)
        implements Counts {
    /** How many reasons a report lists at most; the counts are complete. */
    public static final int MOST_PROBLEMS = 100;

    public DispatchReport {
        halts = List.copyOf(halts);
        problems = List.copyOf(problems);
    }

    /** Whether nothing went wrong and nothing was left. */
    public boolean isClean() {
        return retried + failed + uncertain + heldBack == 0 && halts.isEmpty();
    }

    /**
     * A channel that was left alone.
     *
     * @param until when it is tried again; null where that takes a change of configuration
     */
    public record Halt(
            Channel channel, String reason, @Nullable Instant until) {
        public Halt {
            requireNonNull(channel, "channel");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * Why notices were not sent.
     *
     * @param notice the first one
     * @param state where they stand now
     * @param reason why, without a name, an address or a secret
     * @param notices how many there are
     */
    public record Problem(NoticeId notice, NoticeState state, String reason, long notices) {
        public Problem {
            requireNonNull(notice, "notice");
            requireNonNull(state, "state");
            requireNonNull(reason, "reason");
        }

        Problem plus(long more) {
            return new Problem(notice, state, reason, notices + more);
        }
    }
}
