package dev.cartable.cli.frame;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A name that only stands in front of other commands, such as {@code accounts}: alone it cannot be understood. */
public abstract class CommandGroup implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    @Override
    public final void run() {
        throw new NoCommandException(spec.commandLine());
    }

    /** A group was named without one of its commands. */
    public static final class NoCommandException extends ParameterException {
        private static final long serialVersionUID = 1L;

        private NoCommandException(CommandLine group) {
            super(group, "no command");
        }
    }
}
