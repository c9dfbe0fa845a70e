package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.EditTemplates.Template;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.AssertProvider;

/**
 * The messages of an application in a test, for AssertJ's own {@code assertThat}: {@code
 * assertThat(outbox).hasQueued("account.activation").to("G004")}.
 */
public final class TestOutbox implements AssertProvider<OutboxAssert> {
    private final Supplier<Notices> notices;

    TestOutbox(Supplier<Notices> notices) {
        this.notices = requireNonNull(notices, "notices");
    }

    /** All messages that were queued, in their order, whatever has become of them. */
    public List<Notice.Entry> entries() {
        try (Stream<Notice.Entry> newestFirst = notices.get().list()) {
            List<Notice.Entry> entries = new ArrayList<>(newestFirst.toList());
            Collections.reverse(entries);
            return List.copyOf(entries);
        }
    }

    /** Hands what is due now to the couriers, as the task {@code messages} does. */
    public DispatchNotices.Report send() {
        DispatchNotices.Report report = notices.get().dispatch().drain();
        notices.get().receipts().settle(() -> false);
        return report;
    }

    /** The kinds that have words: no other can be queued and sent. */
    Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        notices.get().templates().list().stream()
                .map(Template::kind)
                .map(Kind::ofTemplate)
                .forEach(kind -> kinds.add(kind.name()));
        return kinds;
    }

    /** What AssertJ calls. */
    @Override
    public OutboxAssert assertThat() {
        return new OutboxAssert(this);
    }
}
