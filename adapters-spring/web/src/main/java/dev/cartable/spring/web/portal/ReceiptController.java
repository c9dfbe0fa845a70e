package dev.cartable.spring.web.portal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Notices;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The link by which a person says that they have read a notice, such as one about an absence; it has the token of the link to answer. A GET
 * changes nothing, since mail scanners send it.
 */
@ApiController(docs = PortalDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/receipt")
final class ReceiptController {
    private final Notices notices;

    ReceiptController(Notices notices) {
        this.notices = requireNonNull(notices, "notices");
    }

    @GetMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer open(@PathVariable("token") String token) {
        ReceiveAnswers.Asked asked = asked(token);
        NoticeAnswer before = asked.answer();
        return Answer.ok(Row.of("kind", asked.kind().toString())
                .and("values", asked.question().values())
                .and("until", asked.until())
                .and("readAt", before == null ? null : before.answeredAt()));
    }

    @PostMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer read(@PathVariable("token") String token) {
        asked(token);
        ReceiveAnswers.Result result = notices.answer(token, "");
        if (result instanceof ReceiveAnswers.Received received) {
            return Answer.ok(Row.of("readAt", received.answer().answeredAt()));
        }
        throw Refusals.of(((ReceiveAnswers.NotReceived) result).problem());
    }

    /** What is asked, if that is no more than to have read it. */
    private ReceiveAnswers.Asked asked(String token) {
        ReceiveAnswers.Opened opened = notices.openAnswer(token);
        if (opened instanceof ReceiveAnswers.NotAsked not) {
            throw Refusals.of(not.problem());
        }
        ReceiveAnswers.Asked asked = (ReceiveAnswers.Asked) opened;
        if (asked.question().type() != NoticeAnswer.Type.READ) {
            throw Refusals.of(Other.ANSWER_NEEDED);
        }
        return asked;
    }

    private enum Other {
        /** The notice asks for words. */
        ANSWER_NEEDED
    }
}
