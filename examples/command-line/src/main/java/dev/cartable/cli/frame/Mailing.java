package dev.cartable.cli.frame;

import dev.cartable.mail.EmlCourier;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.mail.Sender;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.mail.SmtpSettingsException;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.template.MailDesign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How mails leave: by an SMTP server, or as files in a folder where none is named. */
public final class Mailing {
    private static final Pattern NAMED = Pattern.compile("\\s*\"?([^<\"]*?)\"?\\s*<([^<>]+)>\\s*");
    private static final Pattern USER_ALONE = Pattern.compile("(?i)(smtps?://[^:/@?#]+)(@.*)");
    static final String FILES_SENDER = "no-reply@example.org";

    private final Surroundings around;
    private final Options options;
    private final Words words;

    Mailing(Surroundings around, Options options, Words words) {
        this.around = around;
        this.options = options;
        this.words = words;
    }

    /** How mails look. */
    public MailDesign design() {
        MailDesign design = MailDesign.defaults();
        design = with(design, "--mail-layout", options.mailLayout, (before, file) -> before.withLayout(text(file)));
        design = with(design, "--mail-colour", options.mailColour, MailDesign::withColour);
        design = with(design, "--mail-contact", options.mailContact, MailDesign::withContact);
        return with(
                design,
                "--mail-logo",
                options.mailLogo,
                (before, file) -> before.withLogo(Logo.file(around.path(file))));
    }

    private MailDesign with(
            MailDesign design,
            String option,
            @Nullable String value,
            BiFunction<MailDesign, String, MailDesign> change) {
        return value == null
                ? design
                : CommandException.option(words, option, value, () -> {
                    try {
                        return change.apply(design, value);
                    } catch (TemplateException | UncheckedIOException e) {
                        throw new IllegalArgumentException(e.getMessage(), e);
                    }
                });
    }

    private String text(String file) {
        try {
            return Files.readString(around.path(file));
        } catch (IOException e) {
            throw new UncheckedIOException("it cannot be read", e);
        }
    }

    /** The server's settings; empty if mails become files. */
    public Optional<SmtpSettings> smtp() {
        if (options.smtp == null || options.smtp.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(SmtpSettings.parse(withSender(withPassword(options.smtp))));
    }

    /** Why the settings of mails cannot be used, in people's words. */
    public static String refusal(SmtpSettingsException e, Words words) {
        Map<String, String> facts = new LinkedHashMap<>(e.facts());
        facts.computeIfPresent("reason", (name, reason) -> words.code(reason));
        String key = "smtp." + e.code();
        String reason = words.has(key) ? words.text(key, facts) : String.valueOf(e.getMessage());
        return words.text("error.MAIL_SETTINGS", "detail", reason);
    }

    /** The folder that mails become files in. */
    public Path folder() {
        return around.path(options.outbox == null ? "outbox" : options.outbox);
    }

    /** What hands mails over. */
    public Courier courier() {
        Optional<SmtpSettings> smtp = smtp();
        return smtp.isPresent()
                ? JakartaMailCourier.smtp(smtp.get(), around.time())
                : new EmlCourier(folder(), sender(), around.time());
    }

    /** A password in an argument can be seen by everybody on the machine, so it may come by the environment. */
    private String withPassword(String url) {
        String password = around.environment().get("CARTABLE_SMTP_PASSWORD");
        Matcher alone = USER_ALONE.matcher(url.strip());
        return password != null && alone.matches() ? alone.group(1) + ":" + encode(password) + alone.group(2) : url;
    }

    private String withSender(String url) {
        if (options.from == null) {
            return url;
        }
        Sender sender = sender();
        return url + (url.contains("?") ? "&" : "?") + "from="
                + encode(sender.address().value()) + "&name=" + encode(sender.name());
    }

    private Sender sender() {
        if (options.from == null) {
            return Sender.of(FILES_SENDER, options.school == null ? "" : options.school);
        }
        Matcher named = NAMED.matcher(options.from);
        return named.matches() ? Sender.of(named.group(2).strip(), named.group(1)) : Sender.of(options.from.strip());
    }

    /** The address of a sender such as {@code École <ecole@example.org>}. */
    static String address(String sender) {
        Matcher named = NAMED.matcher(sender);
        return named.matches() ? named.group(2).strip() : sender.strip();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
