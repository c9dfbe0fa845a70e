package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.school.model.EmailAddress;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code bounces lift}. */
@picocli.CommandLine.Command(name = "lift")
final class LiftBounceCommand extends Command {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*")
    private List<String> named = List.of();

    @Override
    protected Exit run(Frame frame) {
        List<EmailAddress> addresses = named.stream()
                .map(one -> CommandException.address(frame.words(), one))
                .toList();
        frame.report().rows("errors");
        long lifted = 0;
        try (Host host = Host.changing(frame)) {
            for (EmailAddress address : addresses) {
                if (host.cartable().notices().bounces().lift(address) > 0) {
                    lifted++;
                } else {
                    String reason = frame.words().text("bounces.NOT_BOUNCED", Map.of("address", address.value()));
                    frame.report().rows("errors").add(Row.error(reason, "NOT_BOUNCED"));
                }
            }
        }
        frame.report().counts(Map.of("input", (long) addresses.size(), "lifted", lifted));
        return lifted == addresses.size() ? Exit.DONE : lifted == 0 ? Exit.FAILED : Exit.PARTLY;
    }
}
