package dev.cartable.benchmarks;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import java.util.List;

/** Buckets of Bucket4j with three limits each, as a program would have them without Cartable. */
final class Buckets {
    private static final long GB = 1_000_000_000;
    private static final List<Bandwidth> LIMITS = List.of(
            limit(GB, Duration.ofDays(1)), limit(5 * GB, Duration.ofDays(7)), limit(20 * GB, Duration.ofDays(30)));

    private final ProxyManager<String> stored;

    private Buckets(ProxyManager<String> stored) {
        this.stored = stored;
    }

    private static Bandwidth limit(long tokens, Duration period) {
        return Bandwidth.builder()
                .capacity(tokens)
                .refillIntervally(tokens, period)
                .build();
    }

    /** Buckets in a new table. */
    static Buckets in(Pool pool) throws Exception {
        Network.execute(pool, "CREATE TABLE bucket (id text PRIMARY KEY, state bytea)");
        return new Buckets(Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool.source())
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("bucket")
                .build());
    }

    /** One in memory. */
    static Bucket inMemory() {
        var bucket = Bucket.builder();
        LIMITS.forEach(bucket::addLimit);
        return bucket.build();
    }

    void consume(String key) {
        var configuration = BucketConfiguration.builder();
        LIMITS.forEach(configuration::addLimit);
        take(stored.builder().build(key, configuration::build));
    }

    static void take(Bucket bucket) {
        if (!bucket.tryConsume(1)) {
            throw new IllegalStateException("a bucket is empty");
        }
    }
}
