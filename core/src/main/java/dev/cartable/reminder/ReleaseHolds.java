package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.Hold.State;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.work.Lease;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The use case for runs that the brake holds: a person releases a run, so that what is still true is sent, or discards it, so that
 * nobody is notified of it; staff are alarmed again in the evening. Safe for use by several threads and nodes.
 */
public final class ReleaseHolds {
    /** At this time staff are alarmed again of what is still held. */
    private static final LocalTime AGAIN = LocalTime.of(20, 0);

    private final ReminderParts parts;
    private final SendReminders send;
    private final AudienceReader audiences;

    ReleaseHolds(ReminderParts parts, SendReminders send, AudienceReader audiences) {
        this.parts = requireNonNull(parts, "parts");
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
        return AbsenceBrake.openHolds(parts);
    }

    /**
     * Lets a held run go on: what is still true is queued now.
     *
     * @param listener is called with each step after the commit of its chunk
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; the decision may be stored already, so call this
     *     again, or leave the rest to the next run of the rule
     */
    public Result release(String run, Consumer<? super Step> listener) {
        return decide(run, State.RELEASED, hold -> {
            Counts counts = send.run(Request.of(hold.kind(), hold.at()), listener);
            settle(hold, Outcome.SUPPRESSED, SuppressReason.NO_LONGER_TRUE.name());
            return new Released(hold, counts);
        });
    }

    /**
     * Notifies nobody of what a run holds, now or later, whatever becomes of it. If some of it is true, have the school correct the
     * rest and release the run instead.
     *
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     */
    public Result discard(String run) {
        return decide(run, State.DISCARDED, hold -> new Discarded(hold, settle(hold, Outcome.DISCARDED, hold.run())));
    }

    private Result decide(String run, State decision, Function<Hold, Result> then) {
        parts.transactions().requireOwn("deciding about a held run");
        Hold decided;
        try (Lease lease = Lease.take(parts.reminderStores().leases(), SendReminders.LEASE)) {
            Hold hold = parts.reminderStores().reminders().hold(run).orElse(null);
            if (hold == null) {
                return new UnknownRun(run);
            }
            if (hold.state() != State.OPEN && hold.state() != decision) {
                return new AlreadyDecided(hold);
            }
            decided = hold.state() == decision
                    ? hold
                    : hold.decided(decision, parts.time().instant());
            parts.transactions().run(tx -> {
                lease.renew(tx);
                parts.reminderStores().reminders().saveHold(tx, decided);
            });
        }
        return then.apply(decided);
    }

    /** What is still held by a run gets another outcome. */
    private long settle(Hold hold, Outcome outcome, String reason) {
        Instant now = parts.time().instant();
        long settled = 0;
        ReminderFilter ofTheRun = ReminderFilter.days(hold.day(), hold.day()).of(hold.kind());
        Predicate<ReminderEntry> isHeld =
                entry -> entry.outcome() == Outcome.HELD && hold.run().equals(entry.reason());
        try (Stream<ReminderLine> all = parts.reminderStores().reminders().history(ofTheRun);
                Stream<List<ReminderEntry>> chunks =
                        Chunks.stream(all.map(ReminderLine::entry).filter(isHeld), BulkRun.CHUNK)) {
            for (List<ReminderEntry> chunk : (Iterable<List<ReminderEntry>>) chunks::iterator) {
                settled += chunk.size();
                parts.transactions()
                        .run(tx -> parts.reminderStores()
                                .reminders()
                                .save(
                                        tx,
                                        chunk.stream()
                                                .map(entry -> entry.decided(outcome, reason, now))
                                                .toList()));
            }
        }
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
                    parts.reminderStores().reminders().saveHold(tx, alarmed);
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
