package dev.cartable.cli.account;

import dev.cartable.account.EraseAccount;
import dev.cartable.account.EraseAccount.Refused;
import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code accounts erase}. */
@picocli.CommandLine.Command(name = "erase")
final class EraseCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String named = "";

    @Override
    protected int run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Account account = Targets.account(frame, host, named);
            if (!frame.agreed("erase.ask", Map.of("guardian", account.guardian()))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            EraseAccount.Result result = host.cartable().eraseAccount().erase(account.id());
            if (result instanceof Refused refused) {
                String reason = refused.reason().name();
                throw CommandException.failed(reason, frame.words().code(reason));
            }
            frame.report().field("account", account.id());
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("input", 1L);
            counts.put("erased", 1L);
            counts.put("failed", 0L);
            frame.report().counts(counts);
            frame.report().say("erase.done", Map.of("account", account.id()));
            return Exit.DONE;
        }
    }
}
