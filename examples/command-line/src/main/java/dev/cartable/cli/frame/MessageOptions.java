package dev.cartable.cli.frame;

import dev.cartable.CartableBuilder;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier.Placeholder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How messages leave and what people can decline, as the options set it. */
public final class MessageOptions {
    private MessageOptions() {}

    /** The builder with what the options set about messages. */
    static CartableBuilder in(Frame frame, CartableBuilder given) {
        Options options = frame.options();
        CartableBuilder builder = given.mailDesign(Host.mailing(frame).design())
                .phoneNumbers(Host.texting(frame).numbers())
                .reminderChannels(channels(options)); // nobody reads an inbox here
        Integer budget = options.smsBudget;
        if (budget != null) {
            builder = builder.smsBudget(
                    CommandException.option(frame.words(), "--sms-budget", budget, () -> segments(budget)));
        }
        String fallbacks = options.fallbacks;
        if (fallbacks != null) {
            builder = builder.fallbacks(
                    CommandException.option(frame.words(), "--fallbacks", fallbacks, () -> Fallbacks.parse(fallbacks)));
        }
        String limits = options.domainLimits;
        if (limits != null) {
            builder = builder.dispatch(CommandException.option(
                    frame.words(),
                    "--domain-limits",
                    limits,
                    () -> DispatchSettings.defaults().withDomainLimits(DomainLimits.parse(limits))));
        }
        builder = builder.speak(speak(frame));
        String alarmsTo = options.alarmsTo;
        if (alarmsTo != null && !alarmsTo.isBlank()) {
            builder = builder.alarmsTo(
                    CommandException.address(frame.words(), alarmsTo).value());
        }
        String quiet = options.quietHours;
        if (quiet != null) {
            CommandException.option(
                    frame.words(), "--quiet-hours", quiet, () -> QuietHours.parse(quiet, SchoolOptions.zone(frame)));
            builder = builder.quietHours(quiet);
        }
        String url = options.publicUrl;
        if (url != null) {
            CartableBuilder before = builder;
            builder = CommandException.option(
                    frame.words(), "--public-url", url, () -> before.publicUrl(URI.create(url)));
        }
        return builder.preferenceSettings(preferences(frame));
    }

    private static Set<Channel> channels(Options options) {
        return options.sms == null || options.sms.isBlank()
                ? Set.of(Channel.EMAIL)
                : Set.of(Channel.EMAIL, Channel.SMS);
    }

    private static int segments(int given) {
        if (given < 1) {
            throw new IllegalArgumentException(String.valueOf(given));
        }
        return given;
    }

    /** What people cannot decline, and what says little. */
    private static PreferenceSettings preferences(Frame frame) {
        List<String> mandatory = frame.options().mandatory;
        PreferenceSettings settings = mandatory == null
                ? PreferenceSettings.defaults()
                : CommandException.option(
                        frame.words(), "--mandatory", String.join(",", mandatory), () -> mandatory(mandatory));
        String digest = frame.options().digestDefault;
        if (digest != null) {
            settings =
                    settings.withDigest(CommandException.onOff(frame.words(), "--digest-default", digest, "on, off"));
        }
        PreferenceSettings before = settings;
        List<String> discreet = frame.options().discreet;
        return discreet == null
                ? before
                : CommandException.option(
                        frame.words(), "--discreet", String.join(",", discreet), () -> before.withDiscreet(discreet));
    }

    /** The settings with these categories, of which an empty one is none. */
    static PreferenceSettings mandatory(List<String> categories) {
        return PreferenceSettings.defaults()
                .withMandatory(categories.stream()
                        .filter(one -> !one.isBlank())
                        .map(Category::of)
                        .toList());
    }

    /** Whom messages are sent to. */
    public static SendingMode speak(Frame frame) {
        String said = frame.options().speak;
        return said == null
                ? SendingMode.everyone()
                : CommandException.option(frame.words(), "--speak", said, () -> SendingMode.parse(said));
    }

    /** Refuses a test delivery that the setting {@code speak} does not allow. */
    public static void requireSpeak(Frame frame, String address) {
        SendingMode mode = speak(frame);
        if (mode instanceof SendingMode.Nobody) {
            throw CommandException.ended(Exit.HELD, "SPEAK_OFF", frame.words().text("silence.SPEAK_OFF"));
        }
        if (mode instanceof SendingMode.Only only && !only.address().value().equalsIgnoreCase(address.strip())) {
            throw CommandException.usage(frame.words().text("error.speak-only", "address", only));
        }
    }

    /** The options that real sending needs and that are not set. */
    public static String lacking(Frame frame) {
        Options options = frame.options();
        Map<String, @Nullable String> needed = new LinkedHashMap<>();
        needed.put("--smtp", options.smtp);
        needed.put("--school", options.school);
        needed.put("--activation-url", options.activationUrl);
        needed.put("--from", options.from);
        return needed.entrySet().stream()
                .filter(one -> one.getValue() == null || one.getValue().isBlank())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** The options that set what has only a placeholder. */
    public static String settings(Set<Placeholder> placeholders) {
        return placeholders.stream()
                .sorted()
                .map(placeholder -> switch (placeholder) {
                    case SCHOOL_NAME -> "--school";
                    case ACTIVATION_PAGE -> "--activation-url";
                    case SENDER -> "--from";
                })
                .collect(Collectors.joining(", "));
    }
}
