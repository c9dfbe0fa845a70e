package dev.cartable.spring.web.portal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Notices;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The link by which a person answers a notice, such as with the reason of an absence. A GET changes nothing. */
@ApiController(docs = PortalDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/answer")
final class AnswerController {
    private static final int LONGEST = 4 * NoticeAnswer.LONGEST_TEXT;

    private final Notices notices;

    AnswerController(Notices notices) {
        this.notices = requireNonNull(notices, "notices");
    }

    @GetMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer open(@PathVariable("token") String token) {
        ReceiveAnswers.Opened opened = notices.openAnswer(token);
        if (opened instanceof ReceiveAnswers.Asked asked) {
            NoticeAnswer before = asked.answer();
            return Answer.ok(Row.of("kind", asked.kind().toString())
                    .and("type", asked.question().type())
                    .and("values", asked.question().values())
                    .and("until", asked.until())
                    .and("answer", before == null ? null : row(before)));
        }
        throw Refusals.of(((ReceiveAnswers.NotAsked) opened).problem());
    }

    @PostMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer answer(@PathVariable("token") String token, Body body) {
        String text = body.optionalText("text", LONGEST);
        body.end();
        ReceiveAnswers.Result result = notices.answer(token, text == null ? "" : text);
        if (result instanceof ReceiveAnswers.Received received) {
            return Answer.ok(row(received.answer()));
        }
        throw Refusals.of(((ReceiveAnswers.NotReceived) result).problem());
    }

    private static Row row(NoticeAnswer answer) {
        return Row.of("text", answer.text())
                .and("answeredAt", answer.answeredAt())
                .and("state", answer.state());
    }
}
