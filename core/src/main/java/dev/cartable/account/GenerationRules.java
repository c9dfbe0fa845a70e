package dev.cartable.account;

import static dev.cartable.account.model.AccountStep.Action.CREATE;
import static dev.cartable.account.model.AccountStep.Action.KEEP;
import static dev.cartable.account.model.AccountStep.Action.RENEW;
import static dev.cartable.account.model.AccountStep.Action.RETURN;
import static dev.cartable.account.model.AccountStep.Action.UPDATE;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.Contact;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens to a guardian's account: the first rule that has an answer decides. */
final class GenerationRules {
    private GenerationRules() {}

    /**
     * All that a rule looks at.
     *
     * @param account the account as it is; null if there is none
     * @param erased whether a tombstone stands for the guardian
     * @param openLink whether a link to the account can be used
     * @param otherNumber whether the guardian, who has no usable e-mail address, has another telephone number than the one to which the
     *     way in was sent, or has one now, or none any more
     */
    record Case(
            GenerationRequest request,
            AccountSource source,
            @Nullable Account account,
            boolean erased,
            boolean openLink,
            boolean otherNumber) {}

    private interface Rule {
        @Nullable
        AccountStep decide(Case c);
    }

    private static final List<Rule> RULES = List.of(
            GenerationRules::erased,
            GenerationRules::withoutPupil,
            GenerationRules::withoutChannelUnderEmailOnly,
            GenerationRules::newGuardian,
            GenerationRules::deactivatedByHand,
            GenerationRules::orphanWithPupilAgain,
            GenerationRules::forced,
            GenerationRules::changed);

    /** Decides one case. */
    static AccountStep decide(Case c) {
        for (Rule rule : RULES) {
            AccountStep step = rule.decide(c);
            if (step != null) {
                return step;
            }
        }
        return withoutMessage(c.source(), KEEP);
    }

    private static @Nullable AccountStep erased(Case c) {
        return c.erased() ? skip(c, AccountStep.Reason.ERASED) : null;
    }

    private static @Nullable AccountStep withoutPupil(Case c) {
        if (!c.source().pupils().isEmpty()) {
            return null;
        }
        if (c.account() != null && isChanged(c.account(), c.source())) {
            return withoutMessage(c.source(), UPDATE);
        }
        return skip(c, c.source().hasActivePupil() ? AccountStep.Reason.BARRED : AccountStep.Reason.NO_ACTIVE_PUPIL);
    }

    private static @Nullable AccountStep withoutChannelUnderEmailOnly(Case c) {
        return c.request().emailOnly() && c.source().contact() instanceof Contact.Unreachable unreachable
                ? AccountStep.skip(
                        c.source().guardian().id(), AccountStep.Reason.of(unreachable.reason()), unreachable.detail())
                : null;
    }

    private static @Nullable AccountStep newGuardian(Case c) {
        return c.account() == null ? withMessage(c.source(), CREATE) : null;
    }

    private static @Nullable AccountStep deactivatedByHand(Case c) {
        if (account(c).deactivation() != Account.Deactivation.BY_HAND) {
            return null;
        }
        return isChanged(account(c), c.source())
                ? withoutMessage(c.source(), UPDATE)
                : skip(c, AccountStep.Reason.DEACTIVATED);
    }

    private static @Nullable AccountStep orphanWithPupilAgain(Case c) {
        if (account(c).deactivation() != Account.Deactivation.ORPHANED) {
            return null;
        }
        return !account(c).hasChosenPassword() ? withMessage(c.source(), RETURN) : withoutMessage(c.source(), RETURN);
    }

    private static @Nullable AccountStep forced(Case c) {
        if (!c.request().force()) {
            return null;
        }
        if (account(c).hasChosenPassword() && !c.request().includeChosen()) {
            return isChanged(account(c), c.source())
                    ? withoutMessage(c.source(), UPDATE)
                    : skip(c, AccountStep.Reason.CHOSEN_PASSWORD);
        }
        return withMessage(c.source(), RENEW);
    }

    /**
     * The way in that was sent to the old address dies with it, and the new address gets one of its own. So does a parent whose way
     * in died because no pupil could be seen, once one can be seen again. A chosen password stays.
     */
    private static @Nullable AccountStep changed(Case c) {
        Account account = account(c);
        if (!isChanged(account, c.source())) {
            return null;
        }
        boolean lost = !account.hasChosenPassword() && account.orphanSince() != null;
        boolean withdrawn =
                hasOpenCredential(account, c.openLink()) && (isReadressed(account, c.source()) || c.otherNumber());
        return lost || withdrawn ? withMessage(c.source(), UPDATE) : withoutMessage(c.source(), UPDATE);
    }

    private static boolean hasOpenCredential(Account account, boolean openLink) {
        return !account.hasChosenPassword() || openLink;
    }

    /** Whether the guardian's usable address is another than the account's, or there is none any more. */
    static boolean isReadressed(Account account, AccountSource source) {
        return !Objects.equals(source.contact().address(), account.email());
    }

    private static boolean isChanged(Account account, AccountSource source) {
        return !account.source().equals(source.fingerprint())
                || (account.orphanSince() != null && !source.pupils().isEmpty());
    }

    private static Account account(Case c) {
        return Objects.requireNonNull(c.account(), "account");
    }

    private static AccountStep skip(Case c, AccountStep.Reason reason) {
        return AccountStep.skip(c.source().guardian().id(), reason, "");
    }

    private static AccountStep withoutMessage(AccountSource source, AccountStep.Action action) {
        return new AccountStep(source.guardian().id(), action, null, "", false, null, false, source.fingerprint());
    }

    private static AccountStep withMessage(AccountSource source, AccountStep.Action action) {
        return new AccountStep(
                source.guardian().id(),
                action,
                null,
                "",
                true,
                source.unreachable(),
                source.phone() != null,
                source.fingerprint());
    }
}
