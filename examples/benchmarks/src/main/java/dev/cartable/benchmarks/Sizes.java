package dev.cartable.benchmarks;

/**
 * How much is measured.
 *
 * @param guardians of an ordinary run
 * @param many guardians of a very large run
 * @param exported accounts in the export
 * @param mails messages sent
 * @param users of the network
 * @param events that they cause, at most
 * @param times how often each thing is measured
 */
record Sizes(int guardians, int many, int exported, int mails, int users, int events, int times) {
    static Sizes full() {
        return new Sizes(50_000, 1_000_000, 500_000, 2_500, 100_000, 2_000_000, 3);
    }

    /** Just enough to see that all of it runs. The ratios mean nothing. */
    static Sizes quick() {
        return new Sizes(300, 600, 1_000, 30, 200, 4_000, 1);
    }

    int warmUp() {
        return Math.max(guardians / 10, 100);
    }
}
