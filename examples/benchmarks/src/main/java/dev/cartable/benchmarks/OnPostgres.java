package dev.cartable.benchmarks;

/** Something whose peer is written for PostgreSQL, and which is measured there only. */
interface OnPostgres extends Benchmark {
    @Override
    default boolean isFor(Engine engine) {
        return engine instanceof Postgres;
    }
}
