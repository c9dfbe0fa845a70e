package dev.cartable.cli.message;

import dev.cartable.notice.Notices;

/** {@code messages cancel}. */
@picocli.CommandLine.Command(name = "cancel")
final class CancelCommand extends ChangeCommand {
    CancelCommand() {
        super("cancel", Notices::cancel, true);
    }
}
