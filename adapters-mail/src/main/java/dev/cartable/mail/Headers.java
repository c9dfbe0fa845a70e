package dev.cartable.mail;

import dev.cartable.notice.model.NoticeReason;
import dev.cartable.school.model.EmailAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may stand in a header. Line breaks would let one message pass for another (CWE-93). */
final class Headers {
    private Headers() {}

    /** Whether there is a control character or a line break of any kind (RFC 5322, 2.2; Unicode's LS and PS too). */
    static boolean holdsControls(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    }

    /** Why no message can go to this address, without the address; null where one can. */
    static @Nullable String objection(String address) {
        EmailAddress.Check check = EmailAddress.check(address);
        if (check instanceof EmailAddress.Unusable unusable) {
            return NoticeReason.BAD_ADDRESS.with(unusable.fault());
        }
        return check instanceof EmailAddress.Missing
                ? NoticeReason.BAD_ADDRESS.name()
                : holdsControls(address) ? NoticeReason.BAD_ADDRESS.with(EmailAddress.Fault.INVISIBLE_CHARACTER) : null;
    }

    /** An address of the settings. */
    static EmailAddress address(String whose, String text) {
        if (objection(text) != null) {
            String reason = EmailAddress.check(text) instanceof EmailAddress.Unusable unusable
                    ? unusable.fault().name()
                    : EmailAddress.Fault.INVISIBLE_CHARACTER.name();
            throw new SmtpSettingsException(
                    "ADDRESS",
                    Map.of("what", whose.equals("reply-to") ? "reply-to" : "from", "reason", reason),
                    "the " + whose + " e-mail address cannot be used: " + reason);
        }
        return EmailAddress.of(text);
    }
}
