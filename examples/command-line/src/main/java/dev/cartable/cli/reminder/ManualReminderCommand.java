package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.reminder.RemindPupil;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reminders manual}: a parent's own words to their child. */
@picocli.CommandLine.Command(name = "manual")
final class ManualReminderCommand extends Command {
    @Parameters(paramLabel = "PUPIL")
    private String pupil = "";

    @Option(names = "--guardian", paramLabel = "ID", required = true)
    private String guardian = "";

    @Option(names = "--message", paramLabel = "TEXT", required = true)
    private String message = "";

    @Override
    protected Exit run(Frame frame) {
        if (frame.options().mailTo() != null) {
            throw CommandException.usage(frame.words().text("error.reminders-mail-to"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            RemindPupil.Result result =
                    host.cartable().reminders().remind(new GuardianId(guardian), new PupilId(pupil), message);
            if (result instanceof RemindPupil.Refused refused) {
                String problem = refused.problem().name();
                throw CommandException.failed(
                        problem,
                        frame.words()
                                .text(
                                        "error.not-queued",
                                        "reason",
                                        frame.words().text("manual." + problem)));
            }
            long queued = ((RemindPupil.Queued) result).notices().size();
            frame.report()
                    .field("pupil", pupil)
                    .field("guardian", guardian)
                    .field("notices", ((RemindPupil.Queued) result).notices());
            frame.report().counts(Map.of("queued", queued));
            frame.report().afterwards("generate.next", Map.of("queued", queued));
            return Exit.DONE;
        }
    }
}
