package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.work.Brake;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom a run of {@code GenerateAccounts} is about, and how far it may go.
 *
 * @param guardians just these; empty means everyone
 * @param promotion just the guardians of this promotion's pupils
 * @param limit stop after this many accounts were created or renewed; null means no limit
 * @param emailOnly leave out guardians without a usable address
 * @param force renew the credential of existing accounts
 * @param includeChosen with {@code force}: also where the parent has chosen a password
 * @param brake stops a run in which too many accounts would lose all their pupils
 */
public record GenerationRequest(
        SortedSet<GuardianId> guardians,
        @Nullable PromotionId promotion,
        @Nullable Integer limit,
        boolean emailOnly,
        boolean force,
        boolean includeChosen,
        Brake brake) {

    public GenerationRequest {
        guardians = Collections.unmodifiableSortedSet(new TreeSet<>(guardians));
        requireNonNull(brake, "brake");
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " accounts leaves nothing to do");
        }
        if (!guardians.isEmpty() && promotion != null) {
            throw new IllegalArgumentException("name guardians or a promotion, not both");
        }
        if (includeChosen && !force) {
            throw new IllegalArgumentException("passwords that parents have chosen are only renewed by force");
        }
    }

    /** All guardians of the roster. */
    public static GenerationRequest everyone() {
        return new GenerationRequest(new TreeSet<>(), null, null, false, false, false, Brake.defaults());
    }

    /** Just these guardians. */
    public static GenerationRequest of(Collection<GuardianId> guardians) {
        if (guardians.isEmpty()) {
            throw new IllegalArgumentException("no guardian is named");
        }
        return new GenerationRequest(new TreeSet<>(guardians), null, null, false, false, false, Brake.defaults());
    }

    /** Just the guardians of this promotion's pupils. */
    public static GenerationRequest of(PromotionId promotion) {
        return new GenerationRequest(new TreeSet<>(), promotion, null, false, false, false, Brake.defaults());
    }

    /** At most so many accounts created or renewed. */
    public GenerationRequest limit(int accounts) {
        return new GenerationRequest(guardians, promotion, accounts, emailOnly, force, includeChosen, brake);
    }

    /** Only guardians with a usable address. */
    public GenerationRequest withEmailOnly() {
        return new GenerationRequest(guardians, promotion, limit, true, force, includeChosen, brake);
    }

    /** Renewing the credentials of existing accounts, save passwords that parents have chosen. */
    public GenerationRequest renewing() {
        return new GenerationRequest(guardians, promotion, limit, emailOnly, true, includeChosen, brake);
    }

    /** Renewing the credentials of all existing accounts. */
    public GenerationRequest renewingAlsoChosen() {
        return new GenerationRequest(guardians, promotion, limit, emailOnly, true, true, brake);
    }

    /** With another brake. */
    public GenerationRequest brake(Brake brake) {
        return new GenerationRequest(guardians, promotion, limit, emailOnly, force, includeChosen, brake);
    }

    /** Whether the run looks at the whole school, and so sees who is missing. */
    public boolean isWholeSchool() {
        return guardians.isEmpty() && promotion == null && limit == null && !emailOnly;
    }

    /** All that was asked for in one line, for the digest of a plan. */
    public String digestLine() {
        return "guardians " + guardians + " promotion " + promotion + " limit " + limit + " emailOnly " + emailOnly
                + " force " + force + " includeChosen " + includeChosen;
    }
}
