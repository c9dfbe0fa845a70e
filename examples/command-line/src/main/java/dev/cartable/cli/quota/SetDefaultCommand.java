package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import picocli.CommandLine.Parameters;

/** {@code quota profile set-default}: the profile of everybody who has no other. */
@picocli.CommandLine.Command(name = "set-default")
final class SetDefaultCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String named = "";

    @Override
    protected int run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Profile profile = Targets.profile(frame, host, named);
            AssignCommand.tell(
                    frame,
                    Holder.DEFAULT,
                    host.cartable().assignProfile().assign(Holder.DEFAULT, profile.id(), frame.actor()));
            return Exit.DONE;
        }
    }
}
