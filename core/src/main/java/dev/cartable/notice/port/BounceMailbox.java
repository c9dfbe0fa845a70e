package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.BounceReport;
import java.util.List;

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
}
