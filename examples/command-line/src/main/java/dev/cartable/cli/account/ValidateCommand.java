package dev.cartable.cli.account;

import dev.cartable.account.model.Validation;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;

/** {@code accounts validate}: invalid accounts are a finding and no failure. */
@picocli.CommandLine.Command(name = "validate")
final class ValidateCommand extends Command {
    private static String detail(Words words, Validation.Finding finding) {
        return words.code(finding.detail())
                .replace(" SAME_NAME", words.text("findings.same-name"))
                .replace(" OTHER_NAME", words.text("findings.another-name"));
    }

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            Rows rows = frame.report().rows("findings");
            Validation validation = host.cartable()
                    .accounts()
                    .validate(found -> found.findings()
                            .forEach(finding ->
                                    rows.add(Row.of("account", found.account().id())
                                            .and("guardian", found.account().guardian())
                                            .and("reason", finding.code())
                                            .and("detail", detail(frame.words(), finding)))));
            frame.report().rows("errors");
            frame.report().field("byReason", validation.byCode());
            frame.report().counts(validation);
            if (host.isEmpty()) {
                return Exit.UNVERIFIED;
            }
            return validation.invalid() > 0 ? Exit.FINDING : Exit.DONE;
        }
    }
}
