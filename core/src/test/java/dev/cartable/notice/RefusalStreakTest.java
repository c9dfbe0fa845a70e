package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalStreakTest {
    private final RefusalStreak streak = new RefusalStreak();

    private boolean refused(String answer, String address) {
        return refused(answer, new Address.Opaque(address));
    }

    private boolean refused(String answer, Address address) {
        return streak.isOver(new Delivery.Refused(answer), answer, address);
    }

    private boolean blocked(String answer, String address) {
        return streak.isOver(new Delivery.Blocked(answer, Duration.ZERO), answer, new Address.Opaque(address));
    }

    private boolean sent(String address) {
        return streak.isOver(new Delivery.Sent("250"), "250", new Address.Opaque(address));
    }

    @Test
    void isOverWithTheThirdRecipientWhoIsRefusedAlike() {
        assertThat(refused("554 no", "a")).isFalse();
        assertThat(refused("554 no", "b")).isFalse();
        assertThat(refused("554 no", "b")).as("the same recipient again").isFalse();
        assertThat(refused("554 no", "c")).isTrue();
    }

    @Test
    void beginsAnewWithAnotherAnswer() {
        assertThat(refused("554 no", "a")).isFalse();
        assertThat(refused("554 no", "b")).isFalse();
        assertThat(refused("550 other", "c")).isFalse();
        assertThat(refused("554 no", "d")).isFalse();
        assertThat(blocked("421 wait", "e")).isFalse();
        assertThat(blocked("421 later", "f")).isFalse();
        assertThat(sent("g")).isFalse();
        assertThat(blocked("421 wait", "h")).isFalse();
        assertThat(blocked("421 later", "i")).isFalse();
        assertThat(blocked("451 whatever it says", "j")).isTrue();
    }

    @Test
    void isOverWithTheThirdMessageOfWhichNothingIsKnown() {
        Delivery.Unknown unknown = new Delivery.Unknown("HTTP 500");

        assertThat(streak.isOver(unknown, "HTTP 500", new Address.Opaque("a"))).isFalse();
        assertThat(streak.isOver(unknown, "NO_REPLY", new Address.Opaque("b"))).isFalse();
        assertThat(streak.isOver(unknown, "HTTP 500", new Address.Opaque("c"))).isTrue();
    }

    @Test
    void isNeverOverBecauseMailboxesDoNotExist() {
        for (String address : new String[] {"a", "b", "c", "d"}) {
            assertThat(refused("550 5.1.1 no such user", address)).isFalse();
        }
        for (String address : new String[] {"a", "b", "c", "d"}) {
            assertThat(sent(address)).isFalse();
        }
    }

    @Test
    void refusalsInOneDomainAreTheFaultOfThatDomain() {
        for (String name : new String[] {"a", "b", "c", "d"}) {
            assertThat(refused("550 5.7.1 spam", EmailAddress.of(name + "@example.org")))
                    .isFalse();
        }
        assertThat(refused("550 5.7.1 spam", EmailAddress.of("e@example.com"))).isTrue();
    }

    @Test
    void whatTheOwnServerSaysIsNoFaultOfADomain() {
        String answer = "530 5.7.0 sign in first";

        assertThat(refused(answer, EmailAddress.of("a@example.org"))).isFalse();
        assertThat(refused(answer, EmailAddress.of("b@example.org"))).isFalse();
        assertThat(refused(answer, EmailAddress.of("c@example.org"))).isTrue();
    }

    @Test
    void isOverWithTheThirdMessageOfWhichNothingIsKnownInOneDomainToo() {
        Delivery.Unknown unknown = new Delivery.Unknown("HTTP 500");

        assertThat(streak.isOver(unknown, "HTTP 500", EmailAddress.of("a@example.org")))
                .isFalse();
        assertThat(streak.isOver(unknown, "HTTP 500", EmailAddress.of("b@example.org")))
                .isFalse();
        assertThat(streak.isOver(unknown, "HTTP 500", EmailAddress.of("c@example.org")))
                .isTrue();
    }
}
