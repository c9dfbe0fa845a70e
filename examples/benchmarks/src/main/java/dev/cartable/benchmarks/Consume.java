package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.MeterUsage;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import io.github.bucket4j.Bucket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Asking to use something, where check and count are one, beside the buckets of Bucket4j. */
final class Consume implements OnPostgres {
    private static final int THREADS = 8;
    private static final Traffic LITTLE = new Traffic(0, 1);

    @Override
    public String name() {
        return "consume";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int many = sizes.users() / 100;
        List<Line> lines = new ArrayList<>();
        try (Place place = Network.withUse(engine, many);
                Pool pool = place.open()) {
            Cartable cartable = Network.cartable(pool);
            Buckets buckets = Buckets.in(pool);
            for (int keys : new int[] {1, many}) {
                lines.add(stored(cartable, buckets, keys, sizes));
            }
        }
        lines.add(inMemory(sizes));
        return lines;
    }

    private Line stored(Cartable cartable, Buckets buckets, int keys, Sizes sizes) throws Exception {
        int count = sizes.events() / 500;
        int[] round = {0};
        Measured.Work ours = () -> {
            String prefix = "stored-" + keys + "-" + round[0]++ + "-";
            return Threads.perSecond(THREADS, count, i -> consume(cartable, i % keys, prefix + i));
        };
        Measured.Work theirs = () -> Threads.perSecond(
                THREADS, count, i -> buckets.consume(Network.user(i % keys).value()));
        Measured.inTurns(1, ours, theirs);
        return new Line(
                name() + ", " + (keys == 1 ? "one user" : "many users"),
                Measured.inTurns(sizes.times(), ours, theirs),
                Goal.atLeast(2),
                THREADS + " threads, " + keys + " users",
                "Bucket4j in PostgreSQL",
                "/s");
    }

    /** One user and one thread; what has gathered is written at the end, which is in the time. */
    private Line inMemory(Sizes sizes) throws Exception {
        int count = sizes.events();
        MeterUsage meter = cartableInMemory().quotas().meter();
        UserId user = Network.user(0);
        Bucket bucket = Buckets.inMemory();
        Measured.Work ours = () -> 1e6
                / Threads.perSecond(1, count, i -> {
                    if (!meter.tryConsume(user, LITTLE)
                            || (i == count - 1 && meter.flush().counted().isEmpty())) {
                        throw new IllegalStateException("not counted");
                    }
                });
        Measured.Work theirs = () -> 1e6 / Threads.perSecond(1, count, i -> Buckets.take(bucket));
        Measured.inTurns(1, ours, theirs);
        return new Line(
                name() + ", in memory",
                Measured.inTurns(sizes.times(), ours, theirs),
                Goal.atMost(1),
                "a user's three windows",
                "Bucket4j in memory",
                "µs");
    }

    private static Cartable cartableInMemory() {
        Cartable cartable = School.builder(new InMemoryStores(InstantSource.system()))
                .time(InstantSource.system())
                .build();
        cartable.rosters()
                .saveUsers(List.of(new User(Network.user(0), "user0", null, null, null, true))
                        .iterator());
        Profile profile = cartable.quotas()
                .profiles()
                .add(
                        "Profile",
                        change -> change.atMost(Window.DAY, DataSize.ofGibibytes(1))
                                .atMost(Window.WEEK, DataSize.ofGibibytes(5))
                                .atMost(Window.MONTH, DataSize.ofGibibytes(20)));
        cartable.quotas().assign(Holder.of(Network.user(0)), profile.id(), "");
        return cartable;
    }

    private static void consume(Cartable cartable, int user, String event) {
        Consumption answer = cartable.quotas().consume(Network.user(user), LITTLE, new EventId(event));
        if (!(answer instanceof Consumption.Granted)) {
            throw new IllegalStateException("not granted: " + answer);
        }
    }
}
