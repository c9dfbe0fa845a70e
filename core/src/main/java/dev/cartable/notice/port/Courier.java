package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.RenderedNotice;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Hands notices over to one channel: an SMTP server, an SMS gateway, an inbox in the application. Used by as many threads at
 * a time as it has {@link #maxConnections}.
 */
public interface Courier {
    /** The channel it serves. */
    Channel channel();

    /**
     * How many threads may call {@link #deliver} at the same time: a constant, 1 by default.
     */
    default int maxConnections() {
        return 1;
    }

    /**
     * How many notices each thread may hand over before their outcomes are committed: a constant, 1 by default. If the process dies
     * then, so many are handed over again. More than 1 only where a repeat changes nothing, as in an inbox that keeps each notice once.
     */
    default int maxBatch() {
        return 1;
    }

    /** Who can receive its messages. {@link Reach#PEOPLE} by default. */
    default Reach reach() {
        return Reach.PEOPLE;
    }

    /**
     * Whether a message that is handed over twice has the same id both times, by which its receiver can tell, as an e-mail has. If not, a
     * message that may have gone out is never sent again, whatever its kind says.
     */
    default boolean recognisesRepeats() {
        return true;
    }

    /**
     * Whether it has words for a kind of message; not where its server has a template for each kind, and none for this one.
     */
    default boolean carries(Kind kind) {
        return true;
    }

    /** Which of its own settings still have a value that only makes a first try work. None for a courier that has no such value. */
    default Set<Placeholder> placeholders() {
        return Set.of();
    }

    /**
     * Waits until the channel's pace allows the next {@link #deliver}, which then does not wait for it. At once for a courier
     * without a pace.
     *
     * @return whether it waited, so that what was decided before may be out of date
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    default boolean awaitTurn() throws InterruptedException {
        return false;
    }

    /**
     * Hands one notice over and waits for the answer. Every failure that a server or a network can cause is a
     * {@link Delivery}, not an exception. May keep a connection for the next one.
     */
    Delivery deliver(RenderedNotice notice);

    /**
     * Whether {@link #deliver(RenderedNotice, BooleanSupplier)} does something before it asks, as a mail server is told the sender and the
     * recipient before the content. Not by default.
     */
    default boolean preparesDelivery() {
        return false;
    }

    /**
     * As {@link #deliver(RenderedNotice)}, while the caller writes that the notice is on its way: what has to happen before anything can
     * arrive is done meanwhile. Called where {@link #preparesDelivery}.
     *
     * @param clearance waits until that is written, and says whether the notice may go. Asked before anything can arrive, and only then;
     *     where it says no, nothing may, and the answer is not looked at
     */
    default Delivery deliver(RenderedNotice notice, BooleanSupplier clearance) {
        return clearance.getAsBoolean() ? deliver(notice) : new Delivery.TryLater("");
    }

    /**
     * Hands several notices over, at most {@link #maxBatch}. One after the other by default.
     *
     * @return the answer to each, in the same order
     */
    default List<Delivery> deliverAll(List<RenderedNotice> notices) {
        return notices.stream().map(this::deliver).toList();
    }

    /** Closes connections, when no thread delivers any more. The next {@link #deliver} may open them again. */
    void release();

    /** Who can receive a courier's messages. */
    enum Reach {
        /** They stay in files or in the application itself. */
        NOBODY,
        /** They go to a server on this machine, which may keep them or pass them on. */
        THIS_MACHINE,
        /** They go to people's own addresses. */
        PEOPLE
    }

    /** What a channel says to a notice that it was given. The {@code answer} is the server's own, without a secret. */
    sealed interface Delivery {
        /** What the server said, or what went wrong, in one line. */
        String answer();

        /** The channel has taken it and answers for it: SMTP's 250 after the final dot. */
        record Sent(String answer) implements Delivery {
            public Sent {
                requireNonNull(answer, "answer");
            }
        }

        /**
         * The channel has taken it, and will say by a {@linkplain dev.cartable.notice.model.DeliveryReceipt receipt} whether it arrived.
         *
         * @param reference the channel's id of the message, which the receipt names
         */
        record Accepted(String answer, String reference) implements Delivery {
            public Accepted {
                requireNonNull(answer, "answer");
                requireNonNull(reference, "reference");
            }
        }

        /** Not now; the same notice may go later: a 4xx, or the network failed before the message was handed over. */
        record TryLater(String answer) implements Delivery {
            public TryLater {
                requireNonNull(answer, "answer");
            }
        }

        /** Never, to this recipient: a 5xx, or an address that no server would take. */
        record Refused(String answer) implements Delivery {
            public Refused {
                requireNonNull(answer, "answer");
            }
        }

        /**
         * The channel stopped at this notice (SMTP's 421 to its recipient or content), because of it or because it takes no more from
         * anyone. It counts for the notice, which goes later; if others that follow it are blocked too, the channel is left alone.
         *
         * @param pause how long to leave the channel alone then
         */
        record Blocked(String answer, Duration pause) implements Delivery {
            public Blocked {
                requireNonNull(answer, "answer");
                requireNonNull(pause, "pause");
            }
        }

        /**
         * The channel as a whole does not work now (SMTP's 535, a 421 before a recipient is named, no connection at all): nothing
         * was tried, and other notices would fare the same.
         *
         * @param pause how long to leave the channel alone
         */
        record ChannelDown(String answer, Duration pause) implements Delivery {
            public ChannelDown {
                requireNonNull(answer, "answer");
                requireNonNull(pause, "pause");
            }
        }

        /** The message was handed over, and the answer never came: it may have gone out or not. */
        record Unknown(String answer) implements Delivery {
            public Unknown {
                requireNonNull(answer, "answer");
            }
        }
    }

    /** A setting that still has a value which only makes a first try work. No such value may reach a person. */
    enum Placeholder {
        /** The school has no name, so that messages are signed "Cartable". */
        SCHOOL_NAME,
        /** The page of activation links is on the machine itself, where no parent can open it. */
        ACTIVATION_PAGE,
        /** The sender's address is on the machine itself, so that answers and bounces are lost. */
        SENDER
    }
}
