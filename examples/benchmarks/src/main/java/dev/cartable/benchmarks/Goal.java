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

    /** Whatever it turns out to be. */
    static Goal none() {
        return new Goal(true, Double.POSITIVE_INFINITY);
    }

    /** What is to be said of a ratio. */
    String verdict(double ratio) {
        return isNone() ? "" : isMetBy(ratio) ? "met" : "**missed**";
    }

    private boolean isNone() {
        return Double.isInfinite(limit);
    }

    boolean isMetBy(double ratio) {
        return atMost ? ratio <= limit : ratio >= limit;
    }

    @Override
    public String toString() {
        return isNone() ? "" : String.format(Locale.ROOT, "%s %.2f×", atMost ? "≤" : "≥", limit);
    }
}
