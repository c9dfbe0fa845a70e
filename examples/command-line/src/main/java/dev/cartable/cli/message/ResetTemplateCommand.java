package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import picocli.CommandLine.Mixin;

/** {@code templates reset}. */
@picocli.CommandLine.Command(name = "reset")
final class ResetTemplateCommand extends Command {
    @Mixin
    private TemplateChoice choice = new TemplateChoice();

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.changing(frame)) {
            boolean changed = choice.known(
                    frame, () -> host.cartable().notices().templates().reset(choice.kind(frame), choice.language()));
            frame.report().field("changed", changed);
            frame.report().say(changed ? "templates.reset" : "templates.unedited");
            return Exit.DONE;
        }
    }
}
