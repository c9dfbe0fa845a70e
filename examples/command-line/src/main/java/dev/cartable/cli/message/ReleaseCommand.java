package dev.cartable.cli.message;

import dev.cartable.notice.Notices;

/** {@code messages release}. */
@picocli.CommandLine.Command(name = "release")
final class ReleaseCommand extends ChangeCommand {
    ReleaseCommand() {
        super("release", Notices::release, false);
    }
}
