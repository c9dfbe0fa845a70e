package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.Profile;
import picocli.CommandLine.Parameters;

/** {@code quota profile deactivate}: whoever holds the profile is served by the next level. */
@picocli.CommandLine.Command(name = "deactivate")
final class DeactivateProfileCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String named = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Profile profile = Targets.profile(frame, host, named);
            ProfileView.tell(
                    frame,
                    host,
                    host.cartable().quotas().profiles().change(profile.id(), builder -> builder.active(false)));
            return Exit.DONE;
        }
    }
}
