package dev.cartable.springhost;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import java.time.LocalTime;
import org.springframework.stereotype.Component;

/** Every night, gives an account to each guardian who has none, and ends what is no longer right. */
@Component
record NightlyAccounts(Accounts accounts) implements Task {
    static final TaskName NAME = new TaskName("nightly-accounts");

    @Override
    public TaskName name() {
        return NAME;
    }

    @Override
    public Schedule schedule() {
        return Schedule.daily(LocalTime.of(1, 30));
    }

    @Override
    public boolean speaks() {
        return true; // it queues messages
    }

    @Override
    public Counts run(Task.Run run) {
        return accounts.generate().run(GenerationRequest.everyone(), step -> {}).counts();
    }
}
