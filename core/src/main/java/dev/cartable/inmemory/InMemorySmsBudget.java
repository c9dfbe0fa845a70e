package dev.cartable.inmemory;

import dev.cartable.notice.port.SmsBudget;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Comparator;

/** The segments of each day in memory. Safe for use by several threads. */
final class InMemorySmsBudget implements SmsBudget {
    private final InMemoryTable<LocalDate, Day> days;

    InMemorySmsBudget(InMemoryUnitOfWork unitOfWork) {
        this.days = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    /** The segments of one day. */
    record Day(LocalDate day, int segments) {}

    @Override
    public boolean reserve(Tx tx, LocalDate day, int segments, int most) {
        int after = used(day) + segments;
        if (after > most) {
            return false;
        }
        days.put(tx, day, new Day(day, after));
        return true;
    }

    @Override
    public void giveBack(Tx tx, LocalDate day, int segments) {
        days.put(tx, day, new Day(day, Math.max(0, used(day) - segments)));
    }

    @Override
    public int used(LocalDate day) {
        Day used = days.get(day);
        return used == null ? 0 : used.segments();
    }
}
