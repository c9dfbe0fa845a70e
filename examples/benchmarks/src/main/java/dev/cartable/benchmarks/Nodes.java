package dev.cartable.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Two processes that send the messages of one database to a mail server far away, beside one process. */
final class Nodes implements OnPostgres {
    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        Measured.Work one = () -> seconds(engine, sizes.mails(), 1);
        Measured.Work two = () -> seconds(engine, sizes.mails(), 2);
        return List.of(Line.times(
                name(),
                Measured.inTurns(sizes.times(), one, two),
                Goal.atLeast(1.7),
                sizes.mails() + " messages from one process on " + Mail.ALLOWED_CONNECTIONS + " connections in",
                "from two on as many each"));
    }

    private static double seconds(Engine engine, int mails, int count) throws Exception {
        List<Node> nodes = new ArrayList<>();
        try (SmtpSink server = new SmtpSink(Mail.SLOW_MILLIS);
                Place place = School.withRoster(engine, mails, People.REACHABLE)) {
            try (Pool pool = place.open()) {
                Runs.first(pool, mails);
            }
            for (int i = 0; i < count; i++) {
                nodes.add(Node.start(place, server.port(), Mail.ALLOWED_CONNECTIONS));
            }
            long[] sent = {0};
            double seconds = Measured.seconds(() -> {
                for (Node node : nodes) {
                    node.begin();
                }
                for (Node node : nodes) {
                    sent[0] += node.sent();
                }
            });
            Runs.check("notices sent", sent[0], mails);
            Runs.check("messages sent", server.take().size(), mails);
            return seconds;
        } finally {
            nodes.forEach(Node::close);
        }
    }
}
