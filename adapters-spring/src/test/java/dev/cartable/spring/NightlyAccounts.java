package dev.cartable.spring;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import java.time.LocalTime;
import org.springframework.stereotype.Component;

// readme
@Component
record NightlyAccounts(Accounts accounts) implements Task {

    @Override
    public TaskName name() {
        return new TaskName("nightly-accounts");
    }

    @Override
    public Schedule schedule() {
        return Schedule.daily(LocalTime.of(1, 0));
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
// readme
