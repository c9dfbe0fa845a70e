package dev.cartable.cli.care;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.notice.http.GatewaySettings;
import dev.cartable.notice.http.HttpGatewayCourier;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.UserId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sms test}. It is in no outbox and no statistics. */
@picocli.CommandLine.Command(name = "test")
final class SmsTestCommand extends Command {
    private static final Kind KIND = Kind.of("sms.test");

    @Parameters(paramLabel = "NUMBER")
    private String number = "";

    @Option(names = "--text", paramLabel = "TEXT")
    private @Nullable String text;

    @Override
    protected Exit run(Frame frame) {
        PhoneNumber to = Host.texting(frame).number(number);
        MessageOptions.requireSpeak(frame, to.value());
        GatewaySettings settings = Host.texting(frame)
                .gateway()
                .orElseThrow(
                        () -> CommandException.failed("NO_SMS", frame.words().text("error.no-sms")));
        SmsText sms = SmsText.of(
                text == null
                        ? frame.words()
                                .text(
                                        "sms.text",
                                        "school",
                                        SchoolOptions.school(frame).name())
                        : text);
        HttpGatewayCourier courier =
                HttpGatewayCourier.of(settings, frame.around().time());
        Delivery delivery = courier.deliver(notice(frame, settings, to, sms.value()));
        courier.release();
        boolean taken = delivery instanceof Delivery.Sent || delivery instanceof Delivery.Accepted;
        frame.report()
                .field("host", settings.host())
                .field("works", taken)
                .field("answer", delivery.answer())
                .field("reference", delivery instanceof Delivery.Accepted accepted ? accepted.reference() : null)
                .field("segments", sms.segments())
                .field("encoding", sms.encoding());
        frame.report().say("sms.gateway", Map.of("host", settings.host(), "segments", sms.segments()));
        if (!taken) {
            throw CommandException.failed(
                    delivery instanceof Delivery.Unknown ? "SMS_UNKNOWN" : "SMS_FAILED",
                    frame.words()
                            .text(
                                    delivery instanceof Delivery.Unknown ? "sms.unknown" : "sms.failed",
                                    "answer",
                                    frame.words().answer(delivery.answer())));
        }
        frame.report().say("sms.works", Map.of("answer", delivery.answer()));
        return Exit.DONE;
    }

    private static RenderedNotice notice(Frame frame, GatewaySettings settings, PhoneNumber to, String text) {
        NoticeId id = NoticeId.next(frame.around().time().instant());
        Recipient recipient = Recipient.user(new UserId("sms-test"));
        return new RenderedNotice(
                id,
                Notice.Key.of(
                        KIND, new Subject("test-delivery", "sms"), id.toString(), recipient, settings.channel(), ""),
                KIND,
                settings.channel(),
                recipient,
                to,
                frame.words().language(),
                "",
                text,
                null,
                null);
    }
}
