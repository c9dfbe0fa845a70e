package dev.cartable.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Two things that were measured one after the other, several times. */
record Measured(List<Double> first, List<Double> second) {
    Measured {
        first = List.copyOf(first);
        second = List.copyOf(second);
        if (first.isEmpty() || first.size() != second.size()) {
            throw new IllegalArgumentException(first.size() + " and " + second.size() + " figures are no pairs");
        }
    }

    /** One thing of each, as often as is asked for, in turns, so that a machine that slows down slows both. */
    static Measured inTurns(int times, Work first, Work second) throws Exception {
        List<Double> firsts = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            firsts.add(first.measure());
            seconds.add(second.measure());
        }
        return new Measured(firsts, seconds);
    }

    /** A single pair. */
    static Measured once(double first, double second) {
        return new Measured(List.of(first), List.of(second));
    }

    /** The second in terms of the first, such as throughputs of the same work from their times. */
    Measured swapped() {
        return new Measured(second, first);
    }

    /** The first in terms of the second, by their medians. */
    double ratio() {
        return median(first) / median(second);
    }

    /** The least and the greatest ratio of one pair. */
    double least() {
        return ratios().get(0);
    }

    double greatest() {
        List<Double> ratios = ratios();
        return ratios.get(ratios.size() - 1);
    }

    private List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            ratios.add(first.get(i) / second.get(i));
        }
        return ratios.stream().sorted().toList();
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Something that takes time; returns how much, in seconds, or another figure. */
    interface Work {
        double measure() throws Exception;
    }

    /** Something to be timed. */
    interface Step {
        void run() throws Exception;
    }

    /** How long it takes, in seconds, begun with little garbage around. */
    static double seconds(Step step) throws Exception {
        System.gc();
        long begin = System.nanoTime();
        step.run();
        return (System.nanoTime() - begin) / 1e9;
    }
}
