package dev.cartable.spring.web.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.DeactivateAccount;
import dev.cartable.account.NotifyParent;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.account.model.Validation;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Accounts of parents, as administrators see them. {@code {id}} is the account's id, its guardian's id, or the username. */
@ApiController(docs = AccountDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/accounts")
final class AccountController {
    private static final int LONGEST_SUBJECT = 1_000;
    private static final int LONGEST_MESSAGE = 100_000;
    private static final Set<NotifyParent.Reason> OF_THE_PERSON =
            Set.of(NotifyParent.Reason.DEACTIVATED, NotifyParent.Reason.ERASED, NotifyParent.Reason.DECLINED);

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_ACCOUNTS)
    Answer list(PageRequest page, @RequestParam(name = "filter", required = false) @Nullable String filter) {
        AccountStatus.Filter chosen = Parameters.constant("filter", filter, AccountStatus.Filter.class);
        return page.answer(
                accounts
                        .list(chosen == null ? AccountStatus.Filter.ALL : chosen, last(page), page.limit() + 1)
                        .stream(),
                AccountController::key,
                some -> some.stream().map(AccountController::row).toList());
    }

    /** The last account of the page before. */
    private static @Nullable AccountId last(PageRequest page) {
        return page.after() == null
                ? null
                : new AccountId(Ids.parse(page.after()).orElseThrow(PageRequest::badCursor));
    }

    private static String key(AccountStatus status) {
        return status.account().id().toString();
    }

    /** How far the school has come with its accounts. */
    @GetMapping({"/statistics", "/statistics/"})
    @Requires(Right.READ_ACCOUNTS)
    Answer statistics() {
        AccountFigures figures = accounts.statistics();
        return Answer.ok(Row.of("entitled", figures.entitled())
                .and("covered", figures.covered())
                .and("coveragePercent", figures.coveragePercent())
                .and("accounts", figures.accounts())
                .and("activePercent", figures.activePercent())
                .and("activated", figures.activated())
                .and("activatedPercent", figures.activatedPercent())
                .and("byState", figures.byState())
                .and("email", figures.email())
                .and("sms", figures.sms())
                .and("noChannel", figures.noChannel())
                .and("neverSignedIn", figures.neverSignedIn())
                .and("inactive", figures.inactive())
                .and("orphaned", figures.orphaned())
                .and("expired", figures.expired()));
    }

    /** Accounts with which something is not right; with the first of them, all in numbers. */
    @GetMapping({"/validation", "/validation/"})
    @Requires(Right.READ_ACCOUNTS)
    Answer validate(PageRequest page) {
        Row head = Row.empty();
        List<Validation.AccountFindings> invalid = new ArrayList<>();
        if (page.after() == null) {
            Validation validation = accounts.validate(found -> {
                if (!found.isValid() && invalid.size() <= page.limit()) {
                    invalid.add(found);
                }
            });
            head.and("counts", validation.values()).and("byCode", validation.byCode());
        } else {
            invalid.addAll(accounts.invalid(last(page), page.limit() + 1));
        }
        return page.answer(
                head,
                invalid.stream(),
                AccountController::key,
                some -> some.stream().map(AccountController::row).toList());
    }

    private static String key(Validation.AccountFindings found) {
        return found.account().id().toString();
    }

    private static Row row(Validation.AccountFindings found) {
        return Row.of("id", found.account().id())
                .and("username", found.account().username())
                .and("guardian", found.account().guardian())
                .and(
                        "findings",
                        found.findings().stream()
                                .map(finding -> Row.of("code", finding.code()).and("detail", finding.detail()))
                                .toList());
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.READ_ACCOUNTS)
    Answer show(@PathVariable("id") String id) {
        return answer(id);
    }

    private Answer answer(String id) {
        AccountStatus status = accounts.status(named(id)).orElseThrow(() -> unknown(id));
        return Answer.ok(row(status)).version(status.account().version());
    }

    /** Closes an account: its parent signs in no more, and is signed out now. */
    @PostMapping({"/{id}/deactivate", "/{id}/deactivate/"})
    @Requires(Right.EDIT_ACCOUNTS)
    Answer deactivate(@PathVariable("id") String id) {
        return answer(id, accounts.deactivate(named(id).id()));
    }

    /** Opens a closed account again. */
    @PostMapping({"/{id}/reactivate", "/{id}/reactivate/"})
    @Requires(Right.EDIT_ACCOUNTS)
    Answer reactivate(@PathVariable("id") String id) {
        return answer(id, accounts.reactivate(named(id).id()));
    }

    private Answer answer(String id, DeactivateAccount.Result result) {
        if (result instanceof DeactivateAccount.Refused refused) {
            throw refused.reason() == DeactivateAccount.Reason.UNKNOWN
                    ? unknown(id)
                    : ProblemException.of(409, refused.reason().name(), Map.of("account", id));
        }
        return answer(id);
    }

    /** Queues a message to the parent. */
    @PostMapping({"/{id}/notify", "/{id}/notify/"})
    @Requires(Right.EDIT_ACCOUNTS)
    Answer notify(@PathVariable("id") String id, Body body) {
        Account account = named(id);
        String subject = body.text("subject", LONGEST_SUBJECT);
        String message = body.text("message", LONGEST_MESSAGE);
        body.end();
        NotifyParent.Result result = accounts.notifyParent(account.id(), subject, message);
        if (result instanceof NotifyParent.Queued queued) {
            return Answer.ok(Row.of("message", queued.notice()).and("channel", queued.channel()));
        }
        NotifyParent.Reason reason = ((NotifyParent.Refused) result).reason();
        if (reason == NotifyParent.Reason.UNKNOWN) {
            throw unknown(id);
        }
        throw ProblemException.of(OF_THE_PERSON.contains(reason) ? 409 : 422, reason.name(), Map.of("account", id));
    }

    private Account named(String id) {
        return accounts.find(id).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("UNKNOWN_ACCOUNT", "account", id);
    }

    private static Row row(AccountStatus status) {
        Account account = status.account();
        return Row.of("id", account.id())
                .and("username", account.username())
                .and("guardian", account.guardian())
                .and("givenName", account.name().given())
                .and("familyName", account.name().family())
                .and("state", account.state())
                .and("pupils", status.pupils())
                .and("orphaned", status.orphaned())
                .and("inactive", status.inactive())
                .and("channel", status.channel())
                .and("createdAt", account.createdAt())
                .and("activatedAt", account.activatedAt())
                .and("lastSignInAt", account.lastSignInAt())
                .and("activationExpiresAt", status.activationExpiresAt());
    }
}
