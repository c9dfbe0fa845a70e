package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail that came back, or about which its recipient complained. A notice has one at most.
 *
 * @param address where the notice had gone
 * @param status the status code of RFC 3463, such as {@code 5.1.1}; null if there was none
 * @param detail the server's words, without the address; may be empty
 * @param at when Cartable read of it
 * @param suppresses whether the address gets no more e-mail because of it
 * @param liftedAt when a person freed the address; null if no one has
 */
public record Bounce(
        NoticeId notice,
        Type type,
        EmailAddress address,
        Recipient recipient,
        @Nullable String status,
        String detail,
        Instant at,
        boolean suppresses,
        @Nullable Instant liftedAt) {
    public Bounce {
        requireNonNull(notice, "notice");
        requireNonNull(type, "type");
        requireNonNull(address, "address");
        requireNonNull(recipient, "recipient");
        WellFormedText.optional("the status of a bounce", status);
        WellFormedText.require("the detail of a bounce", detail);
        requireNonNull(at, "at");
    }

    /** How bad it is for the address. The names are stable: programs may rely on them. */
    public enum Type {
        /** The address does not exist, or takes no mail any more. */
        HARD,
        /** This message did not arrive, and another one may: the mailbox is full, the server was down, the content was refused. */
        SOFT,
        /** It arrived, and the recipient reported it as unwanted (RFC 5965). */
        COMPLAINT
    }

    /** Whether the address gets no e-mail now because of it. */
    public boolean isInForce() {
        return suppresses && liftedAt == null;
    }

    /** The ids alone: the address belongs in no log. */
    @Override
    public String toString() {
        return "Bounce[" + type + " of " + notice + " to " + recipient + "]";
    }
}
