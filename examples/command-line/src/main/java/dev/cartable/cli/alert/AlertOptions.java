package dev.cartable.cli.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of an alert; what is not said stays as it is. */
final class AlertOptions {
    /** A window, or all that are limited. */
    enum Watched {
        DAY,
        WEEK,
        MONTH,
        CYCLE,
        ALL
    }

    /** The channels for which a user has no address. */
    private static final Set<Channel> UNADDRESSED = Set.of(Channel.SMS, Channel.LETTER);

    @Option(names = "--type", paramLabel = "TYPE")
    private Alert.@Nullable Type type;

    @Option(names = "--threshold", paramLabel = "PERCENT")
    private @Nullable Integer threshold;

    @Option(names = "--template", paramLabel = "TEXT")
    private @Nullable String template;

    @Option(names = "--channel", paramLabel = "email|in_app|NAME")
    private List<Channel> channels = List.of();

    @Option(names = "--window", paramLabel = "WINDOW")
    private List<Watched> windows = List.of();

    @Option(names = "--hysteresis", paramLabel = "PERCENT")
    private @Nullable Integer hysteresis;

    @Option(names = "--inactive")
    private boolean inactive;

    @Option(names = "--active")
    private boolean active;

    Alert.@Nullable Type type() {
        return type;
    }

    /**
     * An alert as it is with what is said.
     *
     * @throws IllegalArgumentException if something in it cannot be
     */
    Alert over(Alert before, ProfileId profile, Words words) {
        if (active && inactive) {
            throw CommandException.usage(words.text("error.one-of", "options", "--active, --inactive"));
        }
        channels.stream().filter(UNADDRESSED::contains).findFirst().ifPresent(channel -> {
            String value = channel.name().toLowerCase(Locale.ROOT);
            throw CommandException.unfit(words, "--channel", value);
        });
        Alert.Type of = type == null ? before.type() : type;
        CommandException.range(words, "--threshold", of.leastThreshold(), of.mostThreshold(), threshold);
        CommandException.range(words, "--hysteresis", 0, Alert.MOST_HYSTERESIS, hysteresis);
        Alert.Builder after =
                before.toBuilder().profile(profile).type(of).active(active || (before.active() && !inactive));
        if (threshold != null) {
            after.threshold(threshold);
        }
        if (hysteresis != null) {
            after.hysteresis(hysteresis);
        }
        if (!channels.isEmpty()) {
            after.channels(Set.copyOf(channels));
        }
        if (!windows.isEmpty()) {
            after.windows(watched(words));
        }
        if (template != null) {
            after.template(template.isBlank() ? null : template);
        }
        return after.build();
    }

    private Set<Window> watched(Words words) {
        if (windows.contains(Watched.ALL) && windows.size() > 1) {
            throw CommandException.usage(words.text("error.one-of", "options", "--window ALL, --window …"));
        }
        return windows.stream()
                .filter(one -> one != Watched.ALL)
                .map(one -> Window.valueOf(one.name()))
                .collect(Collectors.toSet());
    }
}
