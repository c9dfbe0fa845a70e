package dev.cartable.cli.account;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Named;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.school.model.Contact;
import picocli.CommandLine.Option;

/** {@code accounts check}. */
@picocli.CommandLine.Command(name = "check")
final class CheckCommand extends Command {
    @Option(names = "--detailed")
    private boolean detailed;

    @Option(names = "--orphaned")
    private boolean orphaned;

    @Option(names = "--inactive")
    private boolean inactive;

    @Override
    protected Exit run(Frame frame) {
        if (orphaned && inactive) {
            throw CommandException.usage(frame.words().text("error.orphaned-or-inactive"));
        }
        AccountStatus.Filter filter = orphaned
                ? AccountStatus.Filter.ORPHANED
                : inactive ? AccountStatus.Filter.INACTIVE : AccountStatus.Filter.ALL;
        try (Host host = Host.reading(frame)) {
            Rows rows = frame.report().allRows("accounts");
            AccountStatus.Summary summary = host.cartable().accounts().check(filter, status -> {
                if (detailed || filter != AccountStatus.Filter.ALL) {
                    rows.add(row(status));
                }
            });
            frame.report().rows("errors");
            frame.report().counts(summary);
            return Exit.DONE;
        }
    }

    private static Row row(AccountStatus status) {
        Account account = status.account();
        return Row.of("account", account.id())
                .and("guardian", new Named(account.guardian(), account.name().full()))
                .and("username", account.username())
                .and("state", account.state())
                .and("pupils", status.pupils())
                .and("orphaned", status.orphaned())
                .and("inactive", status.inactive())
                .and("reachable", status.isReachable())
                .and(
                        "reason",
                        !status.isReachable() && status.contact() instanceof Contact.Unreachable u ? u.reason() : null)
                .and("createdAt", account.createdAt())
                .and("activatedAt", account.activatedAt())
                .and("lastSignInAt", account.lastSignInAt())
                .and("orphanSince", account.orphanSince())
                .and("activationExpiresAt", status.activationExpiresAt());
    }
}
