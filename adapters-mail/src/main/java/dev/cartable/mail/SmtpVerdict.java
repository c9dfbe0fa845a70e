package dev.cartable.mail;

import dev.cartable.mail.SmtpConversation.Stage;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.port.Courier.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation about one message came to. Until the recipient is named, a failure is the server's or the settings',
 * and other messages would fare the same; from then on it is the message's own, or it is not known whose it is (421).
 *
 * @param fault null if the message was taken
 * @param named whether the recipient had been named
 * @param answer the server's words, or what went wrong; one line
 */
record SmtpVerdict(@Nullable Fault fault, boolean named, String answer) {

    static SmtpVerdict of(SmtpConversation conversation, Answers answers, String address) {
        Fault fault = fault(conversation);
        return new SmtpVerdict(
                fault,
                conversation.stage().compareTo(Stage.SENDER) > 0,
                conversation.code() >= 400 || fault == null
                        ? answers.line(conversation.said(), address)
                        : conversation.stage() == Stage.HANDED_OVER
                                ? NoticeReason.NO_REPLY.name()
                                : NoticeReason.CONNECTION_LOST.name());
    }

    private static @Nullable Fault fault(SmtpConversation conversation) {
        int code = conversation.code();
        boolean senderOnly = conversation.stage() == Stage.SENDER;
        if (conversation.saidGoodbye()) {
            return Fault.BUSY;
        }
        if (code == 530 || code == 534 || code == 535 || code == 538) {
            return Fault.LOGIN_WANTED;
        }
        if (code >= 500) {
            return senderOnly ? Fault.SENDER_REFUSED : Fault.RECIPIENT_REFUSED;
        }
        if (code >= 400) {
            return senderOnly ? Fault.SENDER_DEFERRED : Fault.RECIPIENT_DEFERRED;
        }
        if (conversation.stage() != Stage.HANDED_OVER) {
            return senderOnly ? Fault.LINE_LOST : Fault.MESSAGE_INTERRUPTED;
        }
        return code >= 200 && code < 300 ? null : Fault.UNANSWERED;
    }

    Delivery delivery() {
        if (fault == null) {
            return new Delivery.Sent(answer);
        }
        return switch (fault) {
            case RECIPIENT_REFUSED -> new Delivery.Refused(answer);
            case RECIPIENT_DEFERRED, MESSAGE_INTERRUPTED -> new Delivery.TryLater(answer);
            case UNANSWERED -> new Delivery.Unknown(answer);
            default ->
                named ? new Delivery.Blocked(answer, fault.pause()) : new Delivery.ChannelDown(answer, fault.pause());
        };
    }
}
