package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.ListNotices.Filter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListNoticesTest {
    private final NoticeWorld world = new NoticeWorld();
    private final ListNotices list = new ListNotices(world.stores.outbox());

    @Test
    void listsByStateAndByRecipientAndCounts() {
        NoticeId sent = world.queue(AGAIN);
        NoticeId suppressed = world.queue(ONCE);
        world.once.answer = notice -> new Verdict.Suppress("over");
        world.drain();
        NoticeId queued = world.queue(AGAIN);

        assertThat(ids(Filter.all())).containsExactlyInAnyOrder(sent, suppressed, queued);
        assertThat(ids(Filter.in(NoticeState.SENT))).containsExactly(sent);
        assertThat(ids(Filter.to(new Recipient("guardian", "g2")))).containsExactly(suppressed);
        assertThat(list.find(queued)).map(entry -> entry.state()).contains(NoticeState.QUEUED);
        assertThat(list.counts())
                .isEqualTo(Map.of(NoticeState.SENT, 1L, NoticeState.SUPPRESSED, 1L, NoticeState.QUEUED, 1L));
    }

    private List<NoticeId> ids(Filter filter) {
        try (Stream<NoticeId> ids =
                list.list(filter).map(entry -> entry.notice().id())) {
            return ids.toList();
        }
    }
}
