package dev.cartable.cli.alert;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.quota.Targets;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code alerts supervise}: who is notified of a promotion's alerts, in place of those before. */
@picocli.CommandLine.Command(name = "supervise")
final class SuperviseCommand extends Command {
    @Option(names = "--promotion", paramLabel = "PROMOTION", required = true)
    private String promotion = "";

    @Option(names = "--user", paramLabel = "USER")
    private List<String> users = List.of();

    @Option(names = "--nobody")
    private boolean nobody;

    @Override
    protected Exit run(Frame frame) {
        if (nobody != users.isEmpty()) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--user, --nobody"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Promotion of = Targets.promotion(frame, host, promotion);
            Set<UserId> supervisors = new LinkedHashSet<>();
            users.forEach(
                    user -> supervisors.add(Targets.user(frame, host, user).id()));
            host.cartable().alerts().summaries().supervise(of.id(), supervisors);
            frame.report().field("promotion", of.name());
            frame.report()
                    .field(
                            "supervisors",
                            supervisors.stream().map(UserId::value).toList());
            frame.report()
                    .say(
                            supervisors.isEmpty() ? "alerts.supervised-by-nobody" : "alerts.supervised",
                            Map.of(
                                    "promotion",
                                    of.name(),
                                    "users",
                                    supervisors.stream()
                                            .map(frame.report()::named)
                                            .toList()));
            return Exit.DONE;
        }
    }
}
