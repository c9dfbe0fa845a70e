package dev.cartable.work;

/**
 * Stops a run that would take away more than a school loses in an ordinary week: a truncated roster looks just like a
 * school that everyone has left. It stops beyond {@value #PERCENT} % or {@value #COUNT} items, whichever is less, but lets
 * {@value #ALWAYS} pass always, so that a small school can work; a limit that a person gave is taken instead.
 */
public final class Brake {
    public static final int PERCENT = 10;
    public static final int COUNT = 50;
    public static final int ALWAYS = 5;

    private static final long NONE_GIVEN = -1;

    private final long given;

    private Brake(long given) {
        this.given = given;
    }

    /** The brake with its usual limits. */
    public static Brake defaults() {
        return new Brake(NONE_GIVEN);
    }

    /** A brake that lets up to {@code max} items pass, as a person has decided. */
    public static Brake atMost(long max) {
        if (max < 0) {
            throw new IllegalArgumentException("a brake at " + max + " items is below zero");
        }
        return new Brake(max);
    }

    /** How many of {@code total} items may be taken away. */
    public long limit(long total) {
        return given == NONE_GIVEN ? Math.max(ALWAYS, Math.min(share(total), COUNT)) : given;
    }

    private static long share(long total) {
        return total / 100 * PERCENT + total % 100 * PERCENT / 100;
    }

    /**
     * Lets the run pass or stops it.
     *
     * @param action the action as a stable word for programs, such as {@code DEACTIVATE_ACCOUNTS}
     * @throws BrakeException if {@code count} of {@code total} is more than the limit
     */
    public void check(String action, long count, long total) {
        long limit = limit(total);
        if (count > limit) {
            throw new BrakeException(action, count, total, limit);
        }
    }
}
