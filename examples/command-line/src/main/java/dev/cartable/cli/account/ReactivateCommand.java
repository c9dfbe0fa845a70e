package dev.cartable.cli.account;

import dev.cartable.account.DeactivateAccount;
import dev.cartable.account.DeactivateAccount.Reactivated;
import dev.cartable.account.DeactivateAccount.Refused;
import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code accounts reactivate}. */
@picocli.CommandLine.Command(name = "reactivate")
final class ReactivateCommand extends Command {
    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> named = List.of();

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("accounts");
        frame.report().rows("errors");
        long done = 0;
        try (Host host = Host.changing(frame)) {
            for (String one : named) {
                done += reactivate(frame, host, one) ? 1 : 0;
            }
        }
        frame.report().counts(Map.of("input", (long) named.size(), "reactivated", done, "failed", named.size() - done));
        return done == named.size() ? Exit.DONE : done == 0 ? Exit.FAILED : Exit.PARTLY;
    }

    private static boolean reactivate(Frame frame, Host host, String named) {
        String reason;
        try {
            Account account = Targets.account(frame, host, named);
            DeactivateAccount.Result result = host.cartable().accounts().reactivate(account.id());
            if (result instanceof Reactivated open) {
                frame.report()
                        .rows("accounts")
                        .add(Row.of("account", open.account().id())
                                .and("guardian", open.account().guardian())
                                .and("username", open.account().username())
                                .and("state", open.account().state()));
                return true;
            }
            reason = ((Refused) result).reason().name();
        } catch (CommandException e) {
            reason = "UNKNOWN";
        }
        frame.report().rows("errors").add(Row.error(named + ": " + frame.words().code(reason), reason));
        return false;
    }
}
