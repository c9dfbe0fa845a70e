package dev.cartable.mail;

import java.util.List;
import java.util.OptionalLong;

/**
 * What an SMTP server says that it can do, in its answer to EHLO.
 *
 * @param startTls whether it offers STARTTLS (RFC 3207)
 * @param encrypted whether the conversation was under TLS in the end
 * @param logins the ways to log in (RFC 4954), such as PLAIN
 * @param maxBytes the largest message that it takes (RFC 1870), if it says so
 */
public record SmtpOffer(boolean startTls, boolean encrypted, List<String> logins, OptionalLong maxBytes) {
    public SmtpOffer {
        logins = List.copyOf(logins);
    }

    static SmtpOffer of(SmtpConversation conversation) {
        String logins = conversation.parameter("AUTH");
        String size = conversation.parameter("SIZE");
        return new SmtpOffer(
                conversation.offersStartTls(),
                conversation.isEncrypted(),
                logins.isEmpty() ? List.of() : List.of(logins.split(" +")),
                size.matches("[1-9][0-9]{0,17}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty());
    }
}
