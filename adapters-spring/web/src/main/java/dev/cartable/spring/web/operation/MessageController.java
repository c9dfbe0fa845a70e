package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.ChangeNotices;
import dev.cartable.notice.ChangeNotices.Selection;
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
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All messages to people, newest first: to whom and what became of them. Neither addresses nor words are shown. */
@ApiController(docs = OperationDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/messages")
final class MessageController {
    private static final int LONGEST = 300;

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
        String after = page.after() == null
                ? null
                : Ids.parse(page.after()).orElseThrow(PageRequest::badCursor).toString();
        Stream<Notice.Entry> all = notices.list(filter);
        // The newest id first: what follows the cursor is found also when its own message is gone.
        Stream<Notice.Entry> rest =
                after == null ? all : all.dropWhile(entry -> key(entry).compareTo(after) >= 0);
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

    /** Lets messages that have failed wait again, due at once. What is uncertain is sent again only if it is named by its id. */
    @PostMapping({"/retry", "/retry/"})
    @Requires(Right.EDIT_MESSAGES)
    Answer retry(Body body) {
        return change(notices.retry(), body);
    }

    /** Ends messages that wait or are held: they are never sent. */
    @PostMapping({"/cancel", "/cancel/"})
    @Requires(value = Right.EDIT_MESSAGES, key = Requires.Key.REPEATABLE)
    Answer cancel(Body body) {
        return change(notices.cancel(), body);
    }

    /** Lets messages that are held wait again. */
    @PostMapping({"/release", "/release/"})
    @Requires(value = Right.EDIT_MESSAGES, key = Requires.Key.REPEATABLE)
    Answer release(Body body) {
        return change(notices.release(), body);
    }

    /** By {@code ids}, or by at least one of the filters of the list. Those that are left as they are come with why. */
    private static Answer change(ChangeNotices change, Body body) {
        List<String> ids = body.optionalTexts("ids");
        String kind = body.optionalText("kind", LONGEST);
        String recipient = body.optionalText("recipient", LONGEST);
        NoticeState state = body.optionalConstant("state", NoticeState.class);
        if (ids != null && (kind != null || recipient != null || state != null)) {
            body.refuse("ids", "DOES_NOT_FIT", Map.of());
        }
        if (state != null && !change.states().contains(state)) {
            body.refuse("state", "DOES_NOT_FIT", Map.of());
        }
        if (ids == null && kind == null && recipient == null && state == null) {
            body.refuse("ids", "MISSING", Map.of());
        }
        List<NoticeId> named = new ArrayList<>();
        for (String id : ids == null ? List.<String>of() : ids) {
            Ids.parse(id)
                    .ifPresentOrElse(
                            uuid -> named.add(new NoticeId(uuid)), () -> body.refuse("ids", "NO_ID", Map.of()));
        }
        NoticeFilter filter = NoticeFilter.all()
                .in(state)
                .of(read(body, "kind", kind, Kind::of))
                .to(read(body, "recipient", recipient, Recipient::parse));
        body.end();
        List<Row> left = new ArrayList<>();
        ChangeNotices.Counts counts =
                change.run(ids == null ? Selection.matching(filter) : Selection.ids(named), step -> {
                    if (!step.changes() && left.size() < PageRequest.MOST) {
                        left.add(Row.of("id", step.notice()).and("reason", step.refusal()));
                    }
                });
        return Answer.ok(Row.of("counts", counts.values()).and("left", left));
    }

    private static <T> @Nullable T read(Body body, String field, @Nullable String text, Function<String, T> type) {
        Optional<T> read = text == null ? Optional.empty() : Parameters.id(text, type);
        return read.isPresent() || text == null ? read.orElse(null) : body.refuse(field, "DOES_NOT_FIT", Map.of());
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
