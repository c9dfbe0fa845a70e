package dev.cartable.springhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.spring.test.CartableTest;
import dev.cartable.spring.test.FakeCouriers;
import dev.cartable.spring.test.TestOutbox;
import dev.cartable.springhost.Enrolment.Application;
import dev.cartable.springhost.Enrolment.ClassIsFullException;
import dev.cartable.task.Tasks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

// readme
@CartableTest
@Import(Enrolment.class) // a service of the application's own
class EnrolmentTest {
    private static final Application KADIATOU =
            new Application(40, "Kadiatou", "Barry", "6A", 41, "Oumar", "oumar@example.org");

    @Autowired
    Enrolment enrolment;

    @Autowired
    TestOutbox outbox;

    @Autowired
    FakeCouriers couriers;

    @Test
    void theGuardianIsInvited() {
        enrolment.enrol(KADIATOU);
        outbox.send();

        assertThat(outbox).hasSent("account.activation").to("41").once();
        assertThat(couriers.email().last().text()).contains("Kadiatou");
    }
    // readme

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Tasks tasks;

    @Test
    void aSiblingBringsNoSecondInvitation() {
        enrolment.enrol(KADIATOU);

        enrolment.enrol(new Application(42, "Mamadou", "Barry", "CM1", 41, "Oumar", "oumar@example.org"));

        assertThat(outbox).hasQueued("account.activation").to("41").once();
    }

    @Test
    void whereTheClassIsFullNothingIsWrittenAndNoOneIsInvited() {
        jdbc.sql("UPDATE classe SET places = 2").update();

        assertThatExceptionOfType(ClassIsFullException.class).isThrownBy(() -> enrolment.enrol(KADIATOU));

        assertThat(jdbc.sql("SELECT COUNT(*) FROM eleve WHERE matricule = 40")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(outbox).hasNotQueued("account.activation", "41");
    }

    @Test
    void atNightEachGuardianWhoMaySeeAChildIsInvited() {
        tasks.run(NightlyAccounts.NAME);

        assertThat(outbox).hasQueued("account.activation").times(2);
        assertThat(outbox).hasQueued("account.activation").to("11");
        assertThat(outbox).hasNotQueued("account.activation", "13"); // the school has withdrawn her right
    }
}
