package dev.cartable.benchmarks;

import dev.cartable.account.AccountPlan;

/** Timed runs of a generation that make sure it did what it should. */
final class Runs {
    private Runs() {}

    /** Seconds of a first run over so many guardians. */
    static double first(Pool pool, int guardians) throws Exception {
        AccountPlan.Counts[] counts = {AccountPlan.Counts.none()};
        double seconds = Measured.seconds(() -> counts[0] = School.generate(pool.source()));
        check("accounts created", counts[0].created(), guardians);
        return seconds;
    }

    /** Seconds of a run that finds everything as it should be. */
    static double again(Pool pool, int guardians) throws Exception {
        AccountPlan.Counts[] counts = {AccountPlan.Counts.none()};
        double seconds = Measured.seconds(() -> counts[0] = School.generate(pool.source()));
        check("accounts unchanged", counts[0].unchanged(), guardians);
        return seconds;
    }

    /** Seconds of a first run over a roster of its own. */
    static double first(Engine engine, int guardians, People people) throws Exception {
        try (Place place = School.withRoster(engine, guardians, people);
                Pool pool = place.open()) {
            return first(pool, guardians);
        }
    }

    static void check(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
    }
}
