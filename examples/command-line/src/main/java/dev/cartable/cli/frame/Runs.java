package dev.cartable.cli.frame;

import dev.cartable.account.HostKeyMismatchException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** Runs a command from its first word to its exit code: whatever happens ends in a message that a person can act on. */
public final class Runs {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(//[^:/@\\s]*:(?=[^@\\s]*@|(?!\\d{1,5}(?:[/?;,.\\s]|$)))|password=)[^@&;\\s]*");

    private Runs() {}

    /** Runs it. */
    public static Exit run(
            Surroundings around, Words words, Options options, Settings settings, String command, Command.Work work) {
        Frame frame = new Frame(around, words, options, settings, command);
        Exit exit;
        try {
            exit = work.run(frame);
            frame.report().finish();
        } catch (Exception | LinkageError | StackOverflowError e) {
            CommandException instead = e instanceof HostKeyMismatchException ? frame.onHostKeyMismatch() : null;
            Failure failure = Failure.of(instead == null ? e : instead, words);
            frame.report().fail(failure.code(), hideSecrets(failure.message()));
            if (options.debug) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                around.err().println(hideSecrets(trace.toString()));
            }
            frame.report().finish();
            exit = failure.exit();
        } finally {
            frame.report().discard();
        }
        return exit;
    }

    /** Ends a command line that could not be understood. */
    public static Exit misunderstood(Surroundings around, Words words, boolean json, String message, String usage) {
        Report report = new Report(around, words, json, "");
        report.fail("USAGE", hideSecrets(message));
        around.err().println(usage);
        if (json) {
            report.finish();
        }
        return Exit.USAGE;
    }

    /** Without what stands where URLs have passwords. */
    public static String hideSecrets(String text) {
        return SECRET.matcher(text).replaceAll("$1…");
    }
}
