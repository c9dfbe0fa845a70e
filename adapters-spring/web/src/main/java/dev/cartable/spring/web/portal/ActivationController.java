package dev.cartable.spring.web.portal;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.ActivateByCode;
import dev.cartable.account.RequestCode;
import dev.cartable.account.model.Username;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.SchoolTime;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The first password of a parent, by the token of a link. Tokens come in bodies alone, so that no log of paths holds one, and only a POST
 * with a password uses one up: a mail scanner that opens the page of the link changes nothing.
 */
@ApiController(docs = PortalDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/activation")
final class ActivationController {
    static final int LONGEST_PASSWORD = 1_000;

    static final int LONGEST_TOKEN = 500;

    private final Accounts accounts;
    private final SchoolTime time;

    ActivationController(Accounts accounts, SchoolTime time) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.time = requireNonNull(time, "time");
    }

    /** Whether a token opens an account now. Uses nothing up. */
    @PostMapping({"/check", "/check/"})
    @Requires(Right.ANYONE)
    Answer check(Body body) {
        String token = body.text("token", LONGEST_TOKEN);
        body.end();
        ActivateAccount.Reason reason = accounts.reasonAgainst(token).orElse(null);
        if (reason != null && reason != ActivateAccount.Reason.CODE_NEEDED) {
            throw Refusals.of(reason);
        }
        return Answer.ok(Row.of("codeNeeded", reason != null));
    }

    /** Chooses the password; of a link that came by short message, with its code. */
    @PostMapping({"", "/"})
    @Requires(Right.ANYONE)
    Answer activate(Body body, HttpServletRequest request) {
        String token = body.text("token", LONGEST_TOKEN);
        String code = body.optionalText("code", 40);
        String password = body.text("password", LONGEST_PASSWORD);
        body.end();
        return code == null ? byToken(token, password) : byCode(token, code, password, request);
    }

    private Answer byToken(String token, String password) {
        ActivateAccount.Result result = accounts.activate(token, password);
        if (result instanceof ActivateAccount.Activated activated) {
            return activated(activated.username());
        }
        ActivateAccount.Refused refused = (ActivateAccount.Refused) result;
        throw Refusals.of(refused.reason(), refused.weakness());
    }

    private Answer byCode(String token, String code, String password, HttpServletRequest request) {
        ActivateByCode.Result result = accounts.activateByCode(token, code, password, ClientAddress.of(request));
        if (result instanceof ActivateByCode.Activated activated) {
            return activated(activated.username());
        }
        ActivateByCode.Refused refused = (ActivateByCode.Refused) result;
        throw Refusals.of(refused.reason(), refused.weakness(), refused.retryAt(), time.now());
    }

    private static Answer activated(@Nullable Username username) {
        return Answer.ok(Row.of("username", username));
    }

    /** Sends a code by short message. The answer is the same whether there is such an account or not. */
    @PostMapping({"/code", "/code/"})
    @Requires(Right.ANYONE)
    Answer code(Body body, HttpServletRequest request) {
        String named = body.text("usernameOrLink", LONGEST_TOKEN);
        body.end();
        RequestCode.Result result = accounts.requestCode(named, ClientAddress.of(request));
        if (result instanceof RequestCode.TooMany tooMany) {
            throw Refusals.tooMany(tooMany.retryAt(), time.now());
        }
        return Answer.none();
    }
}
