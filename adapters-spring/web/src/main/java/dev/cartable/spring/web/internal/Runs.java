package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.BegunRun;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs that go on after the request that asked for them was answered, on the host's executor. The ledger of tasks keeps them: every node
 * shows them, and one whose process died is shown as interrupted. When the application ends, runs end after the chunk they are in. Safe for
 * use by several threads.
 */
public final class Runs implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** How long the application waits at its end for a chunk. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** When the web server takes no more requests, and before the executors stop. */
    private static final int PHASE = Integer.MAX_VALUE - 4_096;

    /** How soon a client should look again, in seconds. */
    private static final String LOOK_AGAIN = "2";

    /** As for long tasks, and five minutes without progress: then another run may begin, and this one is shown as interrupted. */
    private static final TaskPolicy.Limits LIMITS = new TaskPolicy.Limits(
            TaskPolicy.Limits.renewed().soft(), TaskPolicy.Limits.renewed().hard(), Duration.ofMinutes(5));

    /** The reason of a run that no thread could carry out. Nothing of it was done. */
    private static final String REFUSED = "BUSY: the executor takes no more work";

    private final Tasks tasks;
    private final Supplier<? extends Executor> executor;
    private final Phaser underWay = new Phaser(1);
    private volatile boolean running;

    /** @param executor is asked for with the first run */
    public Runs(Tasks tasks, Supplier<? extends Executor> executor) {
        this.tasks = requireNonNull(tasks, "tasks");
        this.executor = requireNonNull(executor, "executor");
    }

    /** What a run does. */
    @FunctionalInterface
    public interface Work {
        /** Does it, and says how far it is by {@link Task.Run#progressed(Counts)}. */
        Counts run(Task.Run run) throws Exception;
    }

    /**
     * Begins a run that is in no timetable.
     *
     * @param key a run of this name and key is begun once: asked for again, it is answered as it is now
     * @param speaks whether messages are queued or leave because of it
     * @param approved the digest of the plan that was approved; null for none
     */
    public Occurrence start(TaskName name, String key, boolean speaks, @Nullable PlanDigest approved, Work work) {
        Optional<Occurrence> known = tasks.find(name, key);
        return known.orElseGet(() -> tasks.begin(new AskedFor(name, speaks, work), key, approved)
                .map(this::goOn)
                .orElseGet(() -> tasks.find(name, key).orElseThrow()));
    }

    /** Begins a run of a task now, whether it is due or not. */
    public Occurrence start(TaskName task) {
        return goOn(tasks.begin(task));
    }

    private Occurrence goOn(BegunRun run) {
        underWay.register();
        try {
            executor.get().execute(() -> {
                try {
                    run.carryOut();
                } catch (RuntimeException | Error e) {
                    LOG.warn(
                            "the run {} has ended before its time",
                            run.occurrence().slot().key(),
                            e);
                } finally {
                    underWay.arriveAndDeregister();
                }
            });
        } catch (RejectedExecutionException e) {
            underWay.arriveAndDeregister();
            run.abandon(REFUSED);
            throw ProblemException.of(503, "BUSY", Map.of()).retryAfter(Duration.ofSeconds(30));
        } catch (RuntimeException | Error e) {
            underWay.arriveAndDeregister();
            run.abandon("INTERNAL: no thread could be had to carry it out");
            throw e;
        }
        return run.occurrence();
    }

    /** Whether a run was refused by the executor, so that it may be begun anew. */
    static boolean isRefused(Occurrence run) {
        return REFUSED.equals(run.reason());
    }

    /** 202, with where to look and when. */
    public Answer accepted(String path, Row row) {
        return Answer.accepted(path, row).header("Retry-After", LOOK_AGAIN);
    }

    /** A run as it stands. */
    public Answer answer(Row row, Occurrence run) {
        Answer answer = Answer.ok(row);
        return state(run).equals("RUNNING") ? answer.header("Retry-After", LOOK_AGAIN) : answer;
    }

    /** What every run shows, after its own fields. */
    public Row row(Row row, Occurrence run) {
        String reason = run.reason() == null ? "" : run.reason();
        int colon = reason.indexOf(": ");
        boolean hasCode = colon > 0 && reason.substring(0, colon).matches("[A-Z][A-Z0-9_]*");
        return row.and("state", state(run))
                .and("startedAt", run.startedAt())
                .and("endedAt", run.endedAt())
                .and("counts", run.counts())
                .and("code", hasCode ? reason.substring(0, colon) : null)
                .and("reason", hasCode ? reason.substring(colon + 2) : run.reason());
    }

    /** {@code RUNNING}, {@code DONE}, {@code FAILED}, or {@code INTERRUPTED} if it ended before all was done. */
    private String state(Occurrence run) {
        return switch (run.state()) {
            case RUNNING -> tasks.isInterrupted(run) ? "INTERRUPTED" : "RUNNING";
            case UNFINISHED, RETRYING -> "INTERRUPTED";
            default -> run.state().name();
        };
    }

    /** The runs of the host's tasks and those that were asked for. */
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public void start() {
        tasks.reopen(); // after a stop
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        tasks.close();
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("the application ends while runs are under way; they are interrupted, and can be asked for again");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private record AskedFor(TaskName name, boolean speaks, Work work) implements Task {
        /** It is in no timetable. */
        @Override
        public Schedule schedule() {
            throw new IllegalStateException(name + " is run when a person asks for it");
        }

        @Override
        public TaskPolicy policy() {
            return TaskPolicy.defaults().withLimits(LIMITS);
        }

        @Override
        public Counts run(Run run) throws Exception {
            return work.run(run);
        }
    }
}
