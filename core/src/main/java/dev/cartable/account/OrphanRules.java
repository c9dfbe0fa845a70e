package dev.cartable.account;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.CleanUpPlan.Step.Action;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Credential;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.PupilId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** What a clean-up does about an account. */
final class OrphanRules {
    private OrphanRules() {}

    static CleanUpPlan.Step decide(Entry entry, Duration grace, Instant now) {
        Account account = entry.account();
        if (account.state() == Account.State.ERASED) {
            return CleanUpPlan.Step.skip(account, AccountStep.Reason.ERASED);
        }
        if (account.deactivation() == Account.Deactivation.BY_HAND) {
            return hasLostPupils(entry)
                    ? step(entry, Action.UNLINK)
                    : CleanUpPlan.Step.skip(account, AccountStep.Reason.DEACTIVATED);
        }
        if (!entry.visible().isEmpty()) {
            return withPupil(entry);
        }
        if (!account.isOpen()) {
            return step(entry, hasLostPupils(entry) ? Action.UNLINK : Action.KEEP);
        }
        Instant since = account.orphanSince() == null ? now : account.orphanSince();
        if (!now.isBefore(since.plus(grace))) {
            return step(entry, Action.DEACTIVATE);
        }
        if (account.orphanSince() == null) {
            return step(entry, Action.MARK);
        }
        return step(entry, hasLostPupils(entry) ? Action.UNLINK : Action.KEEP);
    }

    /** The pupils that the account sees after the step. */
    static Set<PupilId> pupilsAfter(Entry entry, Action action) {
        if (action == Action.ADOPT || action == Action.RETURN) {
            return entry.visible();
        }
        Set<PupilId> left = new TreeSet<>(entry.linked());
        left.retainAll(entry.visible());
        return left;
    }

    private static CleanUpPlan.Step withPupil(Entry entry) {
        if (entry.account().deactivation() == Account.Deactivation.ORPHANED) {
            return step(entry, Action.RETURN);
        }
        if (entry.account().orphanSince() != null) {
            return step(entry, Action.ADOPT);
        }
        return step(entry, hasLostPupils(entry) ? Action.UNLINK : Action.KEEP);
    }

    private static boolean hasLostPupils(Entry entry) {
        return !entry.visible().containsAll(entry.linked());
    }

    /** A run that found no pupil has killed the link. */
    private static boolean hasLostItsLink(Entry entry) {
        return entry.account().credential().origin() == Credential.Origin.NONE && entry.activation() == null;
    }

    private static CleanUpPlan.Step step(Entry entry, Action action) {
        Account account = entry.account();
        boolean losesPupils =
                !entry.linked().isEmpty() && pupilsAfter(entry, action).isEmpty();
        boolean loses = account.isOpen() && (action == Action.DEACTIVATE || losesPupils);
        boolean notifies = !account.hasChosenPassword()
                && (action == Action.RETURN || (action == Action.ADOPT && hasLostItsLink(entry)));
        Contact.Unreachable unreachable = notifies ? entry.unreachable() : null;
        AccountStep.Reason reason = entry.visible().isEmpty() ? entry.withoutPupil() : null;
        return new CleanUpPlan.Step(account.id(), account.guardian(), action, reason, "", loses, notifies, unreachable);
    }
}
