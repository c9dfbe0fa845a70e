package dev.cartable.benchmarks;

import java.util.Locale;

/** What a ratio should be. */
record Goal(boolean atMost, double limit) {
    static Goal atMost(double limit) {
        return new Goal(true, limit);
    }

    static Goal atLeast(double limit) {
        return new Goal(false, limit);
    }

    boolean isMetBy(double ratio) {
        return atMost ? ratio <= limit : ratio >= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f×", atMost ? "≤" : "≥", limit);
    }
}
