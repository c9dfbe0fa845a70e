package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Type.Measure;
import dev.cartable.notice.internal.Templates;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be said about a crossing, and in which words. */
final class AlertWords {
    /** What an alert's own template may use. */
    static final Set<String> VARIABLES = Set.of(
            "username",
            "percent",
            "remaining_gb",
            "used_gb",
            "limit_gb",
            "profile",
            "threshold",
            "reset_at",
            "used_up_on");

    /** A template of a notice begins with a subject, the words of an alert do not. */
    private static final String SUBJECT = "Subject: -\n\n";

    private final Templates templates;
    private final School school;

    AlertWords(Templates templates, School school) {
        this.templates = requireNonNull(templates, "templates");
        this.school = requireNonNull(school, "school");
    }

    /** What is wrong with an alert's own words; empty if they can be used. */
    static List<Fault> faults(Templates templates, String template) {
        return templates.faults(AlertKinds.ALERT, SUBJECT + template, VARIABLES).stream()
                .map(fault -> new Fault(Math.max(1, fault.line() - 2), fault.problem(), fault.facts()))
                .toList();
    }

    /** An alert's own words with these values; empty if it has none. */
    String message(Alert alert, Locale language, Map<String, String> values) {
        String template = alert.template();
        return template == null
                ? ""
                : templates
                        .fill(SUBJECT + template, language, Channel.SMS, values)
                        .text()
                        .strip();
    }

    /** What was true when it fired; no name. */
    Map<String, String> facts(Crossing crossing, Allowance allowance, Locale language) {
        Candidate effective = allowance.resolution().effective();
        WindowAllowance window = allowance.window(crossing.window());
        Map<String, String> facts = new HashMap<>();
        facts.put("type", crossing.alert().type().toString());
        facts.put("percent", Integer.toString(crossing.percent()));
        facts.put("threshold", Integer.toString(crossing.alert().threshold()));
        facts.put("profile", effective == null ? "" : effective.profile().name());
        facts.put("used_gb", gibibytes(window.used().total(), language));
        facts.put("remaining_gb", gibibytes(window.remaining(), language));
        facts.put("limit_gb", gibibytes(limit(window), language));
        facts.put("reset_at", time(end(crossing, allowance, window), language));
        Instant usedUpAt = crossing.usedUpAt();
        facts.put(
                "used_up_on",
                usedUpAt == null ? "" : Phrases.date(LocalDate.ofInstant(usedUpAt, school.zone()), language));
        return facts;
    }

    private static @Nullable Instant end(Crossing crossing, Allowance allowance, WindowAllowance window) {
        var cycle = allowance.resolution().cycle();
        return crossing.alert().type().measure() == Measure.VALIDITY && cycle != null
                ? cycle.end()
                : window.nextResetAt();
    }

    private static @Nullable DataSize limit(WindowAllowance window) {
        return window.limits().total() instanceof Limit.AtMost most ? most.size() : null;
    }

    /** In units of 2³⁰ bytes, as the name has always meant. */
    private static String gibibytes(@Nullable DataSize size, Locale language) {
        if (size == null) {
            return "";
        }
        return NumberFormat.getNumberInstance(language).format(size.gibibytes());
    }

    private String time(@Nullable Instant at, Locale language) {
        return at == null ? "" : Phrases.time(at.atZone(school.zone()), FormatStyle.LONG, language);
    }

    /** With the name of the person. */
    static Map<String, String> named(Map<String, String> facts, User user) {
        Map<String, String> all = new HashMap<>(facts);
        all.put("username", user.userName());
        return all;
    }

    /** All that the notice may use. */
    Map<String, String> values(Map<String, String> facts, Alert.Type type, String message) {
        Map<String, String> values = new HashMap<>(facts);
        values.remove("type");
        values.put("school", school.name());
        values.put("message", message);
        for (Alert.Type each : Alert.Type.values()) {
            values.put(each.toString(), message.isEmpty() && each == type ? "1" : "");
        }
        return values;
    }
}
