package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.SmsBudget;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps short messages within a number of segments for each of the school's days. They are reserved before a message goes, and given back
 * if it certainly did not; when the budget is spent, the channel pauses until the next day. After a crash, the reserved ones count as
 * gone.
 */
final class BudgetedCourier extends ForwardingCourier {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetedCourier.class);

    private final UnitOfWork work;
    private final SmsBudget budget;
    private final int most;
    private final ZoneId zone;
    private final InstantSource clock;

    BudgetedCourier(Courier courier, UnitOfWork work, SmsBudget budget, int most, ZoneId zone, InstantSource clock) {
        super(courier);
        this.work = requireNonNull(work, "work");
        this.budget = requireNonNull(budget, "budget");
        this.most = most;
        this.zone = requireNonNull(zone, "zone");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        int segments = SmsText.of(notice.text()).segments();
        if (segments > most) {
            return new Delivery.Refused(NoticeReason.TOO_LONG.with(segments));
        }
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, zone);
        boolean reserved;
        try {
            reserved = work.<Boolean>call(tx -> budget.reserve(tx, day, segments, most));
        } catch (RuntimeException e) {
            return new Delivery.ChannelDown(NoticeReason.STORE_FAILED.name(), Duration.ZERO);
        }
        if (!reserved) {
            Duration rest =
                    Duration.between(now, day.plusDays(1).atStartOfDay(zone).toInstant());
            return new Delivery.ChannelDown(NoticeReason.BUDGET_SPENT.with(most), rest);
        }
        Delivery delivery = courier().deliver(notice);
        boolean gone = delivery instanceof Delivery.Sent
                || delivery instanceof Delivery.Accepted
                || delivery instanceof Delivery.Unknown;
        if (!gone) {
            giveBack(day, segments);
        }
        return delivery;
    }

    /** What the gateway said matters more: where the store fails, the segments count as sent. */
    private void giveBack(LocalDate day, int segments) {
        try {
            work.run(tx -> budget.giveBack(tx, day, segments));
        } catch (RuntimeException e) {
            LOG.warn("{} segments of {} could not be given back to the budget", segments, day, e);
        }
    }
}
