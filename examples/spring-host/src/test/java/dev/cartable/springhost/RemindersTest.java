package dev.cartable.springhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.test.CartableTest;
import dev.cartable.spring.test.TestClock;
import dev.cartable.spring.test.TestOutbox;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An invoice of the school's own table is due on 27 February; a test begins on 2 March, three days later. */
@CartableTest
class RemindersTest {
    private static final TaskName PAYMENTS = new TaskName("reminder-payment");

    @Autowired
    Tasks tasks;

    @Autowired
    TestOutbox outbox;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void anUnpaidInvoiceIsRemindedOfOnceForEachLevel() {
        tasks.run(PAYMENTS);
        tasks.run(PAYMENTS);
        assertThat(outbox).hasQueued("reminder.payment").by("EMAIL").to("11").once();

        clock.advance(Duration.ofDays(7));
        tasks.run(PAYMENTS);

        assertThat(outbox).hasQueued("reminder.payment").by("EMAIL").to("11").times(2);
        assertThat(outbox).hasNotQueued("reminder.payment", "12");
    }

    @Test
    void aPaidInvoiceIsNotRemindedOf() {
        jdbc.sql("INSERT INTO reglement VALUES (1, 'F-1', DATE '2026-03-01', 1500000)")
                .update();

        tasks.run(PAYMENTS);

        assertThat(outbox).hasNotQueued("reminder.payment");
    }
}
