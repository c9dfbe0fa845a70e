package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * Two nodes that send the messages of one database to a mail server far away, beside one node. Both are in this process and share
 * nothing but the database: each has a pool and connections of its own.
 */
final class Nodes implements OnPostgres {
    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            seconds(engine, sizes.mails(), 2);
        }
        return List.of(Line.times(
                name(),
                Measured.inTurns(
                        sizes.times(),
                        () -> seconds(engine, sizes.mails(), 1),
                        () -> seconds(engine, sizes.mails(), 2)),
                Goal.atLeast(1.7),
                sizes.mails() + " messages from one node on " + Mail.ALLOWED_CONNECTIONS + " connections in",
                "from two on as many each in"));
    }

    private static double seconds(Engine engine, int mails, int nodes) throws Exception {
        try (SmtpSink server = new SmtpSink(Mail.SLOW_MILLIS);
                Place place = School.withRoster(engine, mails, People.REACHABLE)) {
            try (Pool pool = place.open()) {
                Runs.first(pool, mails);
            }
            List<FutureTask<Long>> drains = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                drains.add(new FutureTask<>(() -> drain(place, server.port())));
            }
            long[] sent = {0};
            double seconds = Measured.seconds(() -> {
                drains.forEach(drain -> new Thread(drain, "node").start());
                for (FutureTask<Long> drain : drains) {
                    sent[0] += drain.get();
                }
            });
            Runs.check("notices sent", sent[0], mails);
            Runs.check("messages sent", server.take().size(), mails);
            return seconds;
        }
    }

    private static long drain(Place place, int port) {
        try (Pool pool = place.open(Mail.ALLOWED_CONNECTIONS);
                Cartable node = School.builder(pool.source())
                        .courier(School.courier(port, Mail.ALLOWED_CONNECTIONS))
                        .build()) {
            return node.notices().dispatch().drain().sent();
        }
    }
}
