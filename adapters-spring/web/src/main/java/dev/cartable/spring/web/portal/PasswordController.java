package dev.cartable.spring.web.portal;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.ChoosePassword;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.SchoolTime;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Another password for a parent, who proves themselves by the current one: a parent with a temporary password cannot sign in before.
 * Wrong ones count together with those of sign-ins.
 */
@ApiController(docs = PortalDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/password")
final class PasswordController {
    private final Accounts accounts;
    private final SchoolTime time;

    PasswordController(Accounts accounts, SchoolTime time) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.time = requireNonNull(time, "time");
    }

    @PostMapping({"", "/"})
    @Requires(Right.ANYONE)
    Answer choose(Body body, HttpServletRequest request) {
        String username = body.text("username", 255);
        String current = body.text("currentPassword", ActivationController.LONGEST_PASSWORD);
        String chosen = body.text("newPassword", ActivationController.LONGEST_PASSWORD);
        body.end();
        ChoosePassword.Result result = accounts.choosePassword(username, current, chosen, ClientAddress.of(request));
        if (result instanceof ChoosePassword.Refused refused) {
            throw Refusals.of(refused.reason(), refused.weakness(), refused.retryAt(), time.now());
        }
        return Answer.none();
    }
}
