package dev.cartable.springhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import dev.cartable.spring.test.CartableTest;
import dev.cartable.spring.test.TestClock;
import dev.cartable.spring.test.TestOutbox;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@CartableTest
@Import(Opening.class)
class NetworkTest {
    private static final UserId BINTA = new UserId("1");
    private static final long MOST_OF_A_DAY = DataSize.parse("1,75 Gio").bytes();

    @Autowired
    Quotas quotas;

    @Autowired
    Tasks tasks;

    @Autowired
    TestOutbox outbox;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void bintaUsesMostOfHerDay() {
        jdbc.sql("INSERT INTO connexion (id, eleve, recus, envoyes, finie) VALUES (1, 1, ?, 0, ?)")
                .params(MOST_OF_A_DAY, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void theProxysRowsAreCountedOnce() {
        tasks.run(NetworkLog.NAME);
        jdbc.sql("UPDATE connexion SET comptee = FALSE").update(); // as if the run had died before its last line
        tasks.run(NetworkLog.NAME);

        Allowance allowance = quotas.check(BINTA);
        assertThat(allowance.state()).isEqualTo(Allowance.State.WARNED);
        assertThat(allowance.window(Window.DAY).used().down()).isEqualTo(MOST_OF_A_DAY);
    }

    @Test
    void whoHasUsedMostOfADayIsWarnedByMailAndHasItAllAgainTheNextDay() {
        tasks.run(NetworkLog.NAME);
        tasks.run(new TaskName("alert-check"));

        assertThat(outbox)
                .hasQueued("quota.alert")
                .to("1")
                .at("binta@ecole.example.org")
                .once();

        clock.advance(Duration.ofDays(1));
        assertThat(quotas.check(BINTA).state()).isEqualTo(Allowance.State.WITHIN);
    }
}
