package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;

/** A task that has another one do the work: all but {@link #run} is the other's. */
abstract class TaskDecorator implements Task {
    private final Task task;

    TaskDecorator(Task task) {
        this.task = requireNonNull(task, "task");
    }

    final Task task() {
        return task;
    }

    @Override
    public final TaskName name() {
        return task.name();
    }

    @Override
    public final Schedule schedule() {
        return task.schedule();
    }

    @Override
    public final TaskPolicy policy() {
        return task.policy();
    }

    @Override
    public final boolean onEachNode() {
        return task.onEachNode();
    }

    @Override
    public final boolean speaks() {
        return task.speaks();
    }

    @Override
    public final boolean hasWork() {
        return task.hasWork();
    }
}
