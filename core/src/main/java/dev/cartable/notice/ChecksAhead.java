package dev.cartable.notice;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Outbox.Claimed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Has types read together what they need to decide whether the notices that go next are still true. What was read serves for {@link #FRESH}:
 * a notice that is taken later is read for anew, with as many others as will probably go in that time. Used under the lock of its queue.
 */
final class ChecksAhead {
    /** No longer than a commit and a hand-over may take, which follow the check in any case. */
    static final Duration FRESH = Duration.ofMillis(250);

    private final NoticePreparer preparer;
    private final DomainGate.Timer timer;
    private final int least;
    private final int most;
    private int taken;
    private long readAt;
    private Set<NoticeId> notices = Set.of();
    private Checks checks = Checks.SINGLE;

    /**
     * Nothing has been read yet.
     *
     * @param least how many messages are read for together, if they take long
     * @param most how many if they do not
     */
    ChecksAhead(NoticePreparer preparer, DomainGate.Timer timer, int least, int most) {
        this.preparer = preparer;
        this.timer = timer;
        this.least = Math.min(least, most);
        this.most = most;
        this.taken = most;
    }

    /** How notices are checked: by what their types have read for several of them, or each for itself. */
    record Checks(Map<Kind, Function<Notice, Verdict>> byKind) {
        /** Each notice is read for when it is checked. */
        static final Checks SINGLE = new Checks(Map.of());

        Function<Notice, Verdict> of(NoticeType type) {
            return byKind.getOrDefault(type.kind(), type::check);
        }
    }

    /**
     * How a message is checked that is handed over next.
     *
     * @param following those that go after it, in their order
     */
    Checks next(Claimed message, Stream<Claimed> following) {
        if (timer.nanos() - readAt >= FRESH.toNanos() || !serves(message)) {
            int size = Math.max(least, Math.min(most, 2 * taken));
            read(Stream.concat(Stream.of(message), following).limit(size).toList());
        }
        taken++;
        // A read may have taken longer itself than what it has found may serve.
        return timer.nanos() - readAt < FRESH.toNanos() ? checks : Checks.SINGLE;
    }

    private boolean serves(Claimed message) {
        return message.all().stream()
                .allMatch(one -> notices.contains(one.notice().id()));
    }

    private void read(List<Claimed> messages) {
        Map<Kind, List<Notice>> byKind = new HashMap<>();
        notices = new HashSet<>();
        for (Claimed message : messages) {
            for (Claimed one : message.all()) {
                notices.add(one.notice().id());
                byKind.computeIfAbsent(one.notice().kind(), any -> new ArrayList<>())
                        .add(one.notice());
            }
        }
        readAt = timer.nanos();
        taken = 0;
        Map<Kind, Function<Notice, Verdict>> read = new HashMap<>();
        byKind.forEach((kind, some) -> preparer.type(kind).ifPresent(type -> read.put(kind, read(type, some))));
        checks = new Checks(read);
    }

    /** Where a type cannot read for all, each notice is read for by itself, so that its failure is its own. */
    private static Function<Notice, Verdict> read(NoticeType type, Collection<Notice> notices) {
        try {
            return type.checks(List.copyOf(notices));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return type::check;
        }
    }
}
