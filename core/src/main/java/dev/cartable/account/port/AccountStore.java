package dev.cartable.account.port;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts and the pupils that they see. Safe for use by several threads and nodes. */
public interface AccountStore extends AccountStoreReader {
    /** The accounts of these guardians, locked until the transaction ends, by guardian. */
    Map<GuardianId, Account> lock(Tx tx, Collection<GuardianId> guardians);

    /** The account with this id, locked until the transaction ends. */
    Optional<Account> lock(Tx tx, AccountId id);

    /** Which of these usernames accounts have, in one query. */
    Set<Username> taken(Tx tx, Collection<Username> usernames);

    /**
     * Inserts new accounts. A guardian who has one already, by whichever transaction, keeps that one, and so does an account that
     * has the username already; the insert never fails for it.
     *
     * @return the ids of those that were inserted
     */
    Set<AccountId> insert(Tx tx, Collection<Account> accounts);

    /**
     * Overwrites accounts whose stored version is still the given one's, and raises it by one.
     *
     * @throws IllegalStateException if one has changed meanwhile, which cannot happen to a locked one
     */
    void update(Tx tx, Collection<Account> accounts);

    /**
     * Makes these the pupils that each account sees: links what is new, ends what is not among them (the row stays, with
     * the time of its end), leaves the rest as it is.
     */
    void link(Tx tx, Map<AccountId, Set<PupilId>> pupils, Instant now);

    /**
     * Removes accounts with their links to pupils, as if they had never been: for a migration that is taken back. Ids that are not
     * there are passed over.
     */
    void remove(Tx tx, Collection<AccountId> accounts);

    /** Several accounts with one address. */
    record SharedAddress(EmailAddress address, List<Account> accounts) {}
}
