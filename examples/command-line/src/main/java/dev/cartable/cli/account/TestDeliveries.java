package dev.cartable.cli.account;

import dev.cartable.account.AccountKinds;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep;
import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.TestMail;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.School;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Test deliveries: messages that a plan would queue, with made-up secrets, handed to one address. Nothing is written. */
final class TestDeliveries {
    /** How many messages a test delivery sends: enough to look at. */
    static final int MOST = 20;

    private final Frame frame;
    private final EmailAddress address;

    private TestDeliveries(Frame frame, String address) {
        this.frame = frame;
        this.address = CommandException.address(frame.words(), address);
        MessageOptions.requireSpeak(frame, address);
    }

    /** Hands over what the first of these steps would queue. */
    static void ofSteps(Frame frame, Host host, Stream<AccountStep> steps, String address) {
        TestDeliveries delivery = new TestDeliveries(frame, address);
        List<GuardianId> first;
        try (steps) {
            first = steps.filter(step -> step.queues() && !step.byTelephone())
                    .limit(MOST)
                    .map(AccountStep::guardian)
                    .toList();
        }
        Kind kind = host.cartable().accounts().settings().firstCredential() == FirstCredential.TEMPORARY_PASSWORD
                ? AccountKinds.PASSWORD
                : AccountKinds.ACTIVATION;
        School school = host.cartable().accounts().settings().school();
        Map<GuardianId, Locale> languages = new HashMap<>();
        host.roster()
                .families(first)
                .forEach(family -> languages.put(
                        family.guardian().id(),
                        school.languageOf(family.guardian().language())));
        delivery.hand(first.stream()
                .map(guardian -> {
                    Locale language = languages.getOrDefault(guardian, school.language());
                    return delivery.notice(
                            kind,
                            guardian,
                            language,
                            host.cartable().notices().templates().preview(kind, language));
                })
                .toList());
    }

    /** Hands over one message with these values. */
    static void one(Frame frame, Host host, Kind kind, Account account, Map<String, String> values, String address) {
        TestDeliveries delivery = new TestDeliveries(frame, address);
        Map<String, String> all = new HashMap<>(values);
        all.put("given", account.name().given());
        all.put("family", account.name().family());
        all.put("name", account.name().full());
        all.put("username", account.username().value());
        all.put("pupils", "");
        all.put("pupil_count", "0");
        School school = host.cartable().accounts().settings().school();
        all.put("school", school.name());
        Words words = new TemplateRenderer(
                        host.stores().templates(), school, Host.mailing(frame).design())
                .render(kind, account.language(), Channel.EMAIL, all);
        delivery.hand(List.of(delivery.notice(kind, account.guardian(), account.language(), words)));
    }

    private void hand(List<RenderedNotice> notices) {
        Courier courier = Host.mailing(frame).courier();
        long handed = 0;
        for (RenderedNotice notice : notices) {
            Delivery delivery = courier.deliver(notice);
            if (delivery instanceof Delivery.Sent) {
                handed++;
                continue;
            }
            frame.report()
                    .rows("errors")
                    .add(Row.error(Answer.of(delivery.answer()), "NOT_HANDED")
                            .and("guardian", notice.recipient().id()));
            if (delivery instanceof Delivery.ChannelDown) {
                break;
            }
        }
        courier.release();
        frame.report().field("testMails", handed);
        frame.report()
                .afterwards("test-delivery.done", Map.of("handed", handed, "address", address, "most", (long) MOST));
    }

    private RenderedNotice notice(Kind kind, GuardianId guardian, Locale language, Words words) {
        Recipient recipient = Recipient.guardian(guardian);
        String mark = language.getLanguage().equals("fr") ? "Essai" : "Test";
        return TestMail.of(
                frame.around().time().instant(),
                kind,
                recipient,
                address,
                language,
                "[" + mark + " → " + recipient + "] ",
                words);
    }
}
