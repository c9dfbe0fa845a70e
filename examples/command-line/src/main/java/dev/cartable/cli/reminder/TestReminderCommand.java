package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.TestMail;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PupilId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reminders test}: one mail of a kind with made-up values, which is kept nowhere. */
@picocli.CommandLine.Command(name = "test")
final class TestReminderCommand extends Command {
    private static final String MARK = "[TEST] ";

    @Parameters(paramLabel = "KIND")
    private String kind = "";

    @Option(names = "--to", paramLabel = "ADDRESS", required = true)
    private String address = "";

    @Option(names = "--language", paramLabel = "LANGUAGE")
    private @Nullable String language;

    @Override
    protected Exit run(Frame frame) {
        EmailAddress to = CommandException.address(frame.words(), address);
        Host.requireSpeak(frame, address);
        frame.report().rows("errors");
        try (Host host = Host.testing(frame)) {
            List<Kind> chosen = RuleChoice.named(frame, kind, RuleChoice.known(host)).stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
            Locale words = language == null
                    ? host.cartable().accounts().settings().school().language()
                    : Locale.forLanguageTag(language);
            hand(frame, host, chosen, words, to);
            frame.report().field("kinds", chosen.stream().map(Kind::name).toList());
            frame.report().field("testMails", chosen.size());
            frame.report().say("reminders.tested", Map.of("handed", chosen.size(), "address", to));
            if (Host.mailing(frame).smtp().isEmpty()) {
                String folder = Host.mailing(frame).folder().toString();
                frame.report().field("outbox", folder).afterwards("send.folder", Map.of("folder", folder));
            }
            return Exit.DONE;
        }
    }

    private static void hand(Frame frame, Host host, List<Kind> kinds, Locale language, EmailAddress to) {
        Courier courier = Host.mailing(frame).courier();
        try {
            for (Kind kind : kinds) {
                Delivery delivery = courier.deliver(TestMail.of(
                        frame.around().time().instant(),
                        kind,
                        Recipient.pupil(new PupilId("test")),
                        to,
                        language,
                        MARK,
                        host.cartable().notices().templates().preview(kind, language)));
                if (!(delivery instanceof Delivery.Sent)) {
                    throw CommandException.ended(
                            Exit.DEGRADED, "NOT_HANDED", frame.words().answer(delivery.answer()));
                }
            }
        } finally {
            courier.release();
        }
    }
}
