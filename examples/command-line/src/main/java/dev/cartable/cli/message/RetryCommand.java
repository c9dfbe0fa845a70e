package dev.cartable.cli.message;

import dev.cartable.notice.Notices;

/** {@code messages retry}. */
@picocli.CommandLine.Command(name = "retry")
final class RetryCommand extends ChangeCommand {
    RetryCommand() {
        super("retry", Notices::retry, false);
    }
}
