package dev.cartable.notice.http;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the settings of a gateway by their names. */
final class GatewayProperties {
    private static final String PRESET = "preset";
    private static final String FOLDER = "META-INF/cartable/gateways/";
    private static final String HEADER = "header.";
    private static final String TEMPLATE = "template.";
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})\\s*(ms|s|m)");

    private final Map<String, String> left;

    private GatewayProperties(Map<String, String> properties) {
        this.left = new TreeMap<>(properties);
    }

    static GatewaySettings read(Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>();
        String preset = properties.getOrDefault(PRESET, "").strip();
        if (!preset.isEmpty()) {
            all.putAll(preset(preset));
        }
        all.putAll(properties);
        all.remove(PRESET);
        return new GatewayProperties(all).settings();
    }

    private static Map<String, String> preset(String name) {
        Properties properties = new Properties();
        try (InputStream in = name.matches("[a-z][a-z0-9-]*")
                ? GatewayProperties.class.getClassLoader().getResourceAsStream(FOLDER + name + ".properties")
                : null) {
            if (in == null) {
                throw new GatewaySettingsException(
                        "BAD_VALUE", PRESET, PRESET + ": there are africas-talking, orange, twilio and whatsapp");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the settings of the gateway " + name, e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(setting -> setting, properties::getProperty));
    }

    private GatewaySettings settings() {
        GatewaySettings.Builder builder = GatewaySettings.builder(take("url"))
                .body(take("body"))
                .from(take("from"))
                .later(list("later"))
                .badNumber(list("bad-number"))
                .channelDown(list("channel-down"));
        auth(builder);
        if (has("method")) {
            builder.method(take("method"));
        }
        if (has("channel")) {
            builder.channel(value("channel", Channel::of));
        }
        if (has("success")) {
            builder.success(numbers("success"));
        }
        if (has("unsent")) {
            builder.unsent(numbers("unsent"));
        }
        if (has("id")) {
            builder.id(take("id"));
        }
        String[] accepted = list("accepted");
        if (has("status")) {
            builder.status(take("status"), accepted);
        }
        if (has("reason")) {
            builder.reason(take("reason"));
        }
        if (has("receipt.id")) {
            builder.receipts(
                    take("receipt.items"),
                    take("receipt.id"),
                    take("receipt.status"),
                    Set.of(list("receipt.delivered")),
                    Set.of(list("receipt.failed")),
                    take("receipt.reason"));
        }
        limits(builder);
        named(HEADER, builder::header);
        named(TEMPLATE, (kind, text) -> {
            try {
                builder.template(Kind.of(kind), text);
            } catch (IllegalArgumentException e) {
                throw bad(TEMPLATE + kind, e);
            }
        });
        if (!left.isEmpty()) {
            String first = left.keySet().iterator().next();
            throw new GatewaySettingsException("UNKNOWN_SETTING", first, first + ": there is no such setting here");
        }
        return builder.build();
    }

    private void auth(GatewaySettings.Builder builder) {
        builder.user(left.getOrDefault("user", "").strip());
        String auth = has("auth") ? take("auth").toLowerCase(Locale.ROOT) : "none";
        switch (auth) {
            case "none" -> builder.credentials(take("user"), take("password"));
            case "basic" -> builder.basic(take("user"), take("password"));
            case "header" -> builder.headerKey(has("key-header") ? take("key-header") : "Authorization", take("key"));
            case "oauth2" ->
                builder.clientCredentials(take("token-url"), take("client-id"), take("client-secret"), take("scope"));
            default ->
                throw new GatewaySettingsException(
                        "BAD_VALUE", "auth", "auth: there are none, basic, header and oauth2");
        }
        left.remove("user");
    }

    private void limits(GatewaySettings.Builder builder) {
        if (flag("allow-plain")) {
            builder.allowPlain();
        }
        if (flag("allow-private-addresses")) {
            builder.allowPrivateAddresses();
        }
        if (flag("recognises-repeats")) {
            builder.recognisesRepeats();
        }
        if (has("connect-timeout")) {
            builder.connectTimeout(duration("connect-timeout"));
        }
        if (has("timeout")) {
            builder.timeout(duration("timeout"));
        }
        if (has("connections")) {
            builder.connections(value("connections", Integer::parseInt));
        }
        if (has("per-minute")) {
            builder.messagesPerMinute(value("per-minute", Integer::parseInt));
        }
        if (has("max-segments")) {
            builder.maxSegments(value("max-segments", Integer::parseInt));
        }
    }

    private void named(String prefix, BiConsumer<String, String> use) {
        for (String setting : Set.copyOf(left.keySet())) {
            if (setting.startsWith(prefix)) {
                use.accept(setting.substring(prefix.length()), take(setting));
            }
        }
    }

    private boolean has(String setting) {
        String value = left.get(setting);
        if (value != null && value.isBlank()) {
            left.remove(setting);
        }
        return left.containsKey(setting);
    }

    /** The value of a setting; empty if it is not there. */
    private String take(String setting) {
        String value = left.remove(setting);
        return value == null ? "" : value.strip();
    }

    private String[] list(String setting) {
        return Arrays.stream(take(setting).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toArray(String[]::new);
    }

    private int[] numbers(String setting) {
        String[] items = list(setting);
        try {
            return Arrays.stream(items).mapToInt(Integer::parseInt).toArray();
        } catch (NumberFormatException e) {
            throw new GatewaySettingsException("BAD_VALUE", setting, setting + ": numbers with commas are expected");
        }
    }

    private boolean flag(String setting) {
        return value(setting, text -> switch (text) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw new IllegalArgumentException("true or false is expected");
        });
    }

    private Duration duration(String setting) {
        return value(setting, text -> {
            Matcher form = DURATION.matcher(text);
            if (!form.matches()) {
                try {
                    return Duration.parse(text);
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException("a time such as 30s is expected", e);
                }
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                default -> Duration.ofMinutes(number);
            };
        });
    }

    private <T> T value(String setting, Function<String, T> reader) {
        try {
            return reader.apply(take(setting));
        } catch (NumberFormatException e) {
            throw new GatewaySettingsException("BAD_VALUE", setting, setting + ": a number is expected");
        } catch (IllegalArgumentException e) {
            throw bad(setting, e);
        }
    }

    private static GatewaySettingsException bad(String setting, IllegalArgumentException e) {
        return new GatewaySettingsException("BAD_VALUE", setting, setting + ": " + e.getMessage());
    }
}
