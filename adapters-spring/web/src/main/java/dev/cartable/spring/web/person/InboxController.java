package dev.cartable.spring.web.person;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Notices;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The caller's own messages in the application, newest first: the latest {@value #MOST} of each capacity in which they get any. */
@ApiController(docs = PersonDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/inbox")
final class InboxController {
    private static final int MOST = 500;
    private static final Comparator<Message> NEWEST_FIRST = Comparator.comparing(Message::arrivedAt)
            .thenComparing(message -> message.id().toString())
            .reversed();

    private final Notices notices;
    private final Recipients recipients;

    InboxController(Notices notices, Recipients recipients) {
        this.notices = requireNonNull(notices, "notices");
        this.recipients = requireNonNull(recipients, "recipients");
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer list(Asker asker, PageRequest page) {
        String after = page.after();
        Stream<Message> messages = recipients.all(asker).stream()
                .flatMap(recipient -> notices.inbox(recipient, MOST).stream())
                .filter(message -> after == null || key(message).compareTo(after) < 0)
                .sorted(NEWEST_FIRST);
        return page.answer(
                messages,
                InboxController::key,
                some -> some.stream().map(InboxController::row).toList());
    }

    /** Sorts as the time does: an instant as it is written leaves out fractions that are zero. */
    private static String key(Message message) {
        return String.format(
                Locale.ROOT,
                "%020d.%09d %s",
                message.arrivedAt().getEpochSecond(),
                message.arrivedAt().get(ChronoField.NANO_OF_SECOND),
                message.id());
    }

    private static Row row(Message message) {
        return Row.of("id", message.id())
                .and("subject", message.subject())
                .and("text", message.text())
                .and("link", message.link())
                .and("arrivedAt", message.arrivedAt())
                .and("readAt", message.readAt());
    }

    /** Marks a message as read; the first reading counts. */
    @PostMapping({"/{id}/read", "/{id}/read/"})
    @Requires(Right.SELF)
    Answer read(@PathVariable("id") String id, Asker asker) {
        boolean marked = Ids.parse(id)
                .map(NoticeId::new)
                .filter(notice ->
                        recipients.all(asker).stream().anyMatch(recipient -> notices.markRead(recipient, notice)))
                .isPresent();
        if (!marked) {
            throw ProblemException.notFound("UNKNOWN_MESSAGE", "message", id);
        }
        return Answer.none();
    }
}
