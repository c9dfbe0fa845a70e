package dev.cartable.cli.account;

import dev.cartable.account.AccountKinds;
import dev.cartable.account.NotifyParent;
import dev.cartable.account.NotifyParent.Queued;
import dev.cartable.account.NotifyParent.Refused;
import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accounts notify}. */
@picocli.CommandLine.Command(name = "notify")
final class NotifyCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String named = "";

    @Option(names = "--subject", paramLabel = "TEXT", required = true)
    private String subject = "";

    @Option(names = "--message", paramLabel = "TEXT", required = true)
    private String message = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        String mailTo = frame.options().mailTo();
        if (mailTo != null) {
            return sendTest(frame, mailTo);
        }
        try (Host host = Host.changing(frame)) {
            Account account = Targets.account(frame, host, named);
            NotifyParent.Result result = host.cartable().accounts().notifyParent(account.id(), subject, message);
            if (result instanceof Refused refused) {
                String reason = refused.reason().name();
                throw CommandException.failed(
                        reason,
                        frame.words()
                                .text(
                                        "error.not-queued",
                                        "reason",
                                        frame.words().code(reason)));
            }
            Queued queued = (Queued) result;
            frame.report()
                    .field("account", account.id())
                    .field("guardian", account.guardian())
                    .field("notice", queued.notice())
                    .field("channel", queued.channel());
            counts(frame, 1);
            frame.report().afterwards("generate.next", Map.of("queued", 1L));
            return Exit.DONE;
        }
    }

    private Exit sendTest(Frame frame, String mailTo) {
        try (Host host = Host.reading(frame)) {
            Account account = Targets.account(frame, host, named);
            TestDeliveries.one(
                    frame, host, AccountKinds.NOTICE, account, Map.of("subject", subject, "message", message), mailTo);
            counts(frame, 0);
            frame.report().afterwards("nothing-written", Map.of());
            return Exit.DONE;
        }
    }

    private static void counts(Frame frame, long queued) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("input", 1L);
        counts.put("queued", queued);
        counts.put("failed", 0L);
        frame.report().counts(counts);
    }
}
