package dev.cartable.spring.test;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import java.time.LocalTime;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/** An application with a courier, a task and a service of its own. */
@SpringBootApplication
class School {
    /** Would send, if it were asked. */
    @Component
    static class Push implements Courier {
        @Override
        public Channel channel() {
            return Channel.of("PUSH");
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new AssertionError("a test has sent " + notice);
        }

        @Override
        public void release() {}
    }

    /** A task of the application's own. */
    @Component
    static class Bell implements Task {
        static final TaskName NAME = new TaskName("bell");

        @Override
        public TaskName name() {
            return NAME;
        }

        @Override
        public Schedule schedule() {
            return Schedule.daily(LocalTime.of(12, 0));
        }

        @Override
        public Counts run(Task.Run run) {
            return Counts.of(Map.of("rung", 1L));
        }
    }
}
