package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.ForgetUsageEvents;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code quota forget}: events whose ids need not be known any more. */
@picocli.CommandLine.Command(name = "forget")
final class ForgetCommand extends Command {
    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected int run(Frame frame) {
        frame.report().field("dryRun", dryRun);
        frame.report().rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            ForgetUsageEvents events = host.cartable().forgetUsageEvents();
            frame.report().field("forgottenBefore", events.before());
            frame.report().counts(Map.of("forgotten", dryRun ? events.plan() : events.apply()));
            if (dryRun) {
                frame.report().afterwards("rehearsal.nothing-changed", Map.of());
            }
            return Exit.DONE;
        }
    }
}
