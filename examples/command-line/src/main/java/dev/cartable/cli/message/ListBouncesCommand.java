package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.Bounce;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** {@code bounces list}. Addresses stand here, since a person has to correct or free them. */
@picocli.CommandLine.Command(name = "list")
final class ListBouncesCommand extends Command {
    @Option(names = "--suppressed")
    private boolean suppressed;

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        Rows rows = frame.report().allRows("bounces");
        try (Host host = Host.reading(frame);
                Stream<Bounce> bounces = host.cartable().notices().bounces().list()) {
            bounces.filter(bounce -> !suppressed || bounce.isInForce())
                    .limit(limit)
                    .forEach(bounce -> rows.add(Row.of("at", bounce.at())
                            .and("type", bounce.type())
                            .and("status", bounce.status())
                            .and("address", bounce.address().value())
                            .and("recipient", bounce.recipient())
                            .and("notice", bounce.notice().toString())
                            .and("suppressed", bounce.isInForce())
                            .and("liftedAt", bounce.liftedAt())
                            .and("reason", bounce.detail())));
            frame.report().counts(Map.of("bounces", rows.size()));
            if (rows.size() == 0) {
                frame.report().say("bounces.none");
            }
            return Exit.DONE;
        }
    }
}
