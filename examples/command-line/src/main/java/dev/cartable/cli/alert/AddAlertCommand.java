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
import dev.cartable.quota.model.ProfileId;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alerts add}. */
@picocli.CommandLine.Command(name = "add")
final class AddAlertCommand extends Command {
    @Option(names = "--profile", paramLabel = "NAME", required = true)
    private String profile = "";

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Override
    protected Exit run(Frame frame) {
        Alert.Type type = options.type();
        if (type == null) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--type"));
        }
        alert(frame, type, new AlertId(new UUID(0, 0)), new ProfileId(new UUID(0, 0)));
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            ProfileId of = Targets.profile(frame, host, profile).id();
            Alerts alerts = host.cartable().alerts();
            Alert made =
                    CommandException.checked(frame.words(), () -> alerts.add(alert(frame, type, alerts.newId(), of)));
            AlertRows.tell(frame, host, made);
            return Exit.DONE;
        }
    }

    private Alert alert(Frame frame, Alert.Type type, AlertId id, ProfileId of) {
        return CommandException.checked(
                frame.words(), () -> options.over(Alert.of(id, of, type).build(), of, frame.words()));
    }
}
