package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.mail.Security;
import dev.cartable.mail.SmtpSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HostMailTest {
    private final Map<String, String> properties = new HashMap<>(Map.of("spring.mail.host", "smtp.example.org"));

    private HostMailTest with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    private HostMailTest jakarta(String name, String value) {
        return with("spring.mail.properties.mail." + name, value);
    }

    private HostMail mail() {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("spring.mail", Bindable.of(HostMail.class));
    }

    private SmtpSettings settings() {
        MailProperties ours = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("cartable.mail", Bindable.of(MailProperties.class));
        return mail().settings(ours, "Collège Exemple", null, List.of());
    }

    @Test
    void requiresStarttlsWhereTheHostSaysNothing() {
        assertThat(settings().security()).isEqualTo(Security.STARTTLS);
        assertThat(settings().port()).isEqualTo(587);
    }

    @Test
    void takesEachWayToAskForTls() {
        assertThat(with("spring.mail.protocol", "smtps").settings().security()).isEqualTo(Security.TLS);
        properties.remove("spring.mail.protocol");
        assertThat(with("spring.mail.ssl.enabled", "true").settings().security())
                .isEqualTo(Security.TLS);
        properties.remove("spring.mail.ssl.enabled");
        assertThat(jakarta("smtp.ssl.enable", "true").settings().security()).isEqualTo(Security.TLS);
    }

    @Test
    void sendsUnencryptedOnlyWhereBothSidesSaySo() {
        jakarta("smtp.starttls.enable", "false").with("cartable.mail.allow-plain", "true");
        assertThat(settings().security()).isEqualTo(Security.PLAIN);
    }

    @Test
    void takesPortLoginTimeoutsAndNames() {
        SmtpSettings settings = with("spring.mail.port", "2525")
                .with("spring.mail.username", "portal@example.org")
                .with("spring.mail.password", "secret-word")
                .jakarta("smtp.connectiontimeout", "1000")
                .jakarta("smtp.timeout", "2000")
                .jakarta("smtp.writetimeout", "-1")
                .jakarta("smtp.localhost", "portal.example.org")
                .settings();

        assertThat(settings.port()).isEqualTo(2525);
        assertThat(settings.login())
                .isNotNull()
                .satisfies(login -> assertThat(login.user()).isEqualTo("portal@example.org"));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.writeTimeout()).as("never for ever").isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.localHost()).isEqualTo("portal.example.org");
        assertThat(mail().toString()).doesNotContain("secret-word", "portal@");
    }

    @Test
    void theServerIsSpokenToOnAsManyConnectionsAsTheHostSays() {
        assertThat(settings().connections()).isEqualTo(2);
        assertThat(with("cartable.mail.connections", "4").settings().connections())
                .isEqualTo(4);
    }

    @Test
    void takesTheSenderFromTheFirstThatNamesOne() {
        assertThat(settings().sender().address().value()).isEqualTo("no-reply@example.org");
        assertThat(with("spring.mail.username", "portal@example.org")
                        .settings()
                        .sender()
                        .address()
                        .value())
                .isEqualTo("portal@example.org");
        assertThat(jakarta("smtp.from", "bounces@example.org")
                        .settings()
                        .sender()
                        .address()
                        .value())
                .isEqualTo("bounces@example.org");
        assertThat(with("cartable.mail.from", "school@example.org").settings().sender())
                .satisfies(sender -> assertThat(sender.address().value()).isEqualTo("school@example.org"))
                .satisfies(sender -> assertThat(sender.name()).isEqualTo("Collège Exemple"));
    }

    @Test
    void takesAUserForAnAddressOnlyIfItIsOne() {
        assertThat(with("spring.mail.username", "portal")
                        .settings()
                        .sender()
                        .address()
                        .value())
                .isEqualTo("no-reply@example.org");
    }

    @Test
    void namesThePropertiesThatChangeNothing() {
        jakarta("smtp.timeout", "5").jakarta("smtp.ssl.trust", "*").jakarta("debug", "true");
        assertThat(mail().unheeded()).containsExactly("mail.debug", "mail.smtp.ssl.trust");
    }

    @Test
    void namesATimeoutThatIsNoNumber() {
        assertThatExceptionOfType(CartableConfigurationException.class)
                .isThrownBy(() -> jakarta("smtp.timeout", "10s").settings())
                .withMessageContaining("mail.smtp.timeout");
    }
}
