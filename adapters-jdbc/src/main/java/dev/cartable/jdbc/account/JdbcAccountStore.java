package dev.cartable.jdbc.account;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Accounts in the tables {@code account} and {@code account_pupil}. */
public final class JdbcAccountStore implements AccountStore {
    private static final int ADDRESSES = 5_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final JdbcAccountPupils pupils;
    private final String byGuardian;
    private final String byId;
    private final String byUsername;
    private final String page;
    private final String after;
    private final String shared;
    private final String counts;
    private final String lockByGuardian;
    private final String lockById;
    private final String insert;
    private final String taken;
    private final String update;
    private final List<String> remove;

    public JdbcAccountStore(Database database) {
        this.database = database;
        this.pupils = new JdbcAccountPupils(database);
        this.byGuardian =
                database.sql("SELECT t.* FROM {KEYS(TEXT guardians)} {JOIN(account t ON t.guardian_id = u.k)}");
        this.byId = database.sql("SELECT t.* FROM {KEYS(UUID ids)} {JOIN(account t ON t.id = u.k)}");
        this.byUsername = database.sql("SELECT * FROM {account} WHERE username = :username");
        this.page = database.sql("SELECT * FROM {account} WHERE id > :after ORDER BY id {PAGE}");
        this.after = database.sql("SELECT * FROM {account} WHERE id > :after ORDER BY id FETCH FIRST :max ROWS ONLY");
        this.shared = database.sql("""
                SELECT * FROM {account}
                WHERE state IN ('PENDING', 'ACTIVE') AND email IS NOT NULL AND {CODE(LOWER(email))} IN (
                    SELECT {CODE(LOWER(email))} FROM {account}
                    WHERE state IN ('PENDING', 'ACTIVE') AND email IS NOT NULL AND {CODE(LOWER(email))} > :after
                    GROUP BY {CODE(LOWER(email))} HAVING COUNT(*) > 1
                    ORDER BY {CODE(LOWER(email))} FETCH FIRST %d ROWS ONLY)
                ORDER BY id""".formatted(ADDRESSES));
        this.counts = database.sql("SELECT state, COUNT(*) AS accounts FROM {account} GROUP BY state");
        this.lockByGuardian = database.sql(
                "SELECT * FROM {account} WHERE guardian_id = ANY(:guardians) ORDER BY guardian_id FOR UPDATE");
        this.lockById = database.sql("SELECT * FROM {account} WHERE id = :id FOR UPDATE");
        Dialect dialect = database.dialect();
        this.remove = List.of(
                database.sql("DELETE FROM {account_pupil} WHERE account_id = ANY(:ids)"),
                database.sql("DELETE FROM {account} WHERE id = ANY(:ids)"));
        String table = database.names().qualified("account");
        this.insert = dialect.insertFree(
                table, AccountRows.COLUMNS, List.of(List.of("guardian_id"), List.of("username")), "id");
        this.taken =
                database.sql("SELECT t.username FROM {KEYS(TEXT usernames)} {JOIN(account t ON t.username = u.k)}");
        this.update = dialect.update(
                table,
                AccountRows.COLUMNS,
                List.of("id", "version"),
                AccountRows.COLUMNS.without(List.of("id", "version")).set("u") + ", version = u.version + 1");
    }

    @Override
    public Map<GuardianId, Account> byGuardian(Collection<GuardianId> guardians) {
        return guardians.isEmpty() ? Map.of() : database.read(h -> byGuardian(h, byGuardian, guardians));
    }

    private static Map<GuardianId, Account> byGuardian(Handle handle, String sql, Collection<GuardianId> guardians) {
        return handle.createQuery(sql)
                .bind("guardians", Arrays.texts(guardians))
                .map(AccountRows::read)
                .collect(toMap(Account::guardian, Function.identity()));
    }

    @Override
    public Map<AccountId, Account> byId(Collection<AccountId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(byId)
                        .bind("ids", Arrays.of(Type.UUID, ids, AccountId::value))
                        .map(AccountRows::read)
                        .collect(toMap(Account::id, Function.identity())));
    }

    @Override
    public Optional<Account> byUsername(Username username) {
        return database.read(h -> h.createQuery(byUsername)
                .bind("username", username.value())
                .map(AccountRows::read)
                .findOne());
    }

    @Override
    public Stream<Account> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(page)
                .bind("after", last == null ? FIRST : last.id().value())
                .map(AccountRows::read)
                .list()));
    }

    @Override
    public List<Account> after(@Nullable AccountId last, int max) {
        return database.read(h -> h.createQuery(after)
                .bind("after", last == null ? FIRST : last.value())
                .bind("max", max)
                .map(AccountRows::read)
                .list());
    }

    @Override
    public Map<Account.State, Long> counts() {
        Map<Account.State, Long> found = new EnumMap<>(Account.State.class);
        database.read(h -> h.createQuery(counts)
                        .map((row, context) ->
                                Map.entry(Account.State.valueOf(row.getString("state")), row.getLong("accounts")))
                        .list())
                .forEach(count -> found.put(count.getKey(), count.getValue()));
        return found;
    }

    @Override
    public Map<AccountId, Set<PupilId>> pupils(Collection<AccountId> accounts) {
        return accounts.isEmpty() ? Map.of() : database.read(h -> pupils.current(h, accounts));
    }

    @Override
    public Stream<SharedAddress> sharedAddresses() {
        return Pages.stream(
                ADDRESSES,
                last -> database.read(
                        h -> sharedAfter(h, last == null ? "" : last.address().folded())),
                () -> {});
    }

    private List<SharedAddress> sharedAfter(Handle handle, String after) {
        Map<String, List<Account>> accounts = handle.createQuery(shared)
                .bind("after", after)
                .map(AccountRows::read)
                .collect(groupingBy(JdbcAccountStore::address, TreeMap::new, Collectors.toList()));
        return accounts.entrySet().stream()
                .map(entry -> new SharedAddress(EmailAddress.of(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String address(Account account) {
        EmailAddress email = account.email();
        return email == null ? "" : email.folded();
    }

    @Override
    public Map<GuardianId, Account> lock(Tx tx, Collection<GuardianId> guardians) {
        return database.write(tx, h -> guardians.isEmpty() ? Map.of() : byGuardian(h, lockByGuardian, guardians));
    }

    @Override
    public Optional<Account> lock(Tx tx, AccountId id) {
        return database.write(
                tx,
                h -> h.createQuery(lockById)
                        .bind("id", id.value())
                        .map(AccountRows::read)
                        .findOne());
    }

    @Override
    public Set<Username> taken(Tx tx, Collection<Username> usernames) {
        return database.write(
                tx,
                h -> usernames.isEmpty()
                        ? Set.of()
                        : h.createQuery(taken)
                                .bind("usernames", Arrays.texts(usernames))
                                .mapTo(String.class)
                                .map(Username::new)
                                .set());
    }

    @Override
    public Set<AccountId> insert(Tx tx, Collection<Account> accounts) {
        Map<GuardianId, Account> distinct = new TreeMap<>();
        Set<Username> usernames = new HashSet<>();
        for (Account account : accounts) {
            if (!distinct.containsKey(account.guardian()) && usernames.add(account.username())) {
                distinct.put(account.guardian(), account);
            }
        }
        return database.write(
                tx,
                h ->
                        database
                                .dialect()
                                .insertNew(h, insert, AccountRows.COLUMNS, distinct.values(), UUID.class)
                                .stream()
                                .map(AccountId::new)
                                .collect(Collectors.toSet()));
    }

    @Override
    public void remove(Tx tx, Collection<AccountId> accounts) {
        if (!accounts.isEmpty()) {
            database.write(
                    tx,
                    h -> remove.stream()
                            .mapToInt(sql -> h.createUpdate(sql)
                                    .bind("ids", Arrays.of(Type.UUID, accounts, AccountId::value))
                                    .execute())
                            .sum());
        }
    }

    @Override
    public void update(Tx tx, Collection<Account> accounts) {
        int changed = database.<Integer>write(
                tx,
                h -> accounts.isEmpty()
                        ? 0
                        : AccountRows.COLUMNS
                                .bind(h.createUpdate(update), accounts)
                                .execute());
        if (changed != accounts.size()) {
            throw new IllegalStateException((accounts.size() - changed) + " of " + accounts.size()
                    + " accounts have changed since they were read; this transaction is undone."
                    + " Lock an account before changing it");
        }
    }

    @Override
    public void link(Tx tx, Map<AccountId, Set<PupilId>> wanted, Instant now) {
        database.write(tx, h -> pupils.link(h, wanted, now));
    }
}
