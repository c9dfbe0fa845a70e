package dev.cartable.cli.account;

import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.GuardianId;
import java.util.List;

/** The accounts that a person names: by the account's id, the guardian's id, or the username. */
final class Targets {
    private Targets() {}

    /** The account, or a message that there is none. */
    static Account account(Frame frame, Host host, String named) {
        return host.cartable()
                .accounts()
                .find(named)
                .orElseThrow(() -> CommandException.failed(
                        "UNKNOWN_ACCOUNT", frame.words().text("error.unknown-account", "id", named)));
    }

    /** The guardians of the accounts. */
    static List<GuardianId> guardians(Frame frame, Host host, List<String> named) {
        return named.stream()
                .map(one -> account(frame, host, one).guardian())
                .distinct()
                .toList();
    }
}
