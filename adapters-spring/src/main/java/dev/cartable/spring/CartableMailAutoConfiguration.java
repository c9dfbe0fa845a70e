package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.mail.SmtpSettingsException;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Sends mail through the server under {@code spring.mail}. Without {@code spring.mail.host}, mails wait in the outbox. */
@AutoConfiguration(after = CartableStoresAutoConfiguration.class)
@Conditional(Conditions.Parts.class)
@ConditionalOnBean(Stores.class)
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableMailAutoConfiguration {
    /** The name of the bean that gives way to any other courier for e-mail. */
    static final String COURIER = "cartableMailCourier";

    private static final Logger LOG = LoggerFactory.getLogger(CartableMailAutoConfiguration.class);

    CartableMailAutoConfiguration() {}

    /** Where reports about mail that came back are read, unless the host has a mailbox of its own. */
    @Bean
    @Conditional(Conditions.BouncesAreKept.class)
    @ConditionalOnMissingBean
    BounceMailbox cartableBounceMailbox(CartableProperties properties) {
        try {
            return requireNonNull(properties.bounces().mailbox(), "cartable.bounces");
        } catch (BounceMailboxException e) {
            throw new CartableConfigurationException(
                    "No mail that came back can be read: " + e.getMessage() + ".",
                    "Mend cartable.bounces.imap and cartable.bounces.password, or give cartable.bounces.folder.",
                    e);
        }
    }

    @Bean(COURIER)
    @ConditionalOnProperty("spring.mail.host")
    @ConditionalOnMissingBean
    JakartaMailCourier cartableMailCourier(
            CartableProperties properties,
            Environment environment,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<SmtpSettingsCustomizer> customizers,
            ObjectProvider<InstantSource> time) {
        HostMail server = Binder.get(environment).bindOrCreate("spring.mail", HostMail.class);
        Set<String> unheeded = server.unheeded();
        if (!unheeded.isEmpty()) {
            LOG.info("Cartable's mails do without these of spring.mail.properties: {}", unheeded);
        }
        try {
            return JakartaMailCourier.smtp(
                    server.settings(
                            properties.mail(),
                            properties.schoolName(),
                            bundles.getIfAvailable(),
                            customizers.orderedStream().toList()),
                    time.getIfAvailable(InstantSource::system));
        } catch (SmtpSettingsException e) {
            throw new CartableConfigurationException(
                    "No mail can be sent with what is under spring.mail and cartable.mail: " + e.getMessage() + ".",
                    "Mend spring.mail.* or cartable.mail.*; cartable.mail.from is the sender's address. STARTTLS is required unless the server is on this machine:"
                            + " spring.mail.properties.mail.smtp.ssl.enable=true asks for TLS from the first byte;"
                            + " mail.smtp.starttls.enable=false with cartable.mail.allow-plain=true sends unencrypted.",
                    e);
        }
    }
}
