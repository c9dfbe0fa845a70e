package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quota profile edit}. */
@picocli.CommandLine.Command(name = "edit")
final class EditProfileCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String named = "";

    @Option(names = "--name", paramLabel = "NEW")
    private @Nullable String name;

    @Mixin
    private ProfileOptions options = new ProfileOptions();

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            ProfileId id = Targets.profile(frame, host, named).id();
            ProfileId throttleTo = options.throttleTo(frame, host);
            if (id.equals(throttleTo)) {
                throw CommandException.usage(frame.words().text("error.throttle-itself", "name", named));
            }
            if (name != null) {
                ProfileOptions.requireName(frame.words(), name);
            }
            Profile after = CommandException.checked(
                    frame.words(),
                    () -> host.cartable().quotas().profiles().change(id, builder -> {
                        Profile.Builder said = options.over(builder.build(), throttleTo, frame.words());
                        return name == null ? said : said.name(name);
                    }));
            ProfileView.tell(frame, host, after);
            return Exit.DONE;
        }
    }
}
