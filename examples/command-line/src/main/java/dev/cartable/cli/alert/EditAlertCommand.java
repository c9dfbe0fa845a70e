package dev.cartable.cli.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.quota.Targets;
import dev.cartable.quota.model.ProfileId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alerts edit}. */
@picocli.CommandLine.Command(name = "edit")
final class EditAlertCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Alert before = AlertRows.find(frame, host, id);
            ProfileId of = profile == null
                    ? before.profile()
                    : Targets.profile(frame, host, profile).id();
            Alert after = CommandException.checked(
                    frame.words(),
                    () -> host.cartable()
                            .alerts()
                            .change(before.id(), alert -> options.over(alert, of, frame.words())));
            AlertRows.tell(frame, host, after);
            return Exit.DONE;
        }
    }
}
