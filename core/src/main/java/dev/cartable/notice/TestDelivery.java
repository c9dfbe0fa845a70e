package dev.cartable.notice;

import dev.cartable.notice.DispatchNotices.Report.Problem;
import dev.cartable.notice.NoticePreparer.Broken;
import dev.cartable.notice.NoticePreparer.Prepared;
import dev.cartable.notice.NoticePreparer.Ready;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.EmailAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One test delivery: queued mails go to one address with made-up values for secrets. Writes nothing. */
final class TestDelivery {
    private final Outbox outbox;
    private final NoticePreparer preparer;
    private final InstantSource clock;
    private final Courier courier;
    private final ProblemList problems = new ProblemList();
    private long handed;
    private long notHanded;
    private long skipped;

    TestDelivery(Outbox outbox, NoticePreparer preparer, InstantSource clock, Courier courier) {
        this.outbox = outbox;
        this.preparer = preparer;
        this.clock = clock;
        this.courier = courier;
    }

    DispatchNotices.TestReport run(EmailAddress address, int max) {
        for (NoticeId id : queued(max)) {
            Optional<Notice.Entry> entry = outbox.find(id);
            if (entry.isPresent() && entry.get().state() == NoticeState.QUEUED) {
                Optional<String> stop = hand(entry.get().notice(), address);
                if (stop.isPresent()) {
                    return report(stop.get());
                }
            }
        }
        return report("");
    }

    /** The ids alone, so that no cursor is open while mail is sent. */
    private List<NoticeId> queued(int max) {
        List<NoticeId> ids = new ArrayList<>();
        try (Stream<Notice.Entry> history = outbox.history(NoticeFilter.all().in(NoticeState.QUEUED))) {
            history.forEach(entry -> {
                if (!entry.notice().channel().equals(Channel.EMAIL)) {
                    skipped++;
                } else if (ids.size() < max) {
                    ids.add(entry.notice().id());
                }
            });
        }
        return ids;
    }

    /** Returns why the test delivery cannot go on, if so. */
    private Optional<String> hand(Notice notice, EmailAddress address) {
        Prepared prepared = prepare(notice);
        if (!(prepared instanceof Ready ready)) {
            problem(notice, prepared instanceof Broken broken ? broken.reason() : NoticeReason.NOT_PREPARED.name());
            return Optional.empty();
        }
        Delivery delivery = courier.deliver(marked(notice, ready.words(), address));
        String answer = AnswerSanitizer.clean(delivery.answer(), address.value(), ready.values());
        if (delivery instanceof Delivery.Sent) {
            handed++;
            return Optional.empty();
        }
        problem(notice, answer);
        return delivery instanceof Delivery.ChannelDown ? Optional.of(answer) : Optional.empty();
    }

    private Prepared prepare(Notice notice) {
        Optional<NoticeType> type = preparer.type(notice.kind());
        if (type.isEmpty()) {
            return new Broken(NoticeReason.NO_TYPE.with(notice.kind()));
        }
        Map<String, String> values = new HashMap<>(type.get().sample(notice.language()));
        values.putAll(notice.variables());
        return preparer.sendTest(notice, values);
    }

    private RenderedNotice marked(Notice notice, RenderedNotice words, EmailAddress address) {
        Instant now = clock.instant();
        String mark = notice.language().getLanguage().equals("fr") ? "Essai" : "Test";
        return new RenderedNotice(
                NoticeId.next(now),
                Notice.Key.of(
                        notice.kind(),
                        notice.subject(),
                        "test of " + notice.revision() + " at " + now,
                        notice.recipient(),
                        notice.channel(),
                        notice.slot()),
                notice.kind(),
                notice.channel(),
                notice.recipient(),
                address,
                notice.language(),
                "[" + mark + " → " + notice.kind() + " " + notice.recipient() + "] " + words.subject(),
                words.text(),
                words.html(),
                words.logo());
    }

    private void problem(Notice notice, String reason) {
        notHanded++;
        problems.add(new Problem(notice.id(), NoticeState.QUEUED, reason, 1));
    }

    private DispatchNotices.TestReport report(String stopped) {
        return new DispatchNotices.TestReport(handed, notHanded, skipped, problems.list(), stopped);
    }
}
