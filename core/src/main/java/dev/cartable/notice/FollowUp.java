package dev.cartable.notice;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.Address;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies a person by a further channel when every channel has failed for good, save the application's own inbox, which reaches only those
 * who open it. Safe for use by several threads.
 */
final class FollowUp {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUp.class);

    /** A notice in another state has reached the person, may have, or may yet. */
    private static final Set<NoticeState> MISSED = EnumSet.of(NoticeState.FAILED, NoticeState.SUPPRESSED);

    /** Another node may have couriers that this one lacks. */
    private static final List<Channel> KNOWN = List.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP, Channel.LETTER);

    private final Fallbacks fallbacks;
    private final Set<Channel> served;
    private final NoticePreparer preparer;
    private final Outbox outbox;
    private final Consumer<? super Tx> waits;

    /**
     * @param served the channels that have a courier
     * @param waits is called in each transaction that queues a notice
     */
    FollowUp(
            Fallbacks fallbacks,
            Collection<Channel> served,
            NoticePreparer preparer,
            Outbox outbox,
            Consumer<? super Tx> waits) {
        this.fallbacks = fallbacks;
        this.served = new TreeSet<>(served);
        this.preparer = preparer;
        this.outbox = outbox;
        this.waits = waits;
    }

    /**
     * Runs a transaction that does what {@link #failed} has returned. Where the host's code fails in it, the transaction is undone and run
     * again without that call: a database may refuse everything else in a transaction in which one statement has failed.
     */
    static <R> R call(UnitOfWork work, Function<? super Tx, ? extends R> write) {
        while (true) {
            try {
                return work.call(write);
            } catch (HostFailure e) {
                e.leaveOut();
            }
        }
    }

    /** The host's code could not record that a further notice takes the place of one that failed. */
    private static final class HostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Further further;

        HostFailure(Further further, Throwable cause) {
            super("the type of notice " + further.failed.id() + " failed", cause);
            this.further = further;
        }

        void leaveOut() {
            further.callsHost = false;
            LOG.warn(
                    "the type of notice {} has failed to record that another notice takes its place; that notice is queued nonetheless",
                    further.failed.id(),
                    getCause());
        }
    }

    /**
     * What is to be done, in the transaction that writes that a notice has failed, so that the person is notified by the next channel.
     * Asks the notice's type now, outside that transaction. For transactions that {@link #call} runs.
     */
    Consumer<Tx> failed(Notice notice, Instant now) {
        NoticeType type = preparer.type(notice.kind()).orElse(null);
        List<Notice> further = type == null || !type.canFallBack() ? List.of() : further(type, notice, now);
        return type == null || further.isEmpty() ? tx -> {} : new Further(type, notice, further);
    }

    /** As {@link #failed}, for each notice of a message. */
    Map<NoticeId, Consumer<Tx>> allFailed(List<Notice> notices, Instant now) {
        Map<NoticeId, Consumer<Tx>> next = new LinkedHashMap<>();
        notices.forEach(notice -> next.put(notice.id(), failed(notice, now)));
        return next;
    }

    /** The same notice by each further channel that reaches the person now. */
    private List<Notice> further(NoticeType type, Notice failed, Instant now) {
        List<Notice> further = new ArrayList<>();
        for (Channel channel : fallbacks.after(failed.kind(), Set.of(failed.channel()))) {
            if (served.contains(channel)) {
                reached(type, by(failed, channel, now)).ifPresent(further::add);
            }
        }
        return further;
    }

    /** The notice at the person's address, if there is one. Where the type cannot say now, it is asked again at the dispatch. */
    private static Optional<Notice> reached(NoticeType type, Notice next) {
        try {
            return type.check(next) instanceof Verdict.Send send && send.address() != null
                    ? Optional.of(next.with(send.address(), next.variables()))
                    : Optional.empty();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return Optional.of(next);
        }
    }

    private static Notice by(Notice failed, Channel channel, Instant now) {
        return new Notice(
                NoticeId.next(now),
                failed.kind(),
                failed.subject(),
                failed.revision(),
                failed.recipient(),
                channel,
                failed.slot(),
                Address.DELETED,
                failed.language(),
                failed.variables(),
                now,
                now,
                failed.joinable());
    }

    private static Notice.Key key(Notice notice, Channel channel) {
        return Notice.Key.of(
                notice.kind(), notice.subject(), notice.revision(), notice.recipient(), channel, notice.slot());
    }

    /** Queues one of the further notices, if no other channel has reached the person, or may yet. */
    private final class Further implements Consumer<Tx> {
        private final NoticeType type;
        private final Notice failed;
        private final List<Notice> further;

        /** Changed between two tries of the transaction, which may run on the thread of another line. */
        private volatile boolean callsHost = true;

        Further(NoticeType type, Notice failed, List<Notice> further) {
            this.type = type;
            this.failed = failed;
            this.further = further;
        }

        @Override
        public void accept(Tx tx) {
            Set<Channel> all = new TreeSet<>(KNOWN);
            all.addAll(served);
            all.addAll(fallbacks.of(failed.kind()));
            all.remove(failed.channel());
            all.remove(Channel.IN_APP); // It reaches only people who open the application.
            Map<Notice.Key, NoticeState> others = outbox.lock(
                    tx, all.stream().map(channel -> key(failed, channel)).toList());
            if (MISSED.containsAll(others.values())) {
                further.stream()
                        .filter(next -> !others.containsKey(next.key()))
                        .findFirst()
                        .ifPresent(next -> {
                            if (!outbox.add(tx, List.of(next)).isEmpty()) {
                                callHost(tx, next);
                                waits.accept(tx);
                            }
                        });
            }
        }

        private void callHost(Tx tx, Notice next) {
            if (callsHost) {
                try {
                    type.fellBack(tx, failed, next);
                } catch (RuntimeException | LinkageError | StackOverflowError e) {
                    throw new HostFailure(this, e);
                }
            }
        }
    }
}
