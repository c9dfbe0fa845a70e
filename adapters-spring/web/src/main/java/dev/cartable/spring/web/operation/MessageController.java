package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All messages to people, newest first: to whom and what became of them. Neither addresses nor words are shown. */
@ApiController
@RequestMapping("${cartable.web.prefix:/api/core}/messages")
final class MessageController {
    private final Notices notices;

    MessageController(Notices notices) {
        this.notices = requireNonNull(notices, "notices");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_MESSAGES)
    Answer list(
            PageRequest page,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "recipient", required = false) @Nullable String recipient) {
        NoticeFilter filter = NoticeFilter.all()
                .in(Parameters.constant("state", state, NoticeState.class))
                .of(parsed("kind", kind, Kind::of, "quota.alert"))
                .to(parsed("recipient", recipient, Recipient::parse, "guardian:7"));
        String after = page.after();
        Stream<Notice.Entry> all = notices.list(filter);
        Stream<Notice.Entry> rest = after == null
                ? all
                : all.dropWhile(entry -> !key(entry).equals(after)).skip(1);
        return page.answer(
                rest,
                MessageController::key,
                some -> some.stream().map(MessageController::row).toList());
    }

    private static <T> @Nullable T parsed(
            String name, @Nullable String text, Function<String, T> type, String example) {
        return text == null
                ? null
                : Parameters.id(text, type)
                        .orElseThrow(() -> ProblemException.of(
                                400, "BAD_PARAMETER", Map.of("parameter", name, "value", text, "expected", example)));
    }

    private static String key(Notice.Entry entry) {
        return entry.notice().id().toString();
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.READ_MESSAGES)
    Answer show(@PathVariable("id") String id) {
        return Answer.ok(Ids.parse(id)
                .flatMap(uuid -> notices.find(new NoticeId(uuid)))
                .map(MessageController::row)
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_MESSAGE", "message", id)));
    }

    private static Row row(Notice.Entry entry) {
        Notice notice = entry.notice();
        return Row.of("id", notice.id())
                .and("kind", notice.kind().toString())
                .and("recipient", notice.recipient())
                .and("channel", notice.channel())
                .and("state", entry.state())
                .and("attempts", entry.attempts())
                .and("reason", entry.reason())
                .and("queuedAt", notice.queuedAt())
                .and("dueAt", notice.dueAt())
                .and("changedAt", entry.changedAt());
    }
}
