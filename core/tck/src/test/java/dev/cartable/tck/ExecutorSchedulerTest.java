package dev.cartable.tck;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.TaskStores;

/** The engine of the JDK keeps the contract. */
class ExecutorSchedulerTest extends SchedulerContract {
    @Override
    protected TaskStores emptyStores() {
        return new InMemoryStores(() -> Samples.NOW);
    }

    @Override
    protected Scheduler newEngine() {
        return new ExecutorScheduler();
    }
}
