package dev.cartable.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * One line of the result: a ratio, its goal, and what it was made from.
 *
 * @param first what was measured
 * @param second what it is compared with
 * @param unit of both, such as s or MB
 */
record Line(String name, Measured measured, Goal goal, String first, String second, String unit) {
    static final String HEADER = """
            | database | benchmark | ratio | min–max | goal | | measured |
            |---|---|---|---|---|---|---|""";

    static Line times(String name, Measured measured, Goal goal, String first, String second) {
        return new Line(name, measured, goal, first, second, "s");
    }

    /** The line as a row of a Markdown table. */
    String row(String database) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f× | %.2f–%.2f | %s | %s | %s %s, %s %s |",
                database,
                name,
                measured.ratio(),
                measured.least(),
                measured.greatest(),
                goal,
                goal.verdict(measured.ratio()),
                first,
                figure(measured.first()),
                second,
                figure(measured.second()));
    }

    private String figure(List<Double> figures) {
        double median = Measured.median(figures);
        return String.format(Locale.ROOT, median < 10 ? "%.2f %s" : "%.0f %s", median, unit);
    }
}
