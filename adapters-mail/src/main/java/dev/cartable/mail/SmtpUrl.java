package dev.cartable.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Reads settings from one line. Written by hand, since {@code java.net.URI} repeats its input, password and all, in its
 * exceptions; here no message repeats anything but a parameter's known name.
 */
final class SmtpUrl {
    private static final String HINT =
            "; in user, password and values write % / ? # @ & : as %25 %2F %3F %23 %40 %26 %3A";
    private static final String PARAMETERS =
            "from, name, reply-to, security, allow-plain, connections, per-connection, per-minute,"
                    + " connect-timeout, read-timeout, write-timeout, max-idle, local-host, message-id-domain";

    private SmtpUrl() {}

    static SmtpSettings parse(String url) {
        String text = url.strip().contains("://") ? url.strip() : "smtp://" + url.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("smtp://") && !lower.startsWith("smtps://")) {
            throw unreadable("NO_SCHEME", "it begins with neither smtp:// nor smtps://");
        }
        String rest = text.substring(text.indexOf("//") + 2);
        if (rest.indexOf('#') >= 0) {
            throw unreadable("HASH", "it has a # in it" + HINT);
        }
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String authority = question < 0 ? rest : rest.substring(0, question);
        if (authority.endsWith("/")) {
            authority = authority.substring(0, authority.length() - 1);
        }
        if (authority.indexOf('/') >= 0 || query.indexOf('/') >= 0) {
            throw unreadable("SLASH", "it has a / too many" + HINT);
        }
        int at = authority.lastIndexOf('@');
        SmtpSettings.Builder settings = server(authority.substring(at + 1));
        if (lower.startsWith("smtps:")) {
            settings.security(Security.TLS);
        }
        if (at >= 0) {
            login(settings, authority.substring(0, at));
        }
        parameters(settings, query);
        return settings.build();
    }

    private static SmtpSettings.Builder server(String text) {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.isEmpty()) {
            throw unreadable("NO_HOST", "it names no host");
        }
        SmtpSettings.Builder settings = SmtpSettings.builder(host);
        if (colon >= 0) {
            int port = number("the port", text.substring(colon + 1));
            if (port == 0) {
                throw unreadable("PORT", Map.of("port", "0"), "the port is 0");
            }
            settings.port(port);
        }
        return settings;
    }

    private static void login(SmtpSettings.Builder settings, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw unreadable("USER_WITHOUT_PASSWORD", "it has a user without a password: write user:password@host");
        }
        settings.login(decode("the user", text.substring(0, colon)), decode("the password", text.substring(colon + 1)));
    }

    private static void parameters(SmtpSettings.Builder settings, String query) {
        String from = "";
        String name = "";
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : decode("the value of a parameter", parameter.substring(equals + 1));
            switch (key) {
                case "from" -> from = value;
                case "name" -> name = value;
                case "reply-to" -> settings.replyTo(value);
                case "security" -> settings.security(security(value));
                case "allow-plain" -> allowPlain(settings, value);
                case "connections" -> settings.connections(number(key, value));
                case "per-connection" -> settings.messagesPerConnection(number(key, value));
                case "per-minute" -> settings.messagesPerMinute(number(key, value));
                case "connect-timeout" -> settings.connectTimeout(Duration.ofSeconds(number(key, value)));
                case "read-timeout" -> settings.readTimeout(Duration.ofSeconds(number(key, value)));
                case "write-timeout" -> settings.writeTimeout(Duration.ofSeconds(number(key, value)));
                case "max-idle" -> settings.maxIdle(Duration.ofSeconds(number(key, value)));
                case "local-host" -> settings.localHost(value);
                case "message-id-domain" -> settings.messageIdDomain(value);
                default ->
                    throw unreadable(
                            "UNKNOWN_PARAMETER",
                            Map.of("allowed", PARAMETERS),
                            "it has a parameter that is none of " + PARAMETERS + HINT);
            }
        }
        if (!from.isEmpty()) {
            settings.sender(Sender.of(from, name));
        } else if (!name.isEmpty()) {
            throw unreadable("NAME_WITHOUT_ADDRESS", "it gives the sender's name without the address: add from=");
        }
    }

    private static void allowPlain(SmtpSettings.Builder settings, String value) {
        if (!value.equals("true")) {
            throw unreadable("ALLOW_PLAIN", "allow-plain is not 'true': write allow-plain=true or leave it out");
        }
        settings.allowPlain();
    }

    private static Security security(String value) {
        return Arrays.stream(Security.values())
                .filter(security -> security.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> unreadable("SECURITY", "security is none of starttls, tls, plain"));
    }

    private static int number(String what, String text) {
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unreadable(
                    "NO_NUMBER",
                    Map.of("what", what.replace("the ", "")),
                    what + " is not a number of at most 6 digits" + HINT);
        }
        return Integer.parseInt(text);
    }

    private static String decode(String what, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw unreadable("PERCENT", what + " has a % that no two hexadecimal digits follow" + HINT);
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable("NOT_UTF8", what + " is not UTF-8 once its % are decoded");
        }
    }

    private static SmtpSettingsException unreadable(String code, String reason) {
        return unreadable(code, Map.of(), reason);
    }

    private static SmtpSettingsException unreadable(String code, Map<String, String> facts, String reason) {
        return new SmtpSettingsException(
                code,
                facts,
                "the SMTP URL cannot be used: " + reason
                        + ". Its form is smtp://user:password@host:587?from=school@example.org&name=The%20School");
    }
}
