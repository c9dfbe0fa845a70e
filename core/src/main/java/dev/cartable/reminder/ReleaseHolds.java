package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.Hold.State;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.work.Lease;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Deed;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The use case for runs that the brake holds: a person releases a run, so that what is still true is sent, or discards it, so that
 * nobody is notified of it; staff are alarmed again in the evening. Safe for use by several threads and nodes.
 */
public final class ReleaseHolds {
    /** At this time staff are alarmed again of what is still held. */
    private static final LocalTime AGAIN = LocalTime.of(20, 0);

    private final ReminderParts parts;
    private final ReminderStore store;
    private final SendReminders send;
    private final AudienceReader audiences;

    ReleaseHolds(ReminderParts parts, SendReminders send, AudienceReader audiences) {
        this.parts = requireNonNull(parts, "parts");
        this.store = parts.reminderStores().reminders();
        this.send = requireNonNull(send, "send");
        this.audiences = requireNonNull(audiences, "audiences");
    }

    /** What became of a request to release or to discard a run. */
    public sealed interface Result {}

    /** The run goes on. */
    public record Released(Hold hold, Counts counts) implements Result {}

    /**
     * Nobody is notified of what the run held.
     *
     * @param entries how many notices are not sent
     */
    public record Discarded(Hold hold, long entries) implements Result {}

    /** There is no run of this name that was ever held. */
    public record UnknownRun(String run) implements Result {}

    /** A person has decided already. */
    public record AlreadyDecided(Hold hold) implements Result {}

    /** The runs that are held, in the order of their names. */
    public List<Hold> open() {
        return open(parts);
    }

    static List<Hold> open(ReminderParts parts) {
        return parts
                .reminderStores()
                .reminders()
                .holds(parts.school().today(parts.time().instant()))
                .stream()
                .filter(hold -> hold.state() == State.OPEN)
                .toList();
    }

    /**
     * Lets a held run go on: what is still true is queued now. Called again, it queues what is left.
     *
     * @param listener is called with each step after the commit of its chunk
     * @throws dev.cartable.work.LeaseHeldException if another run is under way, such as another person's decision; nothing is written
     */
    public Result release(String run, Consumer<? super Step> listener) {
        return decide(run, State.RELEASED, (hold, lease) -> {
            Counts counts = send.runUnder(lease, Request.of(hold.kind(), hold.at()), listener);
            settle(hold, lease, Outcome.SUPPRESSED, SuppressReason.NO_LONGER_TRUE.name());
            return new Released(hold, counts);
        });
    }

    /**
     * Notifies nobody of what a run holds, now or later, whatever becomes of it. If some of it is true, have the school correct the
     * rest and release the run instead.
     *
     * @throws dev.cartable.work.LeaseHeldException if another run is under way, such as another person's decision; nothing is written
     */
    public Result discard(String run) {
        return decide(
                run,
                State.DISCARDED,
                (hold, lease) -> new Discarded(hold, settle(hold, lease, Outcome.DISCARDED, hold.reasonOfDiscarded())));
    }

    /** One lease for the decision and for what follows from it. */
    private Result decide(String run, State decision, BiFunction<Hold, Lease, Result> then) {
        parts.transactions().requireOwn("deciding about a held run");
        try (Lease lease = Lease.take(parts.reminderStores().leases(), SendReminders.LEASE)) {
            Hold hold = store.hold(run).orElse(null);
            if (hold == null) {
                return new UnknownRun(run);
            }
            if (hold.state() == decision) {
                return then.apply(hold, lease);
            }
            Hold decided = hold.decided(decision, parts.time().instant());
            boolean wasOpen = parts.transactions().call(tx -> {
                lease.renew(tx);
                boolean open = store.decide(tx, decided);
                if (open) {
                    Deed.of("held-run." + decision.name().toLowerCase(Locale.ROOT), "held-run", run)
                            .record(parts.transactions(), tx);
                }
                return open;
            });
            return wasOpen
                    ? then.apply(decided, lease)
                    : new AlreadyDecided(store.hold(run).orElse(hold));
        }
    }

    /** What is still held by a run gets another outcome. */
    private long settle(Hold hold, Lease lease, Outcome outcome, String reason) {
        Instant now = parts.time().instant();
        long settled = 0;
        int chunk;
        do {
            chunk = parts.transactions().call(tx -> {
                lease.renew(tx);
                return store.settle(tx, hold, outcome, reason, now, BulkRun.CHUNK);
            });
            settled += chunk;
        } while (chunk > 0);
        return settled;
    }

    /**
     * Alarms staff again of each run that is held since before 20:00, once an evening.
     *
     * @return the runs
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     */
    public List<Hold> alarmAgain() {
        Instant now = parts.time().instant();
        List<Hold> due =
                open().stream().filter(hold -> !next(hold).isAfter(now)).toList();
        if (due.isEmpty()) {
            return due;
        }
        parts.transactions().requireOwn("alarming staff");
        BrakeMessages messages = new BrakeMessages(parts, audiences);
        HoldCounter counter = new HoldCounter(parts);
        try (Lease lease = Lease.take(parts.reminderStores().leases(), SendReminders.LEASE)) {
            List<Hold> open = open();
            List<Hold> again = due.stream().filter(open::contains).toList();
            parts.transactions().run(tx -> {
                lease.renew(tx);
                again.forEach(hold -> {
                    Hold alarmed = counter.recount(hold).alarmed(now);
                    store.saveHold(tx, alarmed);
                    parts.noticeQueue().add(tx, messages.about(alarmed));
                });
            });
            return again;
        }
    }

    /** The first evening after the last alarm. */
    private Instant next(Hold hold) {
        ZonedDateTime last = hold.alarmedAt().atZone(parts.school().zone());
        ZonedDateTime evening =
                last.toLocalDate().atTime(AGAIN).atZone(parts.school().zone());
        return (evening.isAfter(last)
                        ? evening
                        : last.toLocalDate()
                                .plusDays(1)
                                .atTime(AGAIN)
                                .atZone(parts.school().zone()))
                .toInstant();
    }
}
