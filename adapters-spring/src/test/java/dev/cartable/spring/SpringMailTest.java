package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class SpringMailTest {
    private static final String[] NAMED = {
        "cartable.school-name=Collège Çà",
        "cartable.activation-page=https://parents.example.org/activate",
        "cartable.mail.from=school@example.org"
    };

    @Test
    void mailGoesThroughTheHostsServer() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("portal@example.org", "portal", "secret-word");
        server.start();
        try (ConfigurableApplicationContext host = Portal.start(
                TestDatabase.Kind.H2,
                "spring.mail.host=127.0.0.1",
                "spring.mail.port=" + server.getSmtp().getPort(),
                "spring.mail.username=portal",
                "spring.mail.password=secret-word",
                "cartable.mail.from=school@example.org",
                "cartable.school-name=Collège Çà")) {
            host.getBean(Enrolment.class).enrol(7);

            host.getBean(Notices.class).dispatch().drain();

            assertThat(server.getReceivedMessages()).singleElement().satisfies(SpringMailTest::isTheActivation);
            assertThat(host.getBean(Notices.class).counts()).containsOnlyKeys(NoticeState.SENT);
        } finally {
            server.stop();
        }
    }

    private static void isTheActivation(MimeMessage mail) throws Exception {
        assertThat(mail.getAllRecipients()).singleElement().hasToString("p7@example.org");
        assertThat(mail.getFrom()[0].toString()).contains("<school@example.org>");
    }

    @Test
    void withoutAServerMessagesWait() {
        try (ConfigurableApplicationContext host = Portal.start(TestDatabase.Kind.H2)) {
            host.getBean(Enrolment.class).enrol(7);

            host.getBean(Notices.class).dispatch().drain();

            assertThat(host.getBean(Notices.class).counts()).containsOnlyKeys(NoticeState.QUEUED);
        }
    }

    @Test
    void aCourierOfTheHostForMailReplacesOurs() {
        Runners.complete()
                .withPropertyValues("spring.mail.host=localhost")
                .withPropertyValues(NAMED)
                .withBean("hostCourier", Courier.class, () -> new HostCourier(Channel.EMAIL))
                .run(context -> assertThat(context.getBean(Cartable.class)
                                .notices()
                                .dispatch()
                                .drain())
                        .isNotNull());
    }

    @Test
    void aCourierOfTheHostForAnotherChannelStandsBesideOurs() {
        Runners.complete()
                .withPropertyValues("spring.mail.host=localhost")
                .withPropertyValues(NAMED)
                .withBean("hostCourier", Courier.class, () -> new HostCourier(Channel.of("push")))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JakartaMailCourier.class));
    }

    @Test
    void theHostsOwnMailCourierIsTheOnlyOne() {
        JakartaMailCourier own = JakartaMailCourier.smtp("localhost");
        Runners.complete()
                .withPropertyValues("spring.mail.host=localhost")
                .withBean("hostCourier", JakartaMailCourier.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(JakartaMailCourier.class).isSameAs(own));
    }

    private record HostCourier(Channel channel) implements Courier {
        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new AssertionError("there is nothing to deliver");
        }

        @Override
        public void release() {}
    }
}
