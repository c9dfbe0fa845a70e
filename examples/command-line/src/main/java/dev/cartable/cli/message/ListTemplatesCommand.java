package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.TreeSet;

/** {@code templates list}. */
@picocli.CommandLine.Command(name = "list")
final class ListTemplatesCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            Rows rows = frame.report().allRows("templates");
            host.cartable()
                    .notices()
                    .templates()
                    .list()
                    .forEach(template -> rows.add(Row.of("kind", template.kind())
                            .and("language", template.language().getLanguage())
                            .and("edited", template.edited())
                            .and(
                                    "variables",
                                    new TreeSet<>(template.variables()).stream().toList())));
            return Exit.DONE;
        }
    }
}
