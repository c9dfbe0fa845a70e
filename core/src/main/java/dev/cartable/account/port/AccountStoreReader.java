package dev.cartable.account.port;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads accounts and their links to pupils. Safe for use by several threads. */
interface AccountStoreReader {
    /** The accounts of these guardians, by guardian. */
    Map<GuardianId, Account> byGuardian(Collection<GuardianId> guardians);

    /** The accounts with these ids, by id. */
    Map<AccountId, Account> byId(Collection<AccountId> ids);

    /** The account with this username. */
    Optional<Account> byUsername(Username username);

    /** All accounts, the erased ones too, in the order of their ids, read on demand. Close the stream. */
    Stream<Account> all();

    /**
     * The accounts that follow one in the order of their ids, the erased ones too, in one query.
     *
     * @param last the id of the one before, which need not be there any more; null to begin with the first
     * @param max how many at most, from 1
     */
    List<Account> after(@Nullable AccountId last, int max);

    /** How many accounts there are in each state, those without any left out. */
    Map<Account.State, Long> counts();

    /** The pupils that each of these accounts sees now; an account without any is not in the map. */
    Map<AccountId, Set<PupilId>> pupils(Collection<AccountId> accounts);

    /** Addresses that more than one open account has, with those accounts, read on demand. Close the stream. */
    Stream<AccountStore.SharedAddress> sharedAddresses();
}
