package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableBuilder;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.task.Task;
import dev.cartable.task.port.Alarms;
import dev.cartable.work.Counts;
import dev.cartable.work.LeaseLostException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts and observes what Cartable does: runs of tasks, deliveries, the outcomes of notices, reports of use, alarms. Tags name kinds, channels,
 * tasks and outcomes, never people or ids. The registries are looked for at the first use, when all of the application is there.
 */
final class Meters implements CartableBuilderCustomizer {
    /** Observation of each run of a task. */
    static final String TASK = "cartable.task";

    /** What runs of tasks have done, by their own counts. */
    static final String TASK_COUNTS = "cartable.task.counts";

    /** Observation of what is handed to a courier. */
    static final String DELIVERY = "cartable.delivery";

    /** Outcomes of notices. */
    static final String NOTICES = "cartable.notices";

    /** Reports of the use of the network. */
    static final String USAGE = "cartable.usage";

    /** Alarms that were raised. */
    static final String ALARMS = "cartable.alarms";

    private final ObjectProvider<MeterRegistry> meters;
    private final ObjectProvider<ObservationRegistry> observations;

    Meters(ObjectProvider<MeterRegistry> meters, ObjectProvider<ObservationRegistry> observations) {
        this.meters = requireNonNull(meters, "meters");
        this.observations = requireNonNull(observations, "observations");
    }

    @Override
    public void customize(CartableBuilder builder) {
        builder.decorateTasks(ObservedTask::new)
                .decorateCouriers(ObservedCourier::new)
                .decorateAlarms(this::counted)
                .dispatchListener((channel, kind, state) -> count(
                        NOTICES, 1, "channel", lower(channel.name()), "kind", kind.name(), "outcome", retried(state)))
                .usageListener((source, outcome, number) ->
                        count(USAGE, (double) number, "source", lower(source.name()), "outcome", lower(outcome)));
    }

    private static String retried(Enum<?> state) {
        return state.name().equals("QUEUED") ? "retried" : lower(state.name());
    }

    private Alarms counted(Alarms alarms) {
        return alarm -> {
            count(
                    ALARMS,
                    1,
                    "code",
                    lower(alarm.code().name()),
                    "task",
                    alarm.task() == null ? "none" : alarm.task().value());
            alarms.raise(alarm);
        };
    }

    private void count(String name, double amount, String... tags) {
        meters.ifAvailable(registry -> registry.counter(name, tags).increment(amount));
    }

    private Observation start(String name, String... keyValues) {
        Observation observation =
                Observation.createNotStarted(name, observations.getIfAvailable(() -> ObservationRegistry.NOOP));
        for (int i = 0; i < keyValues.length; i += 2) {
            observation.lowCardinalityKeyValue(keyValues[i], keyValues[i + 1]);
        }
        return observation.start();
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Such as {@code try_later} for {@code TryLater}. */
    static String outcome(Delivery delivery) {
        return lower(delivery.getClass().getSimpleName().replaceAll("(?<=[a-z])([A-Z])", "_$1"));
    }

    private final class ObservedTask extends TaskDecorator {
        ObservedTask(Task task) {
            super(task);
        }

        @Override
        public Counts run(Task.Run run) throws Exception {
            Observation observation = start(TASK, "task", name().value(), "outcome", "running");
            ForwardedRun seen = new ForwardedRun(run);
            try {
                Counts counts = observation.scopedChecked(() -> task().run(seen));
                observation.lowCardinalityKeyValue("outcome", seen.isUnfinished() ? "unfinished" : "done");
                counts.values().forEach((count, number) -> {
                    if (number > 0) {
                        count(TASK_COUNTS, number, "task", name().value(), "count", count);
                    }
                });
                return counts;
            } catch (Exception | Error e) {
                observation.lowCardinalityKeyValue("outcome", outcome(e, run));
                throw e;
            } finally {
                observation.stop();
            }
        }

        private static String outcome(Throwable failure, Task.Run run) {
            return failure instanceof LeaseLostException ? "lost" : run.mustStop() ? "stopped" : "failed";
        }
    }

    private final class ObservedCourier extends CourierDecorator {
        ObservedCourier(Courier courier) {
            super(courier);
        }

        @Override
        List<Delivery> around(List<RenderedNotice> notices, Supplier<List<Delivery>> delivery) {
            Set<String> kinds =
                    notices.stream().map(notice -> notice.kind().name()).collect(Collectors.toSet());
            Observation observation = start(
                    DELIVERY,
                    "channel",
                    lower(channel().name()),
                    "kind",
                    kinds.size() == 1 ? kinds.iterator().next() : "several",
                    "outcome",
                    "running");
            String outcome = "broken";
            try {
                List<Delivery> answers = observation.scoped(delivery);
                Set<String> outcomes = answers.stream().map(Meters::outcome).collect(Collectors.toSet());
                outcome = outcomes.size() == 1 ? outcomes.iterator().next() : "several";
                return answers;
            } finally {
                observation.lowCardinalityKeyValue("outcome", outcome).stop();
            }
        }
    }
}
