package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Session;
import dev.cartable.school.model.UserId;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code session list}. */
@picocli.CommandLine.Command(name = "list")
final class ListSessionsCommand extends Command {
    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--all")
    private boolean all;

    @Override
    protected Exit run(Frame frame) {
        Rows rows = frame.report().allRows("sessions");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            UserId id = user == null ? null : Targets.user(frame, host, user).id();
            Quotas quotas = host.cartable().quotas();
            try (Stream<Session> found = id == null && !all ? quotas.openSessions() : quotas.sessions(id)) {
                found.filter(session -> all || session.isOpen()).forEach(session -> rows.add(SessionRows.row(session)));
            }
            frame.report().counts(Map.of("sessions", rows.size()));
            return Exit.DONE;
        }
    }
}
