package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.school.model.User;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code session admit}. */
@picocli.CommandLine.Command(name = "admit")
final class AdmitSessionCommand extends Command {
    @Option(names = "--user", paramLabel = "USER", required = true)
    private String named = "";

    @Option(names = "--nas", paramLabel = "NAS", required = true)
    private String nas = "";

    @Option(names = "--session", paramLabel = "ID", required = true)
    private String session = "";

    @Override
    protected Exit run(Frame frame) {
        NasId server = CommandException.option(frame.words(), "--nas", nas, () -> new NasId(nas));
        Rows open = frame.report().allRows("sessions");
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            User user = Targets.user(frame, host, named);
            Session.Key key = CommandException.option(
                    frame.words(), "--session", session, () -> new Session.Key(server, session, user.id()));
            Admission admission = host.cartable().quotas().admit(key);
            frame.report().field("user", user.id()).field("granted", admission instanceof Admission.Granted);
            if (admission instanceof Admission.TooManySessions refused) {
                refused.open().forEach(one -> open.add(SessionRows.row(one)));
                throw CommandException.failed(
                        "TOO_MANY_SESSIONS",
                        frame.words()
                                .text(
                                        "session.too-many",
                                        Map.of("user", user.userName(), "allowed", refused.allowed())));
            }
            if (admission instanceof Admission.NotServed refused) {
                frame.report().field("state", refused.allowance().state());
                throw CommandException.failed(
                        refused.allowance().state().name(),
                        frame.words()
                                .text(
                                        "session.not-served",
                                        Map.of(
                                                "user",
                                                user.userName(),
                                                "state",
                                                frame.words()
                                                        .code("STATE_"
                                                                + refused.allowance()
                                                                        .state()))));
            }
            Admission.Granted granted = (Admission.Granted) admission;
            frame.report().field("attributes", ShowCommand.row(granted.attributes()));
            frame.report()
                    .say(
                            granted.fresh() ? "session.granted" : "session.granted-again",
                            Map.of("user", user.userName()));
            return Exit.DONE;
        }
    }
}
