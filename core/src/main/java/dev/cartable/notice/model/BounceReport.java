package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.internal.WellFormedText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server or a mailbox provider reports about one message that it was given. Anybody can send such a report, so it is only
 * believed if it names the id of a notice, which outsiders cannot guess, and the address that this notice went to.
 *
 * @param notice the notice that it names; null if it names none
 * @param addresses the addresses that it names, any of which may be where the notice went
 * @param status the status code of RFC 3463, such as {@code 5.1.1}; null if there is none
 * @param detail the server's words; may be empty
 */
public record BounceReport(
        Bounce.Type type,
        @Nullable NoticeId notice,
        Set<EmailAddress> addresses,
        @Nullable String status,
        String detail) {
    public BounceReport {
        requireNonNull(type, "type");
        addresses = Set.copyOf(addresses);
        WellFormedText.optional("the status of a report", status);
        WellFormedText.require("the detail of a report", detail);
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "BounceReport[" + type + " of " + notice + "]";
    }
}
