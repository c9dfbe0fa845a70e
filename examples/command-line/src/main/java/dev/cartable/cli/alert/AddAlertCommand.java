package dev.cartable.cli.alert;

import dev.cartable.alert.Alerts;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.quota.Targets;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.ProfileId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alerts add}. */
@picocli.CommandLine.Command(name = "add")
final class AddAlertCommand extends Command {
    private static final int USUAL_THRESHOLD = 80;

    @Option(names = "--profile", paramLabel = "NAME", required = true)
    private String profile = "";

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Override
    protected Exit run(Frame frame) {
        if (options.type() == null) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--type"));
        }
        alert(frame, new AlertId(new UUID(0, 0)), new ProfileId(new UUID(0, 0)));
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            ProfileId of = Targets.profile(frame, host, profile).id();
            Alerts editAlerts = host.cartable().alerts();
            Alert made =
                    CommandException.checked(frame.words(), () -> editAlerts.add(alert(frame, editAlerts.newId(), of)));
            AlertRows.tell(frame, host, made);
            return Exit.DONE;
        }
    }

    /** A forecast is about the limit itself, as is the news that it is used up. */
    private static int usualThreshold(Alert.@Nullable Type type) {
        return type == Alert.Type.QUOTA_EXCEEDED || type == Alert.Type.QUOTA_FORECAST ? 100 : USUAL_THRESHOLD;
    }

    private Alert alert(Frame frame, AlertId id, ProfileId of) {
        return CommandException.checked(
                frame.words(),
                () -> options.over(
                        new Alert(
                                id,
                                of,
                                options.type() == Alert.Type.QUOTA_EXCEEDED
                                        ? Alert.Type.QUOTA_EXCEEDED
                                        : Alert.Type.QUOTA_WARNING,
                                usualThreshold(options.type()),
                                Alert.DEFAULT_HYSTERESIS,
                                Set.of(Channel.EMAIL),
                                Set.of(),
                                null,
                                true,
                                0),
                        of,
                        frame.words()));
    }
}
