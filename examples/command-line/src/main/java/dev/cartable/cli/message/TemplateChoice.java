package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.EditTemplates.Template;
import dev.cartable.notice.model.Kind;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Which template a command is about. */
final class TemplateChoice {
    @Parameters(index = "0", paramLabel = "KIND")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "LANGUAGE")
    private String language = "";

    Kind kind() {
        return CommandException.checked(() -> Kind.of(kind));
    }

    Locale language() {
        return Locale.forLanguageTag(language);
    }

    Template find(Frame frame, EditTemplates templates) {
        return CommandException.checked(() -> templates.find(kind(), language()))
                .orElseThrow(() -> CommandException.failed(
                        "UNKNOWN_TEMPLATE",
                        frame.words().text("error.unknown-template", Map.of("kind", kind, "language", language))));
    }
}
