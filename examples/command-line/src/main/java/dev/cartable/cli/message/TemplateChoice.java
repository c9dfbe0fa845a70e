package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.EditTemplates.Template;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.SmsText;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Parameters;

/** Which template a command is about. */
final class TemplateChoice {
    @Parameters(index = "0", paramLabel = "KIND")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "LANGUAGE")
    private String language = "";

    Kind kind(Frame frame) {
        return known(frame, () -> Kind.of(kind));
    }

    Locale language() {
        return Locale.forLanguageTag(language);
    }

    Template find(Frame frame, EditTemplates templates) {
        return known(frame, () -> templates.find(Kind.of(kind), language())).orElseThrow(() -> unknown(frame));
    }

    /** What is made of the choice, or a message that there is no such template. */
    <T> T known(Frame frame, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw unknown(frame);
        }
    }

    /** Of a template for short messages: what one costs with made-up values, and which characters make it cost more. */
    void reportSegments(Frame frame, EditTemplates templates) {
        if (!Kind.of(kind).isSmsTemplate()) {
            return;
        }
        SmsText text = SmsText.of(templates.preview(Kind.of(kind), language()).text());
        frame.report()
                .field("segments", text.segments())
                .field("encoding", text.encoding())
                .field("costly", text.costly());
        frame.report().say("templates.segments", Map.of("segments", text.segments()));
        if (!text.costly().isEmpty()) {
            frame.report().say("templates.costly", Map.of("characters", String.join(" ", text.costly())));
        }
    }

    private CommandException unknown(Frame frame) {
        return CommandException.failed(
                "UNKNOWN_TEMPLATE",
                frame.words().text("error.unknown-template", Map.of("kind", kind, "language", language)));
    }
}
