package dev.cartable.cli.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import picocli.CommandLine.Parameters;

/** {@code alerts deactivate}. */
@picocli.CommandLine.Command(name = "deactivate")
final class DeactivateAlertCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Alert alert = AlertRows.find(frame, host, id);
            AlertRows.tell(
                    frame,
                    host,
                    host.cartable()
                            .alerts()
                            .change(
                                    alert.id(),
                                    before -> before.toBuilder().active(false).build()));
            return Exit.DONE;
        }
    }
}
