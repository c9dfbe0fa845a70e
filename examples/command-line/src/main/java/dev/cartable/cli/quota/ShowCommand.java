package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.SizeUnits;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Allowance.AccessAttributes;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Resolution.SkippedLevel;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.school.model.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code quota show}. */
@picocli.CommandLine.Command(name = "show")
final class ShowCommand extends Command {
    @Parameters(paramLabel = "USER")
    private String named = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            User user = Targets.user(frame, host, named);
            Allowance allowance = host.cartable().quotas().check(user.id());
            fields(frame.report(), user, allowance);
            tell(frame, user, allowance);
            return Exit.DONE;
        }
    }

    private static void fields(Report report, User user, Allowance allowance) {
        Candidate effective = allowance.resolution().effective();
        report.field("user", user.id())
                .field("userName", user.userName())
                .field(
                        "profile",
                        Row.of(
                                        "name",
                                        effective == null
                                                ? null
                                                : effective.profile().name())
                                .and("level", effective == null ? null : effective.level())
                                .and(
                                        "passedOver",
                                        allowance.resolution().skipped().stream()
                                                .map(ShowCommand::row)
                                                .toList()))
                .field("state", allowance.state())
                .field("served", allowance.isServed())
                .field("exceeded", allowance.exceeded())
                .field(
                        "windows",
                        allowance.windows().stream().map(ShowCommand::row).toList())
                .field("attributes", row(allowance.attributes()))
                .field("at", allowance.at());
    }

    private static Row row(SkippedLevel level) {
        return Row.of("level", level.level()).and("profile", level.profile()).and("why", level.why());
    }

    private static Row row(WindowAllowance window) {
        return Row.of("window", window.window())
                .and("usedBytes", window.used().total().bytes())
                .and("limitBytes", ProfileView.bytes(window.limits().total()))
                .and("remainingBytes", ProfileView.bytes(window.remaining()))
                .and("percent", window.percent())
                .and("nextResetAt", window.nextResetAt())
                .and("limit", ProfileView.kind(window.limits()))
                .and("usedUpBytes", window.used().up())
                .and("usedDownBytes", window.used().down())
                .and("limitUpBytes", ProfileView.bytes(window.limits().up()))
                .and("limitDownBytes", ProfileView.bytes(window.limits().down()));
    }

    static Row row(AccessAttributes attributes) {
        return Row.of("sessionTimeout", ProfileView.seconds(attributes.sessionTimeout()))
                .and("idleTimeout", ProfileView.seconds(attributes.idleTimeout()))
                .and("bandwidthUp", attributes.bandwidth().up())
                .and("bandwidthDown", attributes.bandwidth().down())
                .and("remainingBytes", ProfileView.bytes(attributes.remaining()))
                .and("remainingOctets", attributes.remainingOctets())
                .and("remainingGigawords", attributes.remainingGigawords())
                .and("throttled", attributes.throttled());
    }

    private static void tell(Frame frame, User user, Allowance allowance) {
        Report report = frame.report();
        Words words = frame.words();
        Candidate effective = allowance.resolution().effective();
        report.say(
                "quota.title",
                Map.of("name", user.userName(), "id", user.id(), "state", words.code("STATE_" + allowance.state())));
        if (effective != null) {
            report.say(
                    "quota.profile",
                    Map.of("profile", effective.profile().name(), "level", words.code("LEVEL_" + effective.level())));
        }
        for (SkippedLevel level : allowance.resolution().skipped()) {
            report.say(
                    level.profile() == null ? "quota.passed-over" : "quota.passed-over-profile",
                    Map.of(
                            "level",
                            words.code("LEVEL_" + level.level()),
                            "profile",
                            String.valueOf(level.profile()),
                            "why",
                            words.code("WHY_" + level.why())));
        }
        if (allowance.windows().isEmpty()) {
            return;
        }
        Columns table = new Columns();
        table.line(List.of("window", "used", "limit", "remaining", "percent", "reset").stream()
                .map(column -> words.text("quota.column." + column))
                .toArray(String[]::new));
        allowance.windows().forEach(window -> table.line(cells(frame, window)));
        table.lines().forEach(report::print);
        AccessAttributes attributes = allowance.attributes();
        if (allowance.isServed()) {
            report.say(
                    attributes.throttled() ? "quota.throttled" : "quota.attributes",
                    Map.of(
                            "up", ProfileView.rate(words, attributes.bandwidth().up()),
                            "down",
                                    ProfileView.rate(
                                            words, attributes.bandwidth().down()),
                            "timeout", ProfileView.duration(words, attributes.sessionTimeout()),
                            "idle", ProfileView.duration(words, attributes.idleTimeout())));
        }
    }

    private static String[] cells(Frame frame, WindowAllowance window) {
        Words words = frame.words();
        SizeUnits units = SizeUnits.of(window.limits().total() instanceof Limit.AtMost most ? most.size() : null);
        Integer percent = window.percent();
        return new String[] {
            words.code(window.window().name()),
            words.size(window.used().total(), units),
            ProfileView.limits(words, window.limits()),
            size(words, window.remaining(), units),
            percent == null ? "" : words.number(percent) + "\u00A0%",
            time(frame, window.nextResetAt())
        };
    }

    private static String size(Words words, @Nullable DataSize size, SizeUnits units) {
        return size == null ? "" : words.size(size, units);
    }

    private static String time(Frame frame, @Nullable Instant at) {
        return at == null ? "" : frame.words().time(at);
    }
}
