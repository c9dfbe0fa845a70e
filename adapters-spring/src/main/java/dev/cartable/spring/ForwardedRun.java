package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Task;
import dev.cartable.task.model.Slot;
import dev.cartable.work.Counts;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;

/** A run that notes whether its task has left something undone. Used by the thread that runs the task. */
final class ForwardedRun implements Task.Run {
    private final Task.Run run;
    private boolean unfinished;

    ForwardedRun(Task.Run run) {
        this.run = requireNonNull(run, "run");
    }

    boolean isUnfinished() {
        return unfinished;
    }

    @Override
    public Slot slot() {
        return run.slot();
    }

    @Override
    public int attempt() {
        return run.attempt();
    }

    @Override
    public Instant until() {
        return run.until();
    }

    @Override
    public boolean mustStop() {
        return run.mustStop();
    }

    @Override
    public void progressed() {
        run.progressed();
    }

    @Override
    public void progressed(Counts soFar) {
        run.progressed(soFar);
    }

    @Override
    public void leaveUnfinished() {
        unfinished = true;
        run.leaveUnfinished();
    }

    @Override
    public UnitOfWork unitOfWork() {
        return run.unitOfWork();
    }
}
