package dev.cartable.cli.alert;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether a command sends messages, or shows what it would send. */
final class Sending {
    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = {"--send", "--send-email"})
    private boolean send;

    /** Whether messages are queued, which a test delivery refuses: it would record them as sent. */
    boolean begin(Frame frame) {
        boolean writes = send && !dryRun;
        if (writes && frame.options().mailTo() != null) {
            throw CommandException.usage(frame.words().text("error.alerts-mail-to"));
        }
        frame.report().field("dryRun", !writes);
        return writes;
    }

    /** Says what to do next. */
    static void next(Report report, long queued) {
        report.afterwards(queued > 0 ? "generate.next" : "generate.nothing-to-send", Map.of("queued", queued));
    }
}
