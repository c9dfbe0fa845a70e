package dev.cartable.cli.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Alerts as programs and as people read them. */
final class AlertRows {
    private AlertRows() {}

    /** The alert with this id, or a message that there is none. */
    static Alert find(Frame frame, Host host, String id) {
        return parse(id)
                .flatMap(known -> host.cartable().alerts().find(known))
                .orElseThrow(() ->
                        CommandException.failed("UNKNOWN_ALERT", frame.words().text("error.unknown-alert", "id", id)));
    }

    private static Optional<AlertId> parse(String id) {
        try {
            return Optional.of(AlertId.parse(id.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An alert as JSON has it. */
    static Row row(Host host, Alert alert) {
        return Row.of("alert", alert.id())
                .and("profile", profile(host, alert.profile()))
                .and("type", alert.type())
                .and("threshold", alert.threshold())
                .and("hysteresis", alert.hysteresis())
                .and("channels", alert.channels().stream().sorted().toList())
                .and("windows", alert.windows().stream().sorted().toList())
                .and("template", alert.template())
                .and("active", alert.active());
    }

    private static String profile(Host host, ProfileId id) {
        return host.cartable().quotas().profiles().find(id).map(Profile::name).orElse(id.toString());
    }

    /** Says all of one alert. */
    static void tell(Frame frame, Host host, Alert alert) {
        frame.report().field("alert", row(host, alert));
        say(frame, host, alert);
    }

    /** Says an alert in a few lines. */
    static void say(Frame frame, Host host, Alert alert) {
        Report report = frame.report();
        report.say(
                "alert.title",
                Map.of(
                        "id",
                        alert.id(),
                        "profile",
                        profile(host, alert.profile()),
                        "type",
                        alert.type(),
                        "threshold",
                        (long) alert.threshold(),
                        "state",
                        frame.words().code(alert.active() ? "ALERT_ACTIVE" : "ALERT_INACTIVE")));
        Words words = frame.words();
        report.say(
                "alert.how",
                Map.of(
                        "channels",
                        codes(words, alert.channels(), Channel::name),
                        "windows",
                        alert.windows().isEmpty()
                                ? words.text("alert.all-windows")
                                : codes(words, alert.windows(), Window::name)));
        String template = alert.template();
        if (template != null) {
            template.lines().forEach(line -> report.print("  " + line));
        }
    }

    private static <T extends Comparable<? super T>> String codes(
            Words words, Collection<T> values, Function<T, String> name) {
        return values.stream()
                .sorted()
                .map(value -> words.code(name.apply(value)))
                .collect(Collectors.joining(", "));
    }
}
