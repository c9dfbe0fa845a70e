package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preferences show}: changes nothing. */
@picocli.CommandLine.Command(name = "show")
final class ShowPreferencesCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String named = "";

    @Option(names = "--as", paramLabel = "guardian|user|pupil")
    private @Nullable String as;

    @Override
    protected Exit run(Frame frame) {
        frame.report().allRows("declined");
        try (Host host = Host.reading(frame)) {
            Target target = Target.of(frame, host, named, as);
            PreferenceRows.report(
                    frame, host, host.cartable().notices().preferences().of(target.recipient()));
            return Exit.DONE;
        }
    }
}
