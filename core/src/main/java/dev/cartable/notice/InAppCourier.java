package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.work.UnitOfWork;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The courier of messages that people read in the application: a notice is put into the inbox once, however often it is delivered. */
final class InAppCourier implements Courier {
    /** So many failures from the first one on mean that the store is to blame. */
    private static final int HOPELESS = 3;

    private static final Set<String> WEB = Set.of("http", "https");

    private final UnitOfWork work;
    private final Inbox inbox;
    private final InstantSource clock;

    InAppCourier(UnitOfWork work, Inbox inbox, InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.inbox = requireNonNull(inbox, "inbox");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Channel channel() {
        return Channel.IN_APP;
    }

    /** Who reads it has signed in to the application: links and senders play no part. */
    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    /** The inbox keeps each notice once. */
    @Override
    public int maxBatch() {
        return 100;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        try {
            put(List.of(notice));
            return new Delivery.Sent(NoticeReason.IN_INBOX.name());
        } catch (RuntimeException e) {
            return new Delivery.TryLater(NoticeReason.INBOX_FAILED.with(AnswerSanitizer.of(e)));
        }
    }

    /** In one transaction; if that fails, each in its own, so that a bad one costs only itself. */
    @Override
    public List<Delivery> deliverAll(List<RenderedNotice> notices) {
        try {
            put(notices);
            return Collections.nCopies(notices.size(), new Delivery.Sent(NoticeReason.IN_INBOX.name()));
        } catch (RuntimeException e) {
            return oneByOne(notices);
        }
    }

    private List<Delivery> oneByOne(List<RenderedNotice> notices) {
        List<Delivery> answers = new ArrayList<>();
        for (RenderedNotice notice : notices) {
            boolean hopeless = answers.size() == HOPELESS
                    && answers.stream().allMatch(answer -> answer instanceof Delivery.TryLater);
            if (hopeless) {
                answers.addAll(Collections.nCopies(notices.size() - HOPELESS, answers.get(0)));
                return answers;
            }
            answers.add(deliver(notice));
        }
        return answers;
    }

    private void put(List<RenderedNotice> notices) {
        List<Inbox.Message> messages = notices.stream()
                .map(notice -> new Inbox.Message(
                        notice.id(),
                        notice.recipient(),
                        notice.subject(),
                        notice.text(),
                        link(notice.variables().getOrDefault(NoticeType.LINK, "")),
                        clock.instant(),
                        null))
                .toList();
        work.run(tx -> inbox.put(tx, messages));
    }

    /** Only pages of the web: what a host's page makes a link of must run no script. */
    private static @Nullable URI link(String text) {
        try {
            URI link = new URI(text);
            return WEB.contains(String.valueOf(link.getScheme()).toLowerCase(Locale.ROOT)) ? link : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Nothing is kept open. */
    @Override
    public void release() {}
}
