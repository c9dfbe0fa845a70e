package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * A value for each window. Immutable if its values are.
 *
 * @param <T> what there is for each window
 */
public record PerWindow<T>(T day, T week, T month, T cycle) {
    public PerWindow {
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
        requireNonNull(cycle, "cycle");
    }

    /** The values that a function gives for each window. */
    public static <T> PerWindow<T> of(Function<Window, T> value) {
        return new PerWindow<>(
                value.apply(Window.DAY),
                value.apply(Window.WEEK),
                value.apply(Window.MONTH),
                value.apply(Window.CYCLE));
    }

    /** The same value for all windows. */
    public static <T> PerWindow<T> all(T value) {
        return new PerWindow<>(value, value, value, value);
    }

    /** The value of a window. */
    public T get(Window window) {
        return switch (window) {
            case DAY -> day;
            case WEEK -> week;
            case MONTH -> month;
            case CYCLE -> cycle;
        };
    }
}
