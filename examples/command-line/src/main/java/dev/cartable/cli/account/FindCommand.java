package dev.cartable.cli.account;

import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Named;
import dev.cartable.cli.frame.Row;
import picocli.CommandLine.Parameters;

/** {@code accounts find}. */
@picocli.CommandLine.Command(name = "find")
final class FindCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String named = "";

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            Account account = Targets.account(frame, host, named);
            frame.report()
                    .allRows("accounts")
                    .add(Row.of("account", account.id())
                            .and(
                                    "guardian",
                                    new Named(account.guardian(), account.name().full()))
                            .and("username", account.username())
                            .and("state", account.state()));
            return Exit.DONE;
        }
    }
}
