package dev.cartable.benchmarks;

/**
 * How much is measured.
 *
 * @param guardians of an ordinary run
 * @param many guardians of a very large run
 * @param exported accounts in the export
 * @param mails messages sent
 * @param messages no-op messages drained
 * @param pupils who are reminded of study sessions
 * @param users of the network
 * @param events that they cause, at most
 * @param times how often each thing is measured
 * @param warmsUp whether each thing is done once before it is measured
 */
record Sizes(
        int guardians,
        int many,
        int exported,
        int mails,
        int messages,
        int pupils,
        int users,
        int events,
        int times,
        boolean warmsUp) {
    static Sizes full() {
        return new Sizes(50_000, 1_000_000, 500_000, 2_500, 20_000, 10_000, 100_000, 2_000_000, 3, true);
    }

    /** Just enough to see that all of it runs. The ratios mean nothing. */
    static Sizes quick() {
        return new Sizes(300, 600, 1_000, 30, 300, 200, 200, 4_000, 1, false);
    }

    Sizes withGuardians(int other) {
        return new Sizes(other, many, exported, mails, messages, pupils, users, events, times, warmsUp);
    }

    Sizes withTimes(int other) {
        return new Sizes(guardians, many, exported, mails, messages, pupils, users, events, other, warmsUp);
    }
}
