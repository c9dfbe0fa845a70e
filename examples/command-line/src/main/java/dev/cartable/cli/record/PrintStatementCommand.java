package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Viewer;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices statement}: what a guardian was charged, has paid and still owes. */
@picocli.CommandLine.Command(name = "statement")
final class PrintStatementCommand extends Command {
    @Parameters(paramLabel = "GUARDIAN", index = "0")
    private String guardian = "";

    @Parameters(paramLabel = "FILE", index = "1")
    private String file = "";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        Destination destination = Destination.of(frame, file, force);
        frame.report().rows("errors");
        GuardianId id = CommandException.checked(frame.words(), () -> new GuardianId(guardian));
        try (Host host = Host.changing(frame).withInvoices()) {
            byte[] statement = host.cartable()
                    .documents()
                    .printStatements()
                    .print(Viewer.administrator(), id)
                    .orElseThrow(() -> CommandException.failed(
                            "NO_STATEMENT", frame.words().text("error.NO_STATEMENT", Map.of("guardian", id))));
            destination.write(statement);
            frame.report().field("guardian", id).field("file", file);
            frame.report().say("invoices.statement.done", Map.of("file", destination.place()));
            return Exit.DONE;
        }
    }
}
