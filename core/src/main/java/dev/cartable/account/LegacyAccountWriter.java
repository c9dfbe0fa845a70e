package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides about an older system's accounts, takes them over, and takes them back. */
final class LegacyAccountWriter {
    private final AccountPorts ports;
    private final AccountSettings settings;
    private final PasswordHasher hasher;
    private final HostKey key;
    private final HostKeyGuard guard;
    private final Usernames usernames;

    LegacyAccountWriter(AccountPorts ports, AccountSettings settings, PasswordHasher hasher, HostKey key) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.hasher = requireNonNull(hasher, "hasher");
        this.key = requireNonNull(key, "key");
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.usernames = new Usernames(settings.namingRule(), key, ports.usernames(), ports.accounts());
    }

    /** A row with an account. */
    record Item(String file, long line, LegacyAccount account) {
        RowError error(String column, String code) {
            Map<String, String> facts = Map.of(
                    "guardian",
                    account.guardian().toString(),
                    "username",
                    account.username().toString());
            return new RowError(file, line, column, code, facts);
        }
    }

    /** What is decided for a row; where neither a reason nor an error is given, it is taken over if there is a source. */
    record Decided(
            Item item,
            @Nullable AccountSource source,
            AccountStep.@Nullable Reason skip,
            @Nullable RowError error) {
        boolean migrates() {
            return source != null;
        }

        String digestLine() {
            LegacyAccount account = item.account();
            String outcome =
                    error != null ? error.code() : skip != null ? skip.name() : migrates() ? "MIGRATE" : "KEEP";
            return account.guardian() + "\t" + account.username() + "\t" + outcome + "\t" + account.passwordHash()
                    + "\t" + account.lastSignInAt() + "\t" + (source == null ? "" : source.fingerprint());
        }
    }

    /** What a row would become now. */
    List<Decided> decide(List<Item> items, Instant now) {
        return ports.unitOfWork().call(tx -> decide(tx, items, ports.accounts().byGuardian(guardians(items)), now));
    }

    /** Decides again about accounts that are locked, and writes. */
    List<Decided> write(Tx tx, List<Item> items, Instant now) {
        return takeOver(tx, decide(tx, items, ports.accounts().lock(tx, guardians(items)), now), now);
    }

    private static List<GuardianId> guardians(List<Item> items) {
        return items.stream().map(item -> item.account().guardian()).toList();
    }

    private List<Decided> decide(Tx tx, List<Item> items, Map<GuardianId, Account> existing, Instant now) {
        guard.check();
        List<GuardianId> guardians = guardians(items);
        LocalDate today = settings.school().today(now);
        Map<GuardianId, AccountSource> sources = AccountSource.of(
                        ports.roster().families(guardians),
                        ports.addressing(),
                        AccountKinds.credential(settings.firstCredential()),
                        settings.school(),
                        today)
                .stream()
                .collect(toMap(source -> source.guardian().id(), Function.identity()));
        Set<GuardianId> erased = Erasures.among(ports.tombstones(), key, guardians);
        Set<Username> taken = usernames.taken(
                tx, items.stream().map(item -> item.account().username()).toList());
        return items.stream()
                .map(item -> {
                    GuardianId guardian = item.account().guardian();
                    return decide(
                            item,
                            sources.get(guardian),
                            existing.get(guardian),
                            erased.contains(guardian),
                            taken.contains(item.account().username()),
                            now);
                })
                .toList();
    }

    private Decided decide(
            Item item,
            @Nullable AccountSource source,
            @Nullable Account existing,
            boolean erased,
            boolean taken,
            Instant now) {
        LegacyAccount account = item.account();
        if (existing != null) {
            return existing.migratedAt() != null && existing.username().equals(account.username())
                    ? new Decided(item, null, null, null)
                    : refused(item, "guardian", "HAS_ACCOUNT");
        }
        if (erased) {
            return new Decided(item, null, AccountStep.Reason.ERASED, null);
        }
        if (source == null) {
            return refused(item, "guardian", "UNKNOWN_GUARDIAN");
        }
        if (source.pupils().isEmpty()) {
            return new Decided(
                    item,
                    null,
                    source.hasActivePupil() ? AccountStep.Reason.BARRED : AccountStep.Reason.NO_ACTIVE_PUPIL,
                    null);
        }
        if (taken) {
            return refused(item, "username", "USERNAME_TAKEN");
        }
        String hash = account.passwordHash();
        if (hash != null && hasher.state(hash) == PasswordHasher.State.UNREADABLE) {
            return refused(item, "password_hash", "UNKNOWN_HASH");
        }
        if (account.lastSignInAt() != null && account.lastSignInAt().isAfter(now)) {
            return refused(item, "last_sign_in", "FUTURE_SIGN_IN");
        }
        return new Decided(item, source, null, null);
    }

    private static Decided refused(Item item, String column, String code) {
        return new Decided(item, null, null, item.error(column, code));
    }

    private List<Decided> takeOver(Tx tx, List<Decided> decided, Instant now) {
        guard.use(tx, now);
        Set<Username> ours = usernames.takeOver(
                tx,
                decided.stream()
                        .filter(Decided::migrates)
                        .map(d -> d.item().account().username())
                        .toList());
        Map<GuardianId, Account> fresh = new LinkedHashMap<>();
        for (Decided d : decided) {
            if (d.source() != null && ours.contains(d.item().account().username())) {
                fresh.put(d.source().guardian().id(), account(d.item().account(), d.source(), now));
            }
        }
        Set<AccountId> inserted = ports.accounts().insert(tx, fresh.values());
        Map<AccountId, Set<PupilId>> links = new LinkedHashMap<>();
        List<Decided> written = new ArrayList<>();
        for (Decided d : decided) {
            Account account = fresh.get(d.item().account().guardian());
            if (d.source() != null && account != null && inserted.contains(account.id())) {
                links.put(account.id(), d.source().pupils());
                written.add(d);
            } else {
                written.add(d.migrates() ? new Decided(d.item(), null, AccountStep.Reason.SOURCE_CHANGED, null) : d);
            }
        }
        ports.accounts().link(tx, links, now);
        return written;
    }

    private static Account account(LegacyAccount legacy, AccountSource source, Instant now) {
        return Account.open(
                        new AccountId(TimeOrderedIds.next(now)),
                        legacy.guardian(),
                        legacy.username(),
                        source.guardian().name(),
                        source.contact().address(),
                        source.language(),
                        Credential.none(),
                        source.fingerprint(),
                        now)
                .migrated(legacy.passwordHash(), legacy.lastSignInAt(), now);
    }

    /** An account that was taken over, and whether it was used since. */
    record Found(Account account, boolean used) {
        static Found of(Account account) {
            return new Found(account, isUsed(account));
        }
    }

    /** Removes those of these accounts that are still unused. One that is gone counts as used. */
    List<Found> takeBack(Tx tx, List<Found> chunk) {
        Map<GuardianId, Account> locked = ports.accounts()
                .lock(
                        tx,
                        chunk.stream().map(found -> found.account().guardian()).toList());
        List<Found> again = chunk.stream()
                .map(found -> {
                    Account account = locked.get(found.account().guardian());
                    return account == null ? new Found(found.account(), true) : Found.of(account);
                })
                .toList();
        List<Account> unused = again.stream()
                .filter(found -> !found.used())
                .map(Found::account)
                .toList();
        Set<AccountId> ids = unused.stream().map(Account::id).collect(toSet());
        ids.forEach(id -> ports.activations().revoke(tx, id));
        ports.accounts().remove(tx, ids);
        usernames.release(tx, unused.stream().map(Account::username).toList());
        return again;
    }

    /** Whether the parent has signed in or got another credential since, or the account was closed. */
    private static boolean isUsed(Account account) {
        Instant migrated = requireNonNull(account.migratedAt(), "migratedAt");
        boolean signedIn =
                account.lastSignInAt() != null && !account.lastSignInAt().isBefore(migrated);
        return signedIn || account.credential().revision() > 1 || !account.isOpen();
    }
}
