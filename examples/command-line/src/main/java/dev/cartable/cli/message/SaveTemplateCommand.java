package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.model.TemplateException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code templates save}. */
@picocli.CommandLine.Command(name = "save")
final class SaveTemplateCommand extends Command {
    @Mixin
    private TemplateChoice choice = new TemplateChoice();

    @Parameters(index = "2", paramLabel = "FILE")
    private String file = "";

    @Override
    protected Exit run(Frame frame) throws IOException {
        String text = Files.readString(frame.around().path(file), StandardCharsets.UTF_8);
        frame.report().rows("errors");
        try (Host host = Host.writing(frame)) {
            List<Fault> faults = choice.known(
                    frame,
                    () -> host.cartable().notices().templates().save(choice.kind(frame), choice.language(), text));
            if (!faults.isEmpty()) {
                faults.forEach(fault -> frame.report()
                        .rows("errors")
                        .add(Row.of("file", file)
                                .and("line", fault.line())
                                .and("column", null)
                                .and("reason", frame.words().text("template." + fault.problem(), fault.facts()))
                                .and("code", "TEMPLATE_FAULT")));
                throw CommandException.failed("TEMPLATE_FAULT", frame.words().text("error.template-fault"));
            }
            frame.report().say("templates.saved");
            choice.reportSegments(frame, host.cartable().notices().templates());
            return Exit.DONE;
        }
    }
}
