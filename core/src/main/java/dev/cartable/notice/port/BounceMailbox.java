package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.internal.WellFormedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mailbox, or the folder of messages, that mail servers send their reports to. Used by one thread at a time. */
public interface BounceMailbox {
    /**
     * Reads each message that was not read before. One that was handled is put aside, so that it is not read again: what is
     * {@link NotUnderstood} in another place than the rest, and nothing is deleted. Where the handler fails, its message stays as it
     * was, the others are read, and the first failure is thrown at the end. Where one after another fails, reading may end early.
     *
     * @throws BounceMailboxException if the mailbox cannot be read; the messages that were handled are put aside
     */
    void read(Handler handler);

    /** Takes one message. */
    @FunctionalInterface
    interface Handler {
        /** Takes a message; called again for the next one if it returns true. */
        boolean handle(Mail mail);
    }

    /** What a message in the mailbox is. */
    sealed interface Mail {
        /** Names it for an administrator: a file, or its number in the mailbox. */
        String name();
    }

    /** It reports on messages. */
    record Reports(String name, List<BounceReport> reports) implements Mail {
        public Reports {
            requireNonNull(name, "name");
            reports = List.copyOf(reports);
        }
    }

    /** It says nothing about an address: an out-of-office answer, the news of a delay, a receipt. */
    record NoBounce(String name) implements Mail {
        public NoBounce {
            requireNonNull(name, "name");
        }
    }

    /** It is something else, or cannot be read. */
    record NotUnderstood(String name, Fault fault) implements Mail {
        public NotUnderstood {
            requireNonNull(name, "name");
            requireNonNull(fault, "fault");
        }
    }

    /** Why a message is not understood. The names are stable: programs may rely on them. */
    enum Fault {
        /** It is no report: a person may have written it. */
        NO_REPORT,
        /** It is a report that breaks the rules of its form. */
        MALFORMED,
        /** It has more parts, or larger headers, than any report needs. */
        OVERSIZED
    }

    /** The mailbox for bounces cannot be read. What was read before is kept, and the rest is read the next time. */
    final class BounceMailboxException extends CartableException {
        private static final long serialVersionUID = 1L;

        /**
         * @param code a stable word for programs
         * @param facts what the message names; no secret
         */
        public BounceMailboxException(String code, Map<String, String> facts, String message) {
            super(code, facts, message);
        }
    }

    /**
     * What a mail server or a mailbox provider reports about one message that it was given. Anybody can send such a report, so it is only
     * believed if it names the id of a notice, which outsiders cannot guess, and the address that this notice went to.
     *
     * @param notice the notice that it names; null if it names none
     * @param addresses the addresses that it names, any of which may be where the notice went
     * @param status the status code of RFC 3463, such as {@code 5.1.1}; null if there is none
     * @param detail the server's words; may be empty
     */
    record BounceReport(
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
}
