package dev.cartable.cli.account;

import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Named;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.Channel;
import dev.cartable.school.model.Contact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
            host.cartable()
                    .accounts()
                    .status(account)
                    .ifPresent(status -> frame.report()
                            .field("channel", status.channel().orElse(Channel.LETTER))
                            .field("activationExpiresAt", status.activationExpiresAt()));
            bounce(host, account).ifPresent(bounce -> {
                frame.report().field("bounce", bounce.type());
                frame.report()
                        .afterwards(
                                "find.bounced",
                                Map.of(
                                        "address",
                                        bounce.address().value(),
                                        "type",
                                        frame.words().code(bounce.type().name()),
                                        "at",
                                        bounce.at()));
            });
            return Exit.DONE;
        }
    }

    /** Why the guardian's address gets no e-mail now. */
    private static Optional<Bounce> bounce(Host host, Account account) {
        return host.roster().families(List.of(account.guardian())).stream()
                .map(family -> Contact.of(family).address())
                .filter(Objects::nonNull)
                .flatMap(address -> host.cartable().notices().bounces().of(address).stream())
                .filter(Bounce::isInForce)
                .findFirst();
    }
}
