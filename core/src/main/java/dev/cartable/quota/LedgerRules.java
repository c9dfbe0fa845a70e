package dev.cartable.quota;

import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the ledger proves. A day is what was reported of it, as long as its events are remembered, and after that what its record
 * says. A counter of day, week or month is the sum of its days and its adjustments, exactly. A cycle may begin in the middle of
 * a day, and only what is charged to its own assignment counts, so it is proven between two bounds: at most what was reported since
 * it began, and at least what was reported since the user certainly was served by it.
 */
final class LedgerRules {
    private LedgerRules() {}

    /**
     * The numbers that are wrong.
     *
     * @param usage the counters, or what they would be if they began now
     * @param served whether the cycle that the counters are in is the one that serves the user now
     */
    public static List<WrongFigure> faults(UserLedger ledger, Usage usage, boolean served) {
        return faults(ledger, usage, served, ledger.usage() == null);
    }

    /** What is missing from counters that were lost and have just been opened again: of a cycle, the most that it can be. */
    public static List<WrongFigure> lost(UserLedger ledger, Usage usage) {
        return faults(ledger, usage, false, true);
    }

    private static List<WrongFigure> faults(UserLedger ledger, Usage usage, boolean served, boolean lost) {
        List<WrongFigure> faults = new ArrayList<>();
        days(ledger, faults);
        for (Window window : Window.values()) {
            if (usage.key(window) instanceof WindowKey.Dated key) {
                window(ledger, key, faults);
            } else {
                cycle(ledger, usage, served, lost, faults);
            }
        }
        return faults;
    }

    private static void days(UserLedger ledger, List<WrongFigure> faults) {
        LocalDate first = ledger.span().firstDay();
        TreeSet<LocalDate> days =
                new TreeSet<>(ledger.days().tailMap(first, true).keySet());
        days.addAll(ledger.reported().tailMap(first, true).keySet());
        for (LocalDate day : days) {
            Traffic expected =
                    ledger.reported().getOrDefault(day, TrafficSum.ZERO).counted();
            add(
                    ledger,
                    Figure.DAYS,
                    WindowKey.of(Window.DAY, day),
                    ledger.days().getOrDefault(day, TrafficSum.ZERO),
                    expected,
                    faults);
        }
    }

    private static void window(UserLedger ledger, WindowKey.Dated key, List<WrongFigure> faults) {
        TrafficSum reported = reported(ledger, key);
        TrafficSum adjusted = ledger.adjusted(key);
        if (!reported.isFull() || adjusted.isZero()) {
            add(
                    ledger,
                    Figure.of(key.window()),
                    key,
                    ledger.stored(key.window()),
                    reported.plus(adjusted).counted(),
                    faults);
        }
    }

    private static TrafficSum reported(UserLedger ledger, WindowKey.Dated key) {
        return reported(ledger, key.firstDay(), key.next());
    }

    /**
     * By how much more was taken from the windows that the counters are in than is left in them, now that use of theirs has been
     * reported to be of another time. A counter does not go below nothing, and what is used next counts from there: so the ledger
     * has to be given back as much.
     *
     * @param usage the counters that the ledger has
     * @return nothing of windows where all is well
     */
    public static Map<Window, TrafficSum> overdrawn(UserLedger ledger, Usage usage) {
        Map<Window, TrafficSum> overdrawn = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            WindowKey key = usage.key(window);
            TrafficSum reported = key instanceof WindowKey.Dated dated ? reported(ledger, dated) : most(ledger, usage);
            TrafficSum over = reported.plus(ledger.adjusted(key)).below();
            if (!over.isZero()) {
                overdrawn.put(window, over);
            }
        }
        return overdrawn;
    }

    private static void cycle(UserLedger ledger, Usage usage, boolean served, boolean lost, List<WrongFigure> faults) {
        WindowKey key = usage.key(Window.CYCLE);
        TrafficSum adjusted = ledger.adjusted(key);
        TrafficSum most = most(ledger, usage);
        if (most.isFull()) {
            return;
        }
        Traffic high = most.plus(adjusted).counted();
        Traffic low = lost ? high : served ? certain(ledger).plus(adjusted).counted() : Traffic.NONE;
        TrafficSum stored = ledger.stored(Window.CYCLE);
        Traffic nearest =
                new Traffic(nearest(stored.up(), low.up(), high.up()), nearest(stored.down(), low.down(), high.down()));
        add(ledger, Figure.CYCLE, key, stored, nearest, faults);
    }

    /** The most that can have been charged to the cycle. */
    private static TrafficSum most(UserLedger ledger, Usage usage) {
        if (usage.assignment() == null) {
            return TrafficSum.ZERO;
        }
        LocalDate first = ledger.span().calendar().day(usage.key(Window.CYCLE).start());
        boolean exact = ledger.usage() != null && ledger.span().proves(first);
        TrafficSum head = exact ? ledger.cycleHead() : reported(ledger, first, first.plusDays(1));
        return head.plus(reported(ledger, first.plusDays(1), LocalDate.MAX));
    }

    /** The least that must have been. */
    private static TrafficSum certain(UserLedger ledger) {
        LocalDate first = ledger.servedDay();
        TrafficSum head = ledger.span().proves(first) ? ledger.servedHead() : TrafficSum.ZERO;
        return head.plus(reported(ledger, first.plusDays(1), LocalDate.MAX));
    }

    private static long nearest(BigInteger stored, long low, long high) {
        return stored.max(BigInteger.valueOf(low))
                .min(BigInteger.valueOf(Math.max(low, high)))
                .longValue();
    }

    /** What was used from one day to before another: as reported where that is proven, and as recorded before. */
    private static TrafficSum reported(UserLedger ledger, LocalDate from, LocalDate to) {
        LocalDate proven = ledger.span().firstDay();
        TrafficSum sum = TrafficSum.ZERO;
        if (from.isBefore(proven)) {
            LocalDate until = to.isBefore(proven) ? to : proven;
            for (TrafficSum day : ledger.days().subMap(from, until).values()) {
                sum = sum.plus(TrafficSum.of(day.counted()));
            }
        }
        LocalDate after = from.isBefore(proven) ? proven : from;
        if (after.isBefore(to)) {
            for (TrafficSum day : ledger.reported().subMap(after, to).values()) {
                sum = sum.plus(TrafficSum.of(day.counted()));
            }
        }
        return sum;
    }

    private static void add(
            UserLedger ledger,
            Figure figure,
            WindowKey key,
            TrafficSum stored,
            Traffic expected,
            List<WrongFigure> faults) {
        if (!stored.equals(TrafficSum.of(expected))) {
            faults.add(new WrongFigure(ledger.user(), figure, key, stored, expected));
        }
    }

    /** The counters with the numbers that they should have. */
    public static Usage repaired(Usage usage, List<WrongFigure> faults) {
        return usage.with(PerWindow.of(window -> repaired(usage.counter(window), faults)));
    }

    private static Counter repaired(Counter counter, List<WrongFigure> faults) {
        return faults.stream()
                .filter(fault -> fault.figure() == Figure.of(counter.key().window()))
                .findFirst()
                .map(fault -> new Counter(counter.key(), fault.expected()))
                .orElse(counter);
    }
}
