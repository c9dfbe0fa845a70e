package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What is written when a day ends: nothing for being asked, and updates in place once everybody uses the network again. */
final class WindowBoundary implements OnPostgres {
    private static final Instant NEXT = Network.NOON.plus(Duration.ofHours(18));
    private static final Instant AFTER = NEXT.plus(Duration.ofDays(1));

    @Override
    public String name() {
        return "window boundary";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int users = sizes.users();
        try (Place place = Network.withUse(engine, users)) {
            Written asking = Written.by(place, pool -> askAll(Network.cartable(pool, () -> NEXT), users));
            Written using = use(place, users, NEXT, 2);
            Written watched = Snapshot.during(place, () -> use(place, users, AFTER, 3));
            return List.of(
                    rows(", asking", asking.rows(), users, Goal.atMost(0), "written", "users asked for"),
                    rows(", in place", using.hot(), using.updates(), Goal.atLeast(0.95), "updated in place", "of"),
                    rows(
                            ", in place beside a snapshot",
                            watched.hot(),
                            watched.updates(),
                            Goal.none(),
                            "updated in place",
                            "of"));
        }
    }

    private Line rows(String what, long first, long second, Goal goal, String named, String of) {
        return new Line(name() + what, Measured.once((double) first, (double) second), goal, named, of, "rows");
    }

    private static Written use(Place place, int users, Instant at, long seed) throws Exception {
        Written written = Written.by(place, pool -> Network.useOnce(Network.cartable(pool, () -> at), users, at, seed));
        Runs.check("updates of usage", written.updates(), users);
        return written;
    }

    private static void askAll(Cartable cartable, int users) {
        for (int i = 0; i < users; i += Network.BATCH) {
            List<UserId> some = IntStream.range(i, Math.min(users, i + Network.BATCH))
                    .mapToObj(Network::user)
                    .toList();
            Runs.check("answers", cartable.quotas().check(some).size(), some.size());
        }
    }
}
