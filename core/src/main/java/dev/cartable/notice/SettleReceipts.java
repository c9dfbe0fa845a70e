package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Receipts;
import dev.cartable.notice.port.Receipts.Ended;
import dev.cartable.work.Counts;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The use case that takes receipts from gateways: a message that its gateway took has arrived, or will not, or nothing is known of it
 * when the receipt is no longer waited for. Safe for use by several threads and nodes.
 */
public final class SettleReceipts {
    /** A receipt that nothing expects is kept this long: the transaction that expects it may still be under way. */
    private static final Duration UNEXPECTED = Duration.ofDays(7);

    /** A receipt that comes so long after it was given up still corrects the history. */
    private static final Duration LATE = Duration.ofDays(7);

    private static final int CHUNK = 100;

    private static final Settled NOTHING = new Settled(NoticeState.UNCONFIRMED, 0);

    private final UnitOfWork work;
    private final Outbox outbox;
    private final Receipts receipts;
    private final FollowUp followUp;
    private final InstantSource clock;

    SettleReceipts(UnitOfWork work, Outbox outbox, Receipts receipts, FollowUp followUp, InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.outbox = requireNonNull(outbox, "outbox");
        this.receipts = requireNonNull(receipts, "receipts");
        this.followUp = requireNonNull(followUp, "followUp");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * What became of the messages, counted in notices.
     *
     * @param delivered arrived
     * @param failed will not arrive; the person is notified by the next channel, if there is one
     * @param unconfirmed no receipt came in time; one that comes within a week after that still counts
     */
    public record Report(long delivered, long failed, long unconfirmed) implements Counts {}

    /** Keeps a receipt; the next {@link #settle} says what it means. The same one may come again. Returns whether it is the first. */
    public boolean receive(DeliveryReceipt receipt) {
        return work.<Boolean>call(tx -> receipts.receive(tx, receipt));
    }

    /**
     * Writes into the history what has become of messages, until none is left or a condition holds.
     *
     * @throws RuntimeException the first failure, after all others were settled
     */
    public Report settle(BooleanSupplier over) {
        work.requireOwn("settling receipts");
        long delivered = 0;
        long failed = 0;
        long unconfirmed = 0;
        RuntimeException failure = null;
        boolean progress;
        do {
            progress = false;
            List<Ended> ended = over.getAsBoolean() ? List.of() : receipts.ended(clock.instant(), CHUNK);
            for (Ended end : ended) {
                try {
                    Settled settled = settle(end).orElse(NOTHING);
                    delivered += settled.as(NoticeState.SENT);
                    failed += settled.as(NoticeState.FAILED);
                    unconfirmed += settled.as(NoticeState.UNCONFIRMED);
                    progress = true;
                } catch (RuntimeException e) {
                    failure = failure == null ? e : failure;
                }
            }
        } while (progress);
        while (!over.getAsBoolean() && forget() == CHUNK) {
            // Another system that uses the same gateway may leave many.
        }
        if (failure != null) {
            throw failure;
        }
        return new Report(delivered, failed, unconfirmed);
    }

    private int forget() {
        return work.<Integer>call(tx -> receipts.forget(tx, clock.instant().minus(UNEXPECTED), CHUNK));
    }

    /** Returns what became of the notices of a message; empty if another node has settled it, or a person has changed it meanwhile. */
    private Optional<Settled> settle(Ended end) {
        DeliveryReceipt receipt = end.receipt();
        NoticeState state = receipt == null
                ? NoticeState.UNCONFIRMED
                : receipt.state() == DeliveryReceipt.State.DELIVERED ? NoticeState.SENT : NoticeState.FAILED;
        String reason = reason(state, receipt);
        List<Notice> notices = outbox.inMessage(end.notice());
        Map<NoticeId, Consumer<Tx>> next =
                state == NoticeState.FAILED ? followUp.allFailed(notices, clock.instant()) : Map.of();
        return FollowUp.call(work, tx -> {
            if (!receipts.remove(tx, end)) {
                return Optional.<Settled>empty();
            }
            Set<NoticeId> changed =
                    outbox.amend(tx, notices.stream().map(Notice::id).toList(), state, reason, clock.instant());
            if (changed.isEmpty()) {
                return Optional.<Settled>empty();
            }
            if (state == NoticeState.UNCONFIRMED) {
                receipts.expect(
                        tx,
                        end.channel(),
                        end.reference(),
                        end.notice(),
                        clock.instant().plus(LATE));
            }
            next.forEach((notice, consequence) -> {
                if (changed.contains(notice)) {
                    consequence.accept(tx);
                }
            });
            return Optional.of(new Settled(state, changed.size()));
        });
    }

    private record Settled(NoticeState state, int notices) {
        int as(NoticeState wanted) {
            return state == wanted ? notices : 0;
        }
    }

    private static String reason(NoticeState state, @Nullable DeliveryReceipt receipt) {
        if (receipt == null) {
            return NoticeReason.NO_RECEIPT.name();
        }
        NoticeReason reason = state == NoticeState.SENT ? NoticeReason.ARRIVED : NoticeReason.NOT_DELIVERED;
        if (receipt.detail().isEmpty()) {
            return state == NoticeState.SENT ? reason.name() : reason.with(receipt.state());
        }
        return reason.with(receipt.detail());
    }
}
