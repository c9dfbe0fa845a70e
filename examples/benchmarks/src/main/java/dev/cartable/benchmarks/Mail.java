package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.mail.SmtpSettings;
import java.util.ArrayList;
import java.util.List;

/** Messages from the outbox to a mail server, beside a loop that sends the very same messages and remembers nothing. */
final class Mail implements Benchmark {
    @Override
    public String name() {
        return "mail";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        try (SmtpSink sink = new SmtpSink()) {
            new Trial(engine, sink, sizes.mails()).run(1);
            Trial trial = new Trial(engine, sink, sizes.mails());
            trial.run(sizes.times());
            String ours = sizes.mails() + " messages from the outbox in";
            return List.of(
                    Line.times(
                            name() + ", one connection",
                            new Measured(trial.bare, trial.ours),
                            Goal.atLeast(0.6),
                            "bare loop",
                            ours),
                    Line.times(
                            name() + ", a connection each",
                            new Measured(trial.connecting, trial.ours),
                            Goal.atLeast(2),
                            "loop that connects for each",
                            ours));
        }
    }

    /** The three ways in turns. As each sends the same number, throughputs compare as times do the other way round. */
    private static final class Trial {
        private final Engine engine;
        private final SmtpSink sink;
        private final int mails;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> bare = new ArrayList<>();
        private final List<Double> connecting = new ArrayList<>();

        Trial(Engine engine, SmtpSink sink, int mails) {
            this.engine = engine;
            this.sink = sink;
            this.mails = mails;
        }

        void run(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                ours.add(fromOutbox());
                BareMail loop = new BareMail(sink.port(), sink.take());
                bare.add(checked(loop::onOneConnection));
                connecting.add(checked(loop::onConnectionsEach));
            }
        }

        private double checked(Measured.Step loop) throws Exception {
            double seconds = Measured.seconds(loop);
            Runs.check("messages sent", sink.take().size(), mails);
            return seconds;
        }

        private double fromOutbox() throws Exception {
            SmtpSettings settings = SmtpSettings.builder("127.0.0.1")
                    .port(sink.port())
                    .localHost("localhost")
                    .build();
            try (Place place = School.withRoster(engine, mails, People.REACHABLE);
                    Pool pool = place.open()) {
                Runs.first(pool, mails);
                try (Cartable cartable = School.builder(pool.source())
                        .courier(JakartaMailCourier.smtp(settings))
                        .build()) {
                    long[] sent = {0};
                    double seconds = Measured.seconds(
                            () -> sent[0] = cartable.dispatchNotices().drain().sent());
                    Runs.check("notices sent", sent[0], mails);
                    return seconds;
                }
            }
        }
    }
}
