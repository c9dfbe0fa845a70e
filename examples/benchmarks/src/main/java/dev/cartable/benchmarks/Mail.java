package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import java.util.ArrayList;
import java.util.List;

/** Messages from the outbox to a mail server, beside programs that people write and beside a loop over ready messages. */
final class Mail implements Benchmark {
    /** What a mail server far away takes from one host, and what each of its replies takes. */
    static final int ALLOWED_CONNECTIONS = 10;

    static final int SLOW_MILLIS = 10;

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            new Trial(engine, sizes.mails()).run(1);
        }
        Trial trial = new Trial(engine, sizes.mails());
        trial.run(sizes.times());
        String ours = sizes.mails() + " messages from the outbox in";
        return List.of(
                line("one by one", trial.handWritten, trial.ours, 1.5, "a program as people write it", ours),
                line(
                        "a connection each",
                        trial.connecting,
                        trial.ours,
                        3,
                        "such a program that connects for each",
                        ours),
                line("slow server", trial.slowLoop, trial.slowOurs, 0.9, "ready messages on as many connections", ours),
                Line.times(
                        name() + ", ready messages",
                        new Measured(trial.bare, trial.ours),
                        Goal.none(),
                        "bare loop over messages that are there",
                        ours));
    }

    private Line line(String what, List<Double> theirs, List<Double> ours, double least, String first, String second) {
        return Line.times(name() + ", " + what, new Measured(theirs, ours), Goal.atLeast(least), first, second);
    }

    /** All ways in turns. As each sends the same number, throughputs compare as times do the other way round. */
    private static final class Trial {
        private final Engine engine;
        private final int mails;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> handWritten = new ArrayList<>();
        private final List<Double> connecting = new ArrayList<>();
        private final List<Double> bare = new ArrayList<>();
        private final List<Double> slowOurs = new ArrayList<>();
        private final List<Double> slowLoop = new ArrayList<>();

        Trial(Engine engine, int mails) {
            this.engine = engine;
            this.mails = mails;
        }

        void run(int times) throws Exception {
            try (SmtpSink sink = new SmtpSink(0);
                    SmtpSink slow = new SmtpSink(SLOW_MILLIS)) {
                for (int i = 0; i < times; i++) {
                    ours.add(fromOutbox(sink, School.USUAL_CONNECTIONS));
                    List<byte[]> sent = sink.take();
                    handWritten.add(byHand(sink, HandWrittenMail::onOneConnection));
                    connecting.add(byHand(sink, HandWrittenMail::onConnectionsEach));
                    BareMail loop = new BareMail(sink.port(), sent);
                    bare.add(checked(sink, () -> loop.on(1)));
                    slowOurs.add(fromOutbox(slow, ALLOWED_CONNECTIONS));
                    BareMail slowly = new BareMail(slow.port(), slow.take());
                    slowLoop.add(checked(slow, () -> slowly.on(ALLOWED_CONNECTIONS)));
                }
            }
        }

        private double checked(SmtpSink sink, Measured.Step loop) throws Exception {
            double seconds = Measured.seconds(loop);
            Runs.check("messages sent", sink.take().size(), mails);
            return seconds;
        }

        private interface Way {
            void send(HandWrittenMail program) throws Exception;
        }

        private double byHand(SmtpSink sink, Way way) throws Exception {
            try (Place place = School.withRoster(engine, mails, People.REACHABLE);
                    Pool pool = place.open();
                    var connection = pool.connection()) {
                HandWrittenMail program = new HandWrittenMail(sink.port(), connection);
                program.queue(mails);
                return checked(sink, () -> way.send(program));
            }
        }

        private double fromOutbox(SmtpSink sink, int connections) throws Exception {
            try (Place place = School.withRoster(engine, mails, People.REACHABLE);
                    Pool pool = place.open(Math.max(4, connections))) {
                Runs.first(pool, mails);
                try (Cartable cartable = School.builder(pool.source())
                        .courier(School.courier(sink.port(), connections))
                        .build()) {
                    long[] sent = {0};
                    double seconds = Measured.seconds(() ->
                            sent[0] = cartable.notices().dispatch().drain().sent());
                    Runs.check("notices sent", sent[0], mails);
                    return seconds;
                }
            }
        }
    }
}
