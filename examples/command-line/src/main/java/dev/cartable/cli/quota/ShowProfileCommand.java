package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import picocli.CommandLine.Parameters;

/** {@code quota profile show}. */
@picocli.CommandLine.Command(name = "show")
final class ShowProfileCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String named = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            ProfileView.tell(frame, host, Targets.profile(frame, host, named));
            return Exit.DONE;
        }
    }
}
