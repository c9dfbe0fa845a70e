package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.Holder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quota profile set-default}: the profile of everybody who has no other, or none. */
@picocli.CommandLine.Command(name = "set-default")
final class SetDefaultCommand extends Command {
    @Parameters(paramLabel = "NAME", arity = "0..1")
    private @Nullable String named;

    @Option(names = "--none")
    private boolean none;

    @Override
    protected Exit run(Frame frame) {
        if ((named == null) != none) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "NAME, --none"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            AssignCommand.give(frame, host, Holder.DEFAULT, named);
            return Exit.DONE;
        }
    }
}
