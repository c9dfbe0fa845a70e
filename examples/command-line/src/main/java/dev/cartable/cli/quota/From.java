package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Frame;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The option {@code --from} of a command that means something else by it than the sender of mails, which every command inherits
 * and which the environment may set.
 */
public final class From {
    private From() {}

    /** What was written behind the command; null if nothing was. */
    public static @Nullable String of(Frame frame, CommandSpec command) {
        Object written = command.commandLine().getParseResult().matchedOptionValue("--from", (Object) null);
        if (written == null) {
            return null;
        }
        frame.options().withoutSender();
        return written.toString();
    }
}
