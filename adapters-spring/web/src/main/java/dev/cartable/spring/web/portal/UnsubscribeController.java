package dev.cartable.spring.web.portal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.EditPreferences.NotUnsubscribed;
import dev.cartable.notice.EditPreferences.Unsubscribed;
import dev.cartable.notice.EditPreferences.Unsubscription;
import dev.cartable.notice.Notices;
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
 * The link by which a person declines notices. A GET changes nothing, since mail scanners send it; the POST is that of a mail program's
 * one click (RFC 8058), whose body is not read. Called again, it changes nothing more.
 */
@ApiController(docs = PortalDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/unsubscribe")
final class UnsubscribeController {
    private final Notices notices;

    UnsubscribeController(Notices notices) {
        this.notices = requireNonNull(notices, "notices");
    }

    @GetMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer look(@PathVariable("token") String token) {
        return answer(notices.lookAtUnsubscribe(token));
    }

    @PostMapping({"/{token}", "/{token}/"})
    @Requires(Right.ANYONE)
    Answer unsubscribe(@PathVariable("token") String token) {
        return answer(notices.unsubscribe(token));
    }

    /** What is declined, and not by whom: the link may have been passed on. */
    private static Answer answer(Unsubscription result) {
        if (result instanceof Unsubscribed done) {
            return Answer.ok(Row.of("category", done.topic().category())
                    .and("channel", done.topic().channel())
                    .and("before", done.before()));
        }
        throw Refusals.of(((NotUnsubscribed) result).problem());
    }
}
