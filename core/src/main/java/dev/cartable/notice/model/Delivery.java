package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What a channel says to a notice that it was given. The {@code answer} is the server's own, without a secret. */
public sealed interface Delivery {
    /** What the server said, or what went wrong, in one line. */
    String answer();

    /** The channel has taken it and answers for it: SMTP's 250 after the final dot. */
    record Sent(String answer) implements Delivery {
        public Sent {
            requireNonNull(answer, "answer");
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
