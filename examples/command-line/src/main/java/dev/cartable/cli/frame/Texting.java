package dev.cartable.cli.frame;

import dev.cartable.notice.http.GatewaySettings;
import dev.cartable.notice.http.GatewaySettingsException;
import dev.cartable.notice.http.HttpGatewayCourier;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.phone.NationalPhoneNumbers;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** How short messages leave: by the gateway whose settings are in a file, or not at all. */
public final class Texting {
    /** The settings that may come by the environment, so that no file holds them. */
    private static final Map<String, String> SECRETS = Map.of(
            "password", "CARTABLE_SMS_PASSWORD",
            "key", "CARTABLE_SMS_KEY",
            "client-secret", "CARTABLE_SMS_CLIENT_SECRET");

    private final Surroundings around;
    private final Options options;
    private final Words words;

    Texting(Surroundings around, Options options, Words words) {
        this.around = around;
        this.options = options;
        this.words = words;
    }

    /** The gateway's settings; empty if no short messages are sent. */
    public Optional<GatewaySettings> gateway() {
        if (options.sms == null || options.sms.isBlank()) {
            return Optional.empty();
        }
        Path file = around.path(options.sms);
        Map<String, String> values = read(file);
        SECRETS.forEach((setting, variable) -> {
            String secret = around.environment().get(variable);
            if (secret != null && !secret.isBlank()) {
                values.put(setting, secret);
            }
        });
        try {
            return Optional.of(GatewaySettings.of(values));
        } catch (GatewaySettingsException e) {
            String key = "sms." + e.code();
            String reason = words.has(key) ? words.text(key, e.facts()) : String.valueOf(e.getMessage());
            throw CommandException.failed(
                    "SMS_SETTINGS", words.text("error.SMS_SETTINGS", Map.of("file", file, "detail", reason)));
        }
    }

    private Map<String, String> read(Path file) {
        Properties properties = new Properties();
        boolean isOpen;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            isOpen = Settings.isReadByOthers(file);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed("SMS_UNREADABLE", words.text("error.SMS_UNREADABLE", "file", file));
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        if (isOpen && SECRETS.keySet().stream().anyMatch(values::containsKey)) {
            throw CommandException.failed("SMS_OPEN", words.text("error.SMS_OPEN", "file", file));
        }
        return values;
    }

    /** What hands short messages over; empty if none are sent. */
    public Optional<Courier> courier() {
        return gateway().map(settings -> HttpGatewayCourier.of(settings, around.time()));
    }

    /** How telephone numbers are read. */
    public NationalPhoneNumbers numbers() {
        String country = options.country == null ? "" : options.country;
        return CommandException.option(words, "--country", country, () -> NationalPhoneNumbers.of(country));
    }

    /** A number that a person gave. */
    public PhoneNumber number(String given) {
        NationalPhoneNumbers.Check check = numbers().check(given);
        if (check instanceof NationalPhoneNumbers.Usable usable) {
            return usable.number();
        }
        String fault = check instanceof NationalPhoneNumbers.Unusable unusable
                ? unusable.fault().name()
                : NationalPhoneNumbers.Fault.NOT_A_NUMBER.name();
        throw CommandException.usage(
                words.text("error.number", Map.of("value", given.strip(), "reason", words.text("phone." + fault))));
    }
}
