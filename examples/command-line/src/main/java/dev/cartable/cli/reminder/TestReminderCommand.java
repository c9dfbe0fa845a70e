package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.TestMail;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PupilId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reminders test}: one mail of a kind with made-up values, which is kept nowhere. */
@picocli.CommandLine.Command(name = "test")
final class TestReminderCommand extends Command {
    private static final String MARK = "[TEST] ";
    private static final Set<String> LANGUAGES = Set.of("fr", "en");

    @Parameters(paramLabel = "KIND")
    private String kind = "";

    @Option(names = "--to", paramLabel = "ADDRESS", required = true)
    private String address = "";

    @Option(names = "--language", paramLabel = "LANGUAGE", split = ",")
    private List<String> languages = new ArrayList<>();

    @Override
    protected Exit run(Frame frame) {
        EmailAddress to = CommandException.address(frame.words(), address);
        MessageOptions.requireSpeak(frame, address);
        frame.report().rows("errors");
        try (Host host = Host.testing(frame)) {
            List<Kind> chosen = RuleChoice.named(frame, kind, RuleChoice.known(host)).stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
            List<Locale> inEach = languages.isEmpty()
                    ? List.of(host.cartable().accounts().settings().school().language())
                    : locales(frame);
            inEach.forEach(language -> hand(frame, host, chosen, language, to));
            int handed = chosen.size() * inEach.size();
            frame.report().field("kinds", chosen.stream().map(Kind::name).toList());
            frame.report()
                    .field(
                            "languages",
                            inEach.stream().map(Locale::toLanguageTag).toList());
            frame.report().field("testMails", handed);
            String named = inEach.stream()
                    .map(language -> language.getDisplayLanguage(frame.words().language()))
                    .collect(Collectors.joining(", "));
            frame.report().say("reminders.tested", Map.of("handed", handed, "address", to, "languages", named));
            if (lacksButton(host, chosen)) {
                frame.report().afterwards("reminders.no-site", Map.of());
            }
            if (Host.mailing(frame).smtp().isEmpty()) {
                String folder = Host.mailing(frame).folder().toString();
                frame.report().field("outbox", folder).afterwards("send.folder", Map.of("folder", folder));
            }
            return Exit.DONE;
        }
    }

    private List<Locale> locales(Frame frame) {
        return languages.stream()
                .map(tag -> {
                    if (!LANGUAGES.contains(tag)) {
                        throw CommandException.usage(frame.words()
                                .text(
                                        "error.choice",
                                        Map.of("option", "--language", "value", tag, "allowed", "fr, en")));
                    }
                    return Locale.forLanguageTag(tag);
                })
                .toList();
    }

    private static boolean lacksButton(Host host, List<Kind> kinds) {
        return host.cartable().reminders().noticeTypes().stream()
                .filter(type -> kinds.contains(type.kind()))
                .anyMatch(type -> "".equals(type.sample(Locale.ROOT).get("link")));
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
