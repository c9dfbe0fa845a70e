package dev.cartable.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.Accounts;
import dev.cartable.school.model.GuardianId;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {"spring.config.name=portal", "cartable.school-name=Lycée du test"})
@CartableFakes(channels = {"EMAIL", "LETTER"})
class WholeApplicationTest {
    @Test
    void aWholeApplicationHasTheFakesToo(
            @Autowired Canteen canteen,
            @Autowired Accounts accounts,
            @Autowired TestOutbox outbox,
            @Autowired FakeCouriers couriers,
            @Autowired TestClock clock) {
        accounts.open(new GuardianId("G004"));
        outbox.send();

        assertThat(canteen.clock).isSameAs(clock);
        assertThat(couriers.email().last().text()).contains("Lycée du test");
        assertThat(couriers.of(dev.cartable.notice.model.Channel.LETTER).sent()).isEmpty();
        assertThat(outbox).hasSent("account.activation").to("G004").once();
    }
}
