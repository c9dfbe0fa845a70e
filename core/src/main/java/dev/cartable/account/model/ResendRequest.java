package dev.cartable.account.model;

import dev.cartable.school.model.GuardianId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who gets their credentials again.
 *
 * @param guardians just these; empty means everyone who has an account
 * @param newPassword whether passwords are invalid at once, those that parents chose too
 * @param neverActivated only accounts that their parents have never activated
 * @param expired only accounts that wait for their parents with a link or a temporary password that has expired
 */
public record ResendRequest(
        SortedSet<GuardianId> guardians, boolean newPassword, boolean neverActivated, boolean expired) {
    public ResendRequest {
        guardians = Collections.unmodifiableSortedSet(new TreeSet<>(guardians));
    }

    /** Everyone who has an account. */
    public static ResendRequest everyone() {
        return new ResendRequest(new TreeSet<>(), false, false, false);
    }

    /** Just these guardians. */
    public static ResendRequest of(Collection<GuardianId> guardians) {
        if (guardians.isEmpty()) {
            throw new IllegalArgumentException("no guardian is named");
        }
        return new ResendRequest(new TreeSet<>(guardians), false, false, false);
    }

    /** With passwords invalid at once, those that parents chose too. */
    public ResendRequest withNewPassword() {
        return new ResendRequest(guardians, true, neverActivated, expired);
    }

    /** Only accounts that their parents have never activated. */
    public ResendRequest onlyNeverActivated() {
        return new ResendRequest(guardians, newPassword, true, expired);
    }

    /** Only accounts that wait for their parents with a link or a temporary password that has expired. */
    public ResendRequest onlyExpired() {
        return new ResendRequest(guardians, newPassword, neverActivated, true);
    }
}
