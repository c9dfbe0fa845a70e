package dev.cartable.account.model;

import dev.cartable.school.model.Contact;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far a school has come with its parent accounts. Percentages are of 100, and 0 where there is nothing to take a share
 * of. Erased accounts count in {@code byState} alone.
 *
 * @param entitled guardians who may see at least one active pupil today
 * @param covered those of them who have an account
 * @param coveragePercent {@code covered} of {@code entitled}
 * @param accounts accounts that are not erased
 * @param activePercent accounts that are active, of {@code accounts}
 * @param activated accounts that their parents have activated at some time, deactivated ones too
 * @param activatedPercent {@code activated} of {@code accounts}
 * @param byState how many accounts are in each state, every state named
 * @param email accounts that can be written to by e-mail
 * @param sms those of the others that are reached by short message
 * @param noChannel accounts that cannot, by the reason
 * @param neverSignedIn accounts without any recorded sign-in
 * @param inactive as {@link AccountStatus#isInactive} says
 * @param orphaned accounts whose guardian may see no pupil today
 * @param expired accounts that wait for their parents with a link or a temporary password that has expired
 */
public record AccountFigures(
        long entitled,
        long covered,
        double coveragePercent,
        long accounts,
        double activePercent,
        long activated,
        double activatedPercent,
        Map<Account.State, Long> byState,
        long email,
        long sms,
        Map<Contact.Reason, Long> noChannel,
        long neverSignedIn,
        long inactive,
        long orphaned,
        long expired) {

    public AccountFigures {
        Map<Account.State, Long> states = new EnumMap<>(Account.State.class);
        for (Account.State state : Account.State.values()) {
            states.put(state, byState.getOrDefault(state, 0L));
        }
        byState = Collections.unmodifiableMap(states);
        Map<Contact.Reason, Long> reasons = new EnumMap<>(Contact.Reason.class);
        reasons.putAll(noChannel);
        noChannel = Collections.unmodifiableMap(reasons);
    }

    /** A share of 100; 0 of nothing. */
    public static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
