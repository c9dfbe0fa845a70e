package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.school.model.EmailAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsTest {

    @Test
    void aHostAloneIsEnough() {
        SmtpSettings settings = SmtpSettings.of("smtp.ecole.gn");
        assertThat(settings.port()).isEqualTo(587);
        assertThat(settings.security()).isEqualTo(Security.STARTTLS);
        assertThat(settings.sender()).isEqualTo(Sender.of("no-reply@ecole.gn"));
        assertThat(settings.messageIdDomain()).isEqualTo("ecole.gn");
        assertThat(settings.login()).isNull();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.connections()).isEqualTo(2);
        assertThat(settings.messagesPerConnection()).isEqualTo(100);
        assertThat(settings.messagesPerMinute()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "mail.localhost",
                "127.0.0.1",
                "127.0.0.2",
                "127.255.1.2",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1"
            })
    void thisMachineNeedsNoTls(String host) {
        SmtpSettings settings = SmtpSettings.of(host);
        assertThat(settings.security()).isEqualTo(Security.PLAIN);
        assertThat(settings.port()).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.example.org",
                "127.0.0.1.example.org",
                "127.evil.example",
                "10.0.0.1",
                "192.168.1.1",
                "::2",
                "::ffff:10.0.0.1",
                "0.0.0.0",
                "mylocalhost"
            })
    void otherMachinesNeedTlsUnlessPlainIsExpresslyAllowed(String host) {
        SmtpSettings.Builder builder = SmtpSettings.builder(host).sender(Sender.of("a@example.org"));
        assertThat(builder.build().security()).isEqualTo(Security.STARTTLS);
        assertThatExceptionOfType(SmtpSettingsException.class)
                .isThrownBy(() -> builder.security(Security.PLAIN).build())
                .withMessageContaining("plain SMTP");
        assertThat(builder.allowPlain().build().security()).isEqualTo(Security.PLAIN);
    }

    @Test
    void aServerAndAPortAloneAreAUrlWithoutTheRest() {
        assertThat(SmtpSettings.parse("localhost:2525")).isEqualTo(SmtpSettings.parse("smtp://localhost:2525"));
        assertThat(SmtpSettings.parse("smtp.example.org")).isEqualTo(SmtpSettings.of("smtp.example.org"));
    }

    @Test
    void aUrlSaysItAll() {
        SmtpSettings settings = SmtpSettings.parse("smtp://us%40er:p%3Aw%2F%C3%A9+%25@smtp.example.org:2525/"
                + "?from=school+x@example.org&name=%C3%89cole%20%C3%87%C3%A0&reply-to=office@example.org"
                + "&connections=4&per-connection=7&per-minute=30&connect-timeout=1&read-timeout=2&write-timeout=3&max-idle=4"
                + "&local-host=client.example.org&message-id-domain=id.example.org&security=tls");
        assertThat(settings.host()).isEqualTo("smtp.example.org");
        assertThat(settings.port()).isEqualTo(2525);
        assertThat(settings.security()).isEqualTo(Security.TLS);
        assertThat(settings.sender()).isEqualTo(Sender.of("school+x@example.org", "École Çà"));
        assertThat(settings.replyTo()).isEqualTo(EmailAddress.of("office@example.org"));
        assertThat(settings.connections()).isEqualTo(4);
        assertThat(settings.messagesPerConnection()).isEqualTo(7);
        assertThat(settings.messagesPerMinute()).isEqualTo(30);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.writeTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.maxIdle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.localHost()).isEqualTo("client.example.org");
        assertThat(settings.messageIdDomain()).isEqualTo("id.example.org");
        assertThat(settings.login()).satisfies(login -> {
            assertThat(login.user()).isEqualTo("us@er");
            assertThat(login.password()).isEqualTo("p:w/é+%");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://smtp.example.org,587,STARTTLS",
        "SMTPS://smtp.example.org,465,TLS",
        "smtp://127.0.0.1:2525,2525,PLAIN",
        "smtp://[::1]:2525,2525,PLAIN",
        "smtp://localhost?security=starttls,587,STARTTLS",
        "smtp://smtp.example.org?security=plain&allow-plain=true,25,PLAIN",
    })
    void aUrlHasTheSameDefaults(String url, int port, Security security) {
        SmtpSettings settings = SmtpSettings.parse(url);
        assertThat(settings.port()).isEqualTo(port);
        assertThat(settings.security()).isEqualTo(security);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://smtp.example.org",
                "smtp://",
                "smtp://@smtp.example.org",
                "smtp://s3cr3t@smtp.example.org",
                "smtp://user:s3cr3t@",
                "smtp://user:s3cr3t@smtp.example.org:port",
                "smtp://user:s3cr3t@smtp.example.org:0",
                "smtp://user:s3cr3t@smtp.example.org:70000",
                "smtp://user:s3cr3t@smtp.example.org:1234567",
                "smtp://user:s3/cr3t@smtp.example.org",
                "smtp://user:s3?cr3t@smtp.example.org",
                "smtp://user:s3#cr3t@smtp.example.org",
                "smtp://user:s3cr3t%@smtp.example.org",
                "smtp://user:s3cr3t%4@smtp.example.org",
                "smtp://user:s3cr3t%zz@smtp.example.org",
                "smtp://user:s3cr3t%FF@smtp.example.org",
                "smtp://user:s3cr3t%0D%0A@smtp.example.org",
                "smtp://us%0D%0Aer:s3cr3t@smtp.example.org",
                "smtp://user:@smtp.example.org",
                "smtp://user:s3cr3t@smtp.exa mple.org",
                "smtp://user:s3cr3t@-smtp.example.org",
                "smtp://user:s3cr3t@smtp.example.org?s3cr3t",
                "smtp://user:s3cr3t@smtp.example.org?s3cr3t=1",
                "smtp://user:s3cr3t@smtp.example.org?from=nobody",
                "smtp://user:s3cr3t@smtp.example.org?from=a@example.org%0D%0ABcc:b@example.org",
                "smtp://user:s3cr3t@smtp.example.org?from=a@example.org&name=a%0D%0ABcc:b@example.org",
                "smtp://user:s3cr3t@smtp.example.org?name=School",
                "smtp://user:s3cr3t@smtp.example.org?security=none",
                "smtp://user:s3cr3t@smtp.example.org?security=plain",
                "smtp://user:s3cr3t@smtp.example.org?security=plain&allow-plain=yes",
                "smtp://user:s3cr3t@smtp.example.org?connections=0",
                "smtp://user:s3cr3t@smtp.example.org?connections=21",
                "smtp://user:s3cr3t@smtp.example.org?per-connection=0",
                "smtp://user:s3cr3t@smtp.example.org?per-minute=-1",
                "smtp://user:s3cr3t@smtp.example.org?read-timeout=0",
                "smtp://user:s3cr3t@smtp.example.org?read-timeout=4000",
                "smtp://user:s3cr3t@smtp.example.org?local-host=a%20b",
                "smtp://user:s3cr3t@smtp.example.org?message-id-domain=a%3Eb",
                "smtp://user:s3cr3t@mail",
            })
    void aUrlThatCannotWorkSaysSoWithoutThePassword(String url) {
        assertThatThrownBy(() -> SmtpSettings.parse(url))
                .isInstanceOf(SmtpSettingsException.class)
                .hasNoCause()
                .message()
                .hasSizeGreaterThan(20)
                .doesNotContain("s3cr3t", "cr3t", "user:s3");
    }

    @Test
    void anyPasswordGoesThroughPercentEncodingAndNeverShows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String password = random.ints(0x21, 0x250)
                    .filter(c -> !Character.isISOControl(c))
                    .limit(4 + random.nextInt(20))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
            SmtpSettings settings = SmtpSettings.parse("smtp://user:" + encoded + "@smtp.example.org");
            assertThat(settings.login())
                    .as("seed %s, round %s", seed, round)
                    .satisfies(login -> assertThat(login.password()).isEqualTo(password));
            String raw = "smtp://user:" + password + "@smtp.example.org";
            try {
                assertThat(SmtpSettings.parse(raw).toString()).doesNotContain(password);
            } catch (SmtpSettingsException e) {
                assertThat(e).as("seed %s, round %s", seed, round).message().doesNotContain(password);
            }
        }
    }

    @Test
    void aServerOnThisMachineDoesNotReachPeopleForCertainAndItsDefaultSenderIsAPlaceholder() {
        try (JakartaMailCourier here = JakartaMailCourier.smtp("localhost");
                JakartaMailCourier there = JakartaMailCourier.smtp("smtp.school.example");
                JakartaMailCourier placeholder = JakartaMailCourier.smtp(SmtpSettings.builder("smtp.school.example")
                        .sender(Sender.of("no-reply@localhost.localdomain"))
                        .build())) {
            assertThat(here.reach()).isEqualTo(Courier.Reach.THIS_MACHINE);
            assertThat(here.placeholders()).containsExactly(Placeholder.SENDER);
            assertThat(there.reach()).isEqualTo(Courier.Reach.PEOPLE);
            assertThat(there.placeholders()).isEmpty();
            assertThat(placeholder.placeholders()).containsExactly(Placeholder.SENDER);
        }
    }

    @Test
    void noTextFormShowsThePassword() {
        SmtpSettings settings = SmtpSettings.parse("smtp://user:s3cr3t@smtp.example.org");
        assertThat(settings).asString().doesNotContain("s3cr3t", "user").contains("smtp.example.org:587");
        assertThat(settings.login()).asString().doesNotContain("s3cr3t");
    }

    @Test
    void aServerWithoutADomainWantsASender() {
        assertThatThrownBy(() -> SmtpSettings.of("192.168.1.10")).hasMessageContaining("sender");
        assertThatThrownBy(() -> SmtpSettings.of("mail")).hasMessageContaining("sender");
        assertThat(SmtpSettings.of("127.0.0.1").sender()).isEqualTo(Sender.of("no-reply@localhost.localdomain"));
    }
}
