package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.SizeUnits;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A profile as programs and as people read it. */
final class ProfileView {
    private ProfileView() {}

    /** Says all of one profile. */
    static void tell(Frame frame, Host host, Profile profile) {
        Report report = frame.report();
        report.field("profile", row(host, profile));
        Words words = frame.words();
        Columns table = new Columns();
        table.line(words.text("quota.column.window"), words.text("quota.column.limit"));
        for (Window window : Window.values()) {
            table.line(words.code(window.name()), limits(words, profile.limits(window)));
        }
        report.say("profile.title", Map.of("name", profile.name(), "state", words.code(state(profile))));
        if (!profile.description().isBlank()) {
            report.print("  " + profile.description());
        }
        table.lines().forEach(report::print);
        details(frame, host, profile).forEach(line -> report.print("  " + line));
    }

    private static String state(Profile profile) {
        return profile.active() ? "ACTIVE" : "INACTIVE";
    }

    private static List<String> details(Frame frame, Host host, Profile profile) {
        Words words = frame.words();
        List<String> lines = new ArrayList<>();
        lines.add(words.text(
                "profile.validity." + profile.validity().unit(),
                Map.of(
                        "length",
                        (long) profile.validity().length(),
                        "start",
                        words.code("FROM_" + profile.validity().start()))));
        lines.add(words.text(
                "profile.bandwidth",
                Map.of(
                        "up", rate(words, profile.bandwidth().up()),
                        "down", rate(words, profile.bandwidth().down()))));
        lines.add(words.text(
                "profile.sessions",
                Map.of(
                        "timeout", duration(words, profile.sessions().timeout()),
                        "idle", duration(words, profile.sessions().idleTimeout()),
                        "simultaneous", number(words, profile.sessions().simultaneous()))));
        String throttle = throttle(host, profile);
        lines.add(words.text(
                throttle == null ? "profile.exceeding" : "profile.throttling",
                Map.of(
                        "warn", (long) profile.limitPolicy().warnPercent(),
                        "grace", (long) profile.limitPolicy().gracePercent(),
                        "throttle", String.valueOf(throttle))));
        return lines;
    }

    /** Profile.Limits in one line. */
    static String limits(Words words, Profile.Limits limits) {
        List<String> parts = new ArrayList<>();
        if (limits.total().isSet() || !limits.isSet()) {
            parts.add(limit(words, limits.total()));
        }
        if (limits.up().isSet()) {
            parts.add("↑ " + limit(words, limits.up()));
        }
        if (limits.down().isSet()) {
            parts.add("↓ " + limit(words, limits.down()));
        }
        return String.join(", ", parts);
    }

    private static String limit(Words words, Limit limit) {
        return limit instanceof Limit.AtMost most
                ? words.size(most.size(), SizeUnits.of(most.size()))
                : words.code(kind(limit));
    }

    /** A rate in kbit/s. */
    static String rate(Words words, @Nullable Integer kbits) {
        return kbits == null ? words.code("NOT_SET") : words.number(kbits) + "\u00A0kbit/s";
    }

    /** A duration in hours, minutes and seconds. */
    static String duration(Words words, @Nullable Duration duration) {
        if (duration == null) {
            return words.code("NOT_SET");
        }
        List<String> parts = new ArrayList<>();
        part(parts, duration.toDays(), words.text("unit.days"));
        part(parts, duration.toHoursPart(), "h");
        part(parts, duration.toMinutesPart(), "min");
        part(parts, duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0\u00A0s" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + "\u00A0" + unit);
        }
    }

    private static String number(Words words, @Nullable Integer number) {
        return number == null ? words.code("NOT_SET") : words.number(number);
    }

    private static @Nullable String throttle(Host host, Profile profile) {
        ProfileId to = profile.limitPolicy().throttleTo();
        return to == null
                ? null
                : host.cartable()
                        .quotas()
                        .profiles()
                        .find(to)
                        .map(Profile::name)
                        .orElse(to.toString());
    }

    /** A profile as JSON has it. */
    static Row row(Host host, Profile profile) {
        Validity validity = profile.validity();
        return Row.of("name", profile.name())
                .and("id", profile.id())
                .and("description", profile.description())
                .and("active", profile.active())
                .and("limited", profile.limited())
                .and("limits", limits(profile))
                .and("bandwidthUp", profile.bandwidth().up())
                .and("bandwidthDown", profile.bandwidth().down())
                .and(
                        "validity",
                        Row.of("unit", validity.unit())
                                .and("length", validity.length())
                                .and("start", validity.start()))
                .and("sessionTimeout", seconds(profile.sessions().timeout()))
                .and("idleTimeout", seconds(profile.sessions().idleTimeout()))
                .and("simultaneous", profile.sessions().simultaneous())
                .and("warnPercent", profile.limitPolicy().warnPercent())
                .and("gracePercent", profile.limitPolicy().gracePercent())
                .and("throttle", throttle(host, profile));
    }

    private static List<Row> limits(Profile profile) {
        return Arrays.stream(Window.values())
                .map(window -> {
                    Profile.Limits limits = profile.limits(window);
                    return Row.of("window", window)
                            .and("limit", kind(limits))
                            .and("limitBytes", bytes(limits.total()))
                            .and("limitUpBytes", bytes(limits.up()))
                            .and("limitDownBytes", bytes(limits.down()));
                })
                .toList();
    }

    /** Several profiles, one in a line. */
    static void table(Frame frame, List<Profile> profiles) {
        Words words = frame.words();
        Columns table = new Columns();
        List<String> heads = new ArrayList<>(List.of(words.text("quota.column.profile")));
        Arrays.stream(Window.values()).forEach(window -> heads.add(words.code(window.name())));
        heads.add("");
        table.line(heads.toArray(String[]::new));
        for (Profile profile : profiles) {
            List<String> cells = new ArrayList<>(List.of(profile.name()));
            Arrays.stream(Window.values()).forEach(window -> cells.add(limits(words, profile.limits(window))));
            cells.add(profile.active() ? "" : words.code("INACTIVE"));
            table.line(cells.toArray(String[]::new));
        }
        table.lines().forEach(frame.report()::print);
    }

    static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    static @Nullable Long bytes(Limit limit) {
        return limit instanceof Limit.AtMost most ? most.size().bytes() : null;
    }

    static @Nullable Long bytes(@Nullable DataSize size) {
        return size == null ? null : size.bytes();
    }

    /** Whether anything is limited, is watched without an end, or is not watched. */
    static String kind(Profile.Limits limits) {
        List<String> kinds = List.of(kind(limits.total()), kind(limits.up()), kind(limits.down()));
        return kinds.contains("LIMITED") ? "LIMITED" : kinds.contains("UNLIMITED") ? "UNLIMITED" : "NOT_SET";
    }

    private static String kind(Limit limit) {
        return limit instanceof Limit.AtMost ? "LIMITED" : limit instanceof Limit.Unlimited ? "UNLIMITED" : "NOT_SET";
    }
}
