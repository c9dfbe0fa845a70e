package dev.cartable.cli.care;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.mail.ProbeResult;
import dev.cartable.mail.SmtpOffer;
import dev.cartable.mail.SmtpProbe;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code mail test}. */
@picocli.CommandLine.Command(name = "test")
final class MailTestCommand extends Command {
    @Parameters(paramLabel = "ADDRESS", arity = "0..1")
    private @Nullable String address;

    @Override
    protected Exit run(Frame frame) {
        String given = address == null ? frame.options().mailTo() : address;
        if (given == null) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "ADDRESS"));
        }
        EmailAddress to = CommandException.address(frame.words(), given);
        MessageOptions.requireSpeak(frame, given);
        Optional<SmtpSettings> settings = Host.mailing(frame).smtp();
        if (settings.isEmpty()) {
            throw CommandException.failed(
                    "NO_SMTP",
                    frame.words()
                            .text("error.no-smtp", "folder", Host.mailing(frame).folder()));
        }
        SmtpSettings smtp = settings.get();
        ProbeResult result = new SmtpProbe(smtp, frame.around().time())
                .send(to, frame.words().language(), words(frame));
        tell(frame, smtp, result);
        if (result instanceof ProbeResult.Fails fails) {
            throw CommandException.failed(
                    fails.fault().name(),
                    frame.words()
                            .text(
                                    "mail.failed",
                                    Map.of(
                                            "answer",
                                            frame.words().answer(fails.answer()),
                                            "advice",
                                            fails.fault().advice(frame.words().language()))));
        }
        frame.report().say("mail.works", Map.of("answer", result.answer()));
        return Exit.DONE;
    }

    /** In the built-in words: a test needs no database. */
    private static Words words(Frame frame) {
        School school = SchoolOptions.school(frame);
        return TemplateRenderer.builtIn(school, Host.mailing(frame).design())
                .render(SmtpProbe.KIND, frame.words().language(), Channel.EMAIL, Map.of("school", school.name()));
    }

    private static void tell(Frame frame, SmtpSettings smtp, ProbeResult result) {
        SmtpOffer offer = result.offer();
        frame.report()
                .field("host", smtp.host())
                .field("port", smtp.port())
                .field("security", smtp.security())
                .field("works", result instanceof ProbeResult.Works)
                .field("answer", result.answer())
                .field(
                        "offer",
                        Row.of("startTls", offer.startTls())
                                .and("encrypted", offer.encrypted())
                                .and("logins", offer.logins())
                                .and(
                                        "maxBytes",
                                        offer.maxBytes().isPresent()
                                                ? offer.maxBytes().getAsLong()
                                                : null));
        frame.report()
                .say(
                        "mail.server",
                        Map.of(
                                "host", smtp.host(),
                                "port", String.valueOf(smtp.port()),
                                "security", smtp.security().name(),
                                "encrypted", offer.encrypted()));
    }
}
