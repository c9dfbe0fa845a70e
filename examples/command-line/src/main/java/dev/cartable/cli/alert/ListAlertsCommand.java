package dev.cartable.cli.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.quota.Targets;
import dev.cartable.quota.model.ProfileId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code alerts list}. */
@picocli.CommandLine.Command(name = "list")
final class ListAlertsCommand extends Command {
    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Override
    protected Exit run(Frame frame) {
        Rows rows = frame.report().hiddenRows("alerts");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            ProfileId of = profile == null
                    ? null
                    : Targets.profile(frame, host, profile).id();
            List<Alert> all = host.cartable().alerts().all().stream()
                    .filter(alert -> of == null || alert.profile().equals(of))
                    .toList();
            for (Alert alert : all) {
                rows.add(AlertRows.row(host, alert));
                AlertRows.say(frame, host, alert);
            }
            if (all.isEmpty()) {
                frame.report().say("alerts.none");
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("alerts", (long) all.size());
            counts.put("active", all.stream().filter(Alert::active).count());
            frame.report().counts(counts);
            return Exit.DONE;
        }
    }
}
