package dev.cartable.benchmarks;

import java.util.List;

/** Something that is measured on each database. */
interface Benchmark {
    String name();

    /** Whether it is left out of an ordinary run, for the time it takes. */
    default boolean isLong() {
        return false;
    }

    /** Whether it can be measured there. */
    default boolean isFor(Engine engine) {
        return true;
    }

    List<Line> run(Engine engine, Sizes sizes) throws Exception;
}
