package dev.cartable.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.school.model.GuardianId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How long a message takes from the call that queues it to the mail server's 250, at 20 a second. */
final class Delay implements Benchmark {
    private static final int PER_SECOND = 20;
    private static final double MEDIAN_MILLIS = 1_000;
    private static final double SLOW_MILLIS = 10_000;

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        List<Double> millis = millis(engine, sizes.mails());
        return List.of(
                line("median", percentile(millis, 50), Goal.atMost(1), MEDIAN_MILLIS, millis.size()),
                line("99 %", percentile(millis, 99), Goal.none(), SLOW_MILLIS, millis.size()),
                line("99.9 %", percentile(millis, 99.9), Goal.atMost(1), SLOW_MILLIS, millis.size()),
                line("longest", percentile(millis, 100), Goal.none(), SLOW_MILLIS, millis.size()));
    }

    private Line line(String what, double measured, Goal goal, double allowed, int messages) {
        return new Line(
                name() + ", " + what,
                Measured.once(measured, allowed),
                goal,
                "of " + messages + " messages",
                "allowed",
                "ms");
    }

    static double percentile(List<Double> sorted, double percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100) - 1);
    }

    private static List<Double> millis(Engine engine, int messages) throws Exception {
        ExecutorService sending = Executors.newSingleThreadExecutor();
        try (SmtpSink sink = new SmtpSink(0);
                Place place = School.withRoster(engine, messages, People.REACHABLE);
                Pool pool = place.open();
                Cartable cartable = School.builder(pool.source())
                        .courier(School.courier(sink.port(), School.USUAL_CONNECTIONS))
                        .build()) {
            Map<String, Long> begun = open(cartable, messages, sending);
            Runs.check("messages sent", sink.take().size(), messages);
            Map<String, Long> answered = sink.answered();
            return begun.entrySet().stream()
                    .map(call -> (requireNonNull(answered.get(call.getKey())) - call.getValue()) / 1e6)
                    .sorted()
                    .toList();
        } finally {
            sending.shutdown();
        }
    }

    /** Opens accounts, each at its time, and waits for their messages. Returns when each was begun, by its address. */
    private static Map<String, Long> open(Cartable cartable, int messages, ExecutorService sending) throws Exception {
        Map<String, Long> begun = new HashMap<>();
        ScheduledExecutorService hosts = Executors.newScheduledThreadPool(2);
        try {
            CommitDispatcher dispatcher = cartable.notices().dispatchOnCommit(sending);
            List<Future<Long>> calls = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                GuardianId guardian = new GuardianId(School.guardian(i));
                calls.add(hosts.schedule(
                        () -> {
                            long now = System.nanoTime();
                            cartable.accounts().open(guardian);
                            return now;
                        },
                        1_000L * i / PER_SECOND,
                        TimeUnit.MILLISECONDS));
            }
            for (int i = 0; i < messages; i++) {
                begun.put(School.guardian(i) + "@example.org", calls.get(i).get());
            }
            sending.submit(() -> {}).get(); // The last dispatch has ended by then: there is one thread.
            dispatcher.close();
            return begun;
        } finally {
            hosts.shutdownNow();
        }
    }
}
