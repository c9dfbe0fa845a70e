package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeEntry;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Outbox;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use case that shows what became of notices. Safe for use by several threads. */
public final class ListNotices {
    private final Outbox outbox;

    ListNotices(Outbox outbox) {
        this.outbox = requireNonNull(outbox, "outbox");
    }

    /** What to list. */
    public record Filter(
            @Nullable NoticeState state, @Nullable Recipient recipient) {
        /** Everything. */
        public static Filter all() {
            return new Filter(null, null);
        }

        /** What stands in this state. */
        public static Filter in(NoticeState state) {
            return new Filter(requireNonNull(state, "state"), null);
        }

        /** What was for this recipient. */
        public static Filter to(Recipient recipient) {
            return new Filter(null, requireNonNull(recipient, "recipient"));
        }
    }

    Stream<NoticeEntry> list(Filter filter) {
        return outbox.history(filter.state(), filter.recipient());
    }

    Optional<NoticeEntry> find(NoticeId id) {
        return outbox.find(id);
    }

    Map<NoticeState, Long> counts() {
        return outbox.counts();
    }
}
