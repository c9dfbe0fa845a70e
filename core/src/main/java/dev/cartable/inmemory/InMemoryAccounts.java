package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts in memory. Safe for use by several threads. */
final class InMemoryAccounts implements AccountStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<AccountId, Account> accounts;
    private final InMemoryTable<GuardianId, AccountId> byGuardian;
    private final InMemoryTable<Username, AccountId> byUsername;
    final InMemoryTable<AccountId, Map<PupilId, End>> links;

    public InMemoryAccounts(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.byGuardian = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.byUsername = new InMemoryTable<>(unitOfWork, Comparator.comparing(Username::value));
        this.links = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Map<GuardianId, Account> byGuardian(Collection<GuardianId> guardians) {
        return unitOfWork.read(() -> {
            Map<GuardianId, Account> found = new LinkedHashMap<>();
            byGuardian.among(guardians).forEach((guardian, id) -> found.put(guardian, require(id)));
            return found;
        });
    }

    @Override
    public Map<AccountId, Account> byId(Collection<AccountId> ids) {
        return accounts.among(ids);
    }

    @Override
    public Optional<Account> byUsername(Username username) {
        return unitOfWork.read(
                () -> Optional.ofNullable(byUsername.get(username)).map(this::require));
    }

    @Override
    public Stream<Account> all() {
        return accounts.all().stream();
    }

    @Override
    public List<Account> after(@Nullable AccountId last, int max) {
        return accounts.all().stream()
                .filter(account -> last == null || account.id().compareTo(last) > 0)
                .limit(max)
                .toList();
    }

    @Override
    public Map<Account.State, Long> counts() {
        return accounts.all().stream().collect(Collectors.groupingBy(Account::state, Collectors.counting()));
    }

    @Override
    public Map<AccountId, Set<PupilId>> pupils(Collection<AccountId> ids) {
        Map<AccountId, Set<PupilId>> found = new LinkedHashMap<>();
        links.among(ids).forEach((account, rows) -> {
            Set<PupilId> current = new TreeSet<>();
            rows.forEach((pupil, end) -> {
                if (end.at() == null) {
                    current.add(pupil);
                }
            });
            if (!current.isEmpty()) {
                found.put(account, current);
            }
        });
        return found;
    }

    @Override
    public Stream<SharedAddress> sharedAddresses() {
        Map<String, List<Account>> byAddress = new TreeMap<>();
        for (Account account : accounts.all()) {
            EmailAddress email = account.email();
            if (email != null && account.isOpen()) {
                byAddress
                        .computeIfAbsent(email.folded(), address -> new ArrayList<>())
                        .add(account);
            }
        }
        return byAddress.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new SharedAddress(EmailAddress.of(entry.getKey()), List.copyOf(entry.getValue())));
    }

    @Override
    public Map<GuardianId, Account> lock(Tx tx, Collection<GuardianId> guardians) {
        unitOfWork.own(tx);
        return byGuardian(guardians);
    }

    @Override
    public Optional<Account> lock(Tx tx, AccountId id) {
        unitOfWork.own(tx);
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public Set<Username> taken(Tx tx, Collection<Username> usernames) {
        unitOfWork.own(tx);
        return byUsername.among(usernames).keySet();
    }

    @Override
    public Set<AccountId> insert(Tx tx, Collection<Account> added) {
        unitOfWork.own(tx);
        Set<AccountId> inserted = new LinkedHashSet<>();
        for (Account account : added) {
            if (!byUsername.has(account.username()) && byGuardian.putIfAbsent(tx, account.guardian(), account.id())) {
                accounts.put(tx, account.id(), account);
                byUsername.put(tx, account.username(), account.id());
                inserted.add(account.id());
            }
        }
        return inserted;
    }

    @Override
    public void update(Tx tx, Collection<Account> changed) {
        unitOfWork.own(tx);
        for (Account account : changed) {
            Account stored = accounts.get(account.id());
            if (stored == null || stored.version() != account.version()) {
                throw new IllegalStateException("account " + account.id() + " was read at version " + account.version()
                        + " and is " + (stored == null ? "not there" : "at version " + stored.version())
                        + " now; this transaction is undone. Lock it before changing it");
            }
            byGuardian.remove(tx, stored.guardian());
            byUsername.remove(tx, stored.username());
            requireFree(account);
            accounts.put(tx, account.id(), account.withVersion(account.version() + 1));
            byGuardian.put(tx, account.guardian(), account.id());
            byUsername.put(tx, account.username(), account.id());
        }
    }

    /** What a unique key does in a database; the use cases see to it that it never has to. */
    private void requireFree(Account account) {
        AccountId other = byUsername.get(account.username());
        if (other != null) {
            throw new IllegalStateException("account " + account.id() + " has the username of account " + other
                    + "; this transaction is undone. Reserve usernames before giving them");
        }
    }

    @Override
    public void link(Tx tx, Map<AccountId, Set<PupilId>> pupils, Instant now) {
        unitOfWork.own(tx);
        pupils.forEach((account, wanted) -> {
            Map<PupilId, End> before = links.get(account);
            Map<PupilId, End> after = new HashMap<>();
            if (before != null) {
                before.forEach((pupil, end) -> after.put(pupil, end.at() == null ? new End(now) : end));
            }
            for (PupilId pupil : wanted) {
                after.put(pupil, End.NONE);
            }
            links.put(tx, account, Map.copyOf(after));
        });
    }

    @Override
    public void remove(Tx tx, Collection<AccountId> removed) {
        unitOfWork.own(tx);
        for (AccountId id : removed) {
            Account stored = accounts.get(id);
            if (stored != null) {
                accounts.remove(tx, id);
                byGuardian.remove(tx, stored.guardian());
                byUsername.remove(tx, stored.username());
                links.remove(tx, id);
            }
        }
    }

    /** Removes all links of an account, ended ones too. Returns how many accounts had any. */
    int forgetLinks(Tx tx, AccountId account) {
        return links.remove(tx, account) ? 1 : 0;
    }

    /** Removes some links that ended before an instant; counts them only, without a transaction. */
    int forgetEndedLinks(@Nullable Tx tx, Instant before, int max) {
        int removed = 0;
        for (AccountId account : links.keys()) {
            Map<PupilId, End> left = new HashMap<>(requireNonNull(links.get(account)));
            for (Map.Entry<PupilId, End> link : Map.copyOf(left).entrySet()) {
                Instant end = link.getValue().at();
                if (end != null && end.isBefore(before) && removed < max) {
                    left.remove(link.getKey());
                    removed++;
                }
            }
            if (tx != null) {
                links.put(tx, account, Map.copyOf(left));
            }
        }
        return removed;
    }

    private Account require(AccountId id) {
        return requireNonNull(accounts.get(id), "account");
    }

    /** When a link ended, if it has. */
    record End(@Nullable Instant at) {
        static final End NONE = new End(null);
    }
}
