package dev.cartable.spring;

import dev.cartable.mail.Security;
import dev.cartable.mail.Sender;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundles;

/**
 * The mail server that the host has configured for Spring's own mail, under {@code spring.mail}. Read here and not by Spring
 * Boot's class, which has another name in each major release. Its text form shows neither user nor password.
 *
 * @param properties Jakarta Mail's, of which those that say something about the server are heeded
 */
record HostMail(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("smtp") String protocol,
        @DefaultValue Map<String, String> properties,
        @DefaultValue Ssl ssl) {

    private static final Set<String> HEEDED = Set.of(
            "auth",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "from",
            "localhost",
            "ssl.enable",
            "starttls.enable",
            "starttls.required");

    /** Whether the connection is TLS from the first byte, and by which of the host's SSL bundles. */
    record Ssl(
            @DefaultValue("false") boolean enabled,
            @Nullable String bundle) {}

    /**
     * The settings for Cartable's courier.
     *
     * @param senderName who sends where the properties name nobody
     * @throws dev.cartable.mail.SmtpSettingsException if they cannot work
     */
    SmtpSettings settings(
            MailProperties ours,
            String senderName,
            @Nullable SslBundles bundles,
            List<SmtpSettingsCustomizer> customizers) {
        SmtpSettings.Builder settings = SmtpSettings.builder(host == null ? "" : host);
        when(port, settings::port);
        Security security = security();
        when(security, settings::security);
        if (ours.allowPlain()) {
            settings.allowPlain();
        }
        if (username != null && !username.isEmpty() && password != null && !password.isEmpty()) {
            settings.login(username, password);
        }
        when(ssl.bundle(), bundle -> {
            if (bundles != null) {
                settings.tls(bundles.getBundle(bundle).createSslContext());
            }
        });
        when(timeout("connectiontimeout"), settings::connectTimeout);
        when(timeout("timeout"), settings::readTimeout);
        when(timeout("writetimeout"), settings::writeTimeout);
        when(property("localhost"), settings::localHost);
        String from = from(ours);
        if (from != null) {
            settings.sender(Sender.of(from, ours.senderName() == null ? senderName : ours.senderName()));
        }
        when(ours.replyTo(), settings::replyTo);
        when(ours.messageIdDomain(), settings::messageIdDomain);
        settings.messagesPerMinute(ours.messagesPerMinute())
                .connections(ours.connections())
                .messagesPerConnection(ours.messagesPerConnection());
        customizers.forEach(one -> one.customize(settings));
        return settings.build();
    }

    /** The names of Jakarta Mail's properties that the host has set and that change nothing here. */
    Set<String> unheeded() {
        Set<String> names = new TreeSet<>();
        properties.keySet().stream()
                .filter(name -> !HEEDED.contains(name.replaceFirst("^mail\\.smtps?\\.", "")))
                .forEach(names::add);
        return names;
    }

    /** What the host asks for; null where it says nothing and the usual applies. */
    private @Nullable Security security() {
        if (protocol.equalsIgnoreCase("smtps")
                || ssl.enabled()
                || (ssl.bundle() != null && !ssl.bundle().isBlank())
                || isTrue(property("ssl.enable"))) {
            return Security.TLS;
        }
        if (isTrue(property("starttls.enable")) || isTrue(property("starttls.required"))) {
            return Security.STARTTLS;
        }
        return "false".equalsIgnoreCase(property("starttls.enable")) ? Security.PLAIN : null;
    }

    private @Nullable String from(MailProperties ours) {
        if (ours.from() != null) {
            return ours.from();
        }
        String envelope = property("from");
        if (envelope != null) {
            return envelope;
        }
        return EmailAddress.check(username) instanceof EmailAddress.Usable ? username : null;
    }

    /** Jakarta Mail waits for ever at 0 and below; Cartable never does. */
    private @Nullable Duration timeout(String name) {
        String text = property(name);
        try {
            long millis = text == null ? 0 : Long.parseLong(text.strip());
            return millis <= 0 ? null : Duration.ofMillis(millis);
        } catch (NumberFormatException e) {
            throw new CartableConfigurationException(
                    "mail.smtp." + name + " under spring.mail.properties is not a number of milliseconds.",
                    "Write a whole number, such as 10000 for ten seconds.",
                    e);
        }
    }

    private @Nullable String property(String name) {
        String ofProtocol = properties.get("mail." + protocol + "." + name);
        String value = ofProtocol == null ? properties.get("mail.smtp." + name) : ofProtocol;
        return value == null || value.isBlank() ? null : value;
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equalsIgnoreCase(value);
    }

    private static <T> void when(@Nullable T value, Consumer<T> then) {
        if (value != null && !(value instanceof String text && text.isBlank())) {
            then.accept(value);
        }
    }

    @Override
    public String toString() {
        return "HostMail[" + host + ":" + port + "]";
    }
}
