package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.work.internal.BulkRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use case that says how the accounts stand. Reads only, in one pass; safe for use by several threads. */
final class CheckAccounts {
    private final AccountReader pages;
    private final AccountSettings settings;
    private final InstantSource time;

    CheckAccounts(AccountPorts ports, AccountSettings settings, InstantSource time) {
        this.pages = new AccountReader(requireNonNull(ports, "ports"), settings);
        this.settings = settings;
        this.time = requireNonNull(time, "time");
    }

    /**
     * Looks at every account.
     *
     * @param filter which accounts {@code each} is called with
     * @param each is called with each account, in the order of their ids; erased ones are left out
     * @return all accounts in numbers, whatever the filter
     */
    AccountStatus.Summary check(AccountStatus.Filter filter, Consumer<? super AccountStatus> each) {
        requireNonNull(filter, "filter");
        Instant now = time.instant();
        AccountStatus.Summary summary = AccountStatus.Summary.none();
        try (Stream<Entry> all = pages.all(now)) {
            for (Entry entry : (Iterable<Entry>) all::iterator) {
                if (entry.account().state() == Account.State.ERASED) {
                    summary = summary.plusErased();
                    continue;
                }
                AccountStatus status = status(entry, now);
                summary = summary.plus(status, entry.hasExpired(now));
                if (status.passes(filter)) {
                    each.accept(status);
                }
            }
        }
        return summary;
    }

    /**
     * Looks at the accounts that follow one, until enough pass the filter.
     *
     * @param last the id of the account before; null to begin with the first
     * @param max how many at most
     */
    List<AccountStatus> list(AccountStatus.Filter filter, @Nullable AccountId last, int max) {
        Instant now = time.instant();
        // Few pass a filter, so more are read at a time.
        int size = filter == AccountStatus.Filter.ALL ? max : Math.max(max, BulkRun.CHUNK);
        try (Stream<Entry> rest = pages.after(last, size, now)) {
            return rest.filter(entry -> entry.account().state() != Account.State.ERASED)
                    .map(entry -> status(entry, now))
                    .filter(status -> status.passes(filter))
                    .limit(max)
                    .toList();
        }
    }

    /** How an account stands; empty if there is none, or it is erased. */
    Optional<AccountStatus> status(Account account) {
        Instant now = time.instant();
        try (Stream<Entry> one = pages.of(List.of(account.guardian()), now)) {
            return one.filter(entry -> entry.account().state() != Account.State.ERASED)
                    .map(entry -> status(entry, now))
                    .findFirst();
        }
    }

    /** All accounts in numbers. */
    AccountStatus.Summary summary() {
        return check(AccountStatus.Filter.ALL, status -> {});
    }

    private AccountStatus status(Entry entry, Instant now) {
        Account account = entry.account();
        return new AccountStatus(
                account,
                entry.linked().size(),
                entry.visible().isEmpty(),
                AccountStatus.isInactive(account, settings.inactiveAfter(), now),
                entry.contact(),
                account.email() == null && entry.isReachedByTelephone(),
                entry.wayInExpiresAt());
    }
}
