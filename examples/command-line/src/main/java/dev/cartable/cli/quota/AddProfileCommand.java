package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quota profile add}. */
@picocli.CommandLine.Command(name = "add")
final class AddProfileCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Mixin
    private ProfileOptions options = new ProfileOptions();

    @Override
    protected Exit run(Frame frame) {
        requireFit(frame);
        frame.report().rows("errors");
        try (Host host = Host.writing(frame)) {
            ProfileId throttleTo = options.throttleTo(frame, host);
            Profile made = host.cartable()
                    .quotas()
                    .profiles()
                    .add(name, builder -> options.over(builder.build(), throttleTo, frame.words()));
            ProfileView.tell(frame, host, made);
            return Exit.DONE;
        }
    }

    /** Before a database is made for it. */
    private void requireFit(Frame frame) {
        CommandException.checked(frame.words(), () -> {
            ProfileOptions.requireName(frame.words(), name);
            Profile usual = Profile.named(new ProfileId(new UUID(0, 0)), name).build();
            return options.over(usual, null, frame.words()).build();
        });
    }
}
