package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.notice.EditTemplates.Template;
import picocli.CommandLine.Mixin;

/** {@code templates show}. */
@picocli.CommandLine.Command(name = "show")
final class ShowTemplateCommand extends Command {
    @Mixin
    private TemplateChoice choice = new TemplateChoice();

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            Template template = choice.find(frame, host.cartable().notices().templates());
            frame.report()
                    .field("kind", template.kind())
                    .field("language", template.language().getLanguage())
                    .field("edited", template.edited())
                    .field("text", template.text());
            if (!frame.options().json()) {
                frame.report().print(template.text().stripTrailing());
            }
            choice.reportSegments(frame, host.cartable().notices().templates());
            return Exit.DONE;
        }
    }
}
