package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSource;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.LegacyAccount;
import dev.cartable.account.model.LegacyAccountRow;
import dev.cartable.account.model.NamingRule;
import dev.cartable.account.model.Reason;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.Chunks;
import dev.cartable.work.HostKey;
import dev.cartable.work.HostKeyGuard;
import dev.cartable.work.Lease;
import dev.cartable.work.TimeOrderedIds;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that takes over parents' accounts from an older system, and takes that back. Usernames and passwords stay what they
 * are, and no message is sent. A hash that the {@link PasswordHasher} reads verifies, and is made anew at the first sign-in. An
 * account without a password waits for its parent like a new one; {@link ResendCredentials} sends a link.
 *
 * <p>A second run changes nothing, and one that a crash has ended goes on when it is run again. A guardian who has another account
 * here, and a username that is taken or looks like a taken one, are errors of their rows: nothing is overwritten. Holds the lease
 * of {@link GenerateAccounts}; safe for use by several threads and nodes.
 */
public final class MigrateAccounts {
    private static final int CHUNK = 500;

    private final AccountPorts ports;
    private final AccountSettings settings;
    private final PasswordHasher hasher;
    private final HostKey key;
    private final HostKeyGuard guard;
    private final Usernames usernames;
    private final InstantSource time;

    /** @param hasher compares chosen passwords */
    public MigrateAccounts(
            AccountPorts ports, AccountSettings settings, PasswordHasher hasher, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.hasher = requireNonNull(hasher, "hasher");
        this.key = requireNonNull(key, "key");
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.usernames = new Usernames(settings.namingRule(), key, ports.usernames(), ports.accounts());
        this.time = requireNonNull(time, "time");
    }

    /**
     * A run in numbers: {@code input = migrated + unchanged + skipped + failed}.
     *
     * @param input rows, or accounts to be taken back
     * @param migrated accounts that were taken over, or taken back
     * @param unchanged accounts that had been taken over before
     * @param skipped guardians left alone, each for a reason
     * @param failed rows with an error, or accounts that cannot be taken back
     * @param withoutPassword of those taken over, how many have no password yet
     */
    public record Counts(long input, long migrated, long unchanged, long skipped, long failed, long withoutPassword) {
        static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    input + more.input,
                    migrated + more.migrated,
                    unchanged + more.unchanged,
                    skipped + more.skipped,
                    failed + more.failed,
                    withoutPassword + more.withoutPassword);
        }
    }

    /**
     * A run, or what it would do.
     *
     * @param digest SHA-256 over the settings and every row that is taken over, skipped or refused, as 64 hexadecimal digits
     */
    public record Report(Counts counts, String digest) {}

    /** Is called with what a run does, after the commit of each chunk. */
    public interface Listener {
        /** An account was taken over, would be, or was taken back. */
        void migrated(GuardianId guardian, Username username);

        /** A guardian was left alone. */
        void skipped(GuardianId guardian, Reason reason);

        /** A row cannot be used; the others go on. */
        void failed(RowError error);
    }

    /** What a run would take over. Writes nothing, takes no lease. */
    public Report plan(LegacyAccounts source, Listener each) {
        return pass(source, each, null);
    }

    /**
     * Takes over what the source has.
     *
     * @param approved the digest that was approved, or its first 12 digits or more; empty if none was asked for
     * @throws PlanRefusedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Report apply(LegacyAccounts source, String approved, Listener each) {
        ports.unitOfWork().requireOwn("taking over accounts");
        try (Lease lease = Lease.take(ports.leases(), GenerateAccounts.LEASE)) {
            if (!approved.isEmpty()) {
                String digest = plan(source, new NoListener()).digest();
                if (!PlanDigest.matches(digest, approved)) {
                    throw new PlanRefusedException(approved, digest);
                }
            }
            return pass(source, each, lease);
        }
    }

    private record Item(String file, long line, LegacyAccount account) {
        RowError error(String column, String code, String reason) {
            Map<String, String> facts = Map.of(
                    "guardian",
                    account.guardian().toString(),
                    "username",
                    account.username().toString());
            return new RowError(file, line, column, code, reason, facts);
        }
    }

    /** What is decided for a row; where neither a reason nor an error is given, it is taken over if there is a source. */
    private record Decided(
            Item item,
            @Nullable AccountSource source,
            @Nullable Reason skip,
            @Nullable RowError error) {
        boolean migrates() {
            return source != null;
        }

        String digestLine() {
            LegacyAccount account = item.account();
            String outcome =
                    error != null ? error.code() : skip != null ? skip.name() : migrates() ? "MIGRATE" : "KEEP";
            return account.guardian() + "\t" + account.username() + "\t" + outcome + "\t" + account.passwordHash()
                    + "\t" + account.lastSignInAt() + "\t" + (source == null ? "" : source.fingerprint()) + "\n";
        }
    }

    private Report pass(LegacyAccounts source, Listener each, @Nullable Lease lease) {
        Pass pass = new Pass(source.name(), each, lease);
        source.read(pass::accept);
        pass.flush();
        return new Report(pass.counts, pass.digest.hex());
    }

    /** Gathers rows to chunks. Which guardians and usernames there were is kept, so that a second row of one is an error. */
    private final class Pass {
        private final String file;
        private final Listener each;
        private final @Nullable Lease lease;
        private final PlanDigest digest = new PlanDigest("migrate accounts\n", settings);
        private final Set<GuardianId> guardians = new HashSet<>();
        private final Set<String> skeletons = new HashSet<>();
        private final List<Item> chunk = new ArrayList<>();
        private Counts counts = Counts.ZERO;

        Pass(String file, Listener each, @Nullable Lease lease) {
            this.file = file;
            this.each = each;
            this.lease = lease;
        }

        void accept(LegacyAccountRow row) {
            if (row instanceof LegacyAccountRow.Unusable unusable) {
                refuse(unusable.error());
            } else if (row instanceof LegacyAccountRow.Usable usable) {
                take(new Item(file, usable.line(), usable.account()));
            }
        }

        private void take(Item item) {
            LegacyAccount account = item.account();
            if (!guardians.add(account.guardian())) {
                refuse(item.error(
                        "guardian",
                        "DUPLICATE_GUARDIAN",
                        "guardian " + account.guardian() + " is there twice; the first row was taken"));
            } else if (!skeletons.add(NamingRule.skeleton(account.username().value()))) {
                refuse(item.error(
                        "username",
                        "DUPLICATE_USERNAME",
                        "another row has this username, or one that looks like it; the first row was taken"));
            } else {
                chunk.add(item);
            }
            if (chunk.size() == CHUNK) {
                flush();
            }
        }

        private void refuse(RowError error) {
            counts = counts.plus(new Counts(1, 0, 0, 0, 1, 0));
            digest.add(error.line() + "\t" + error.code() + "\n");
            each.failed(error);
        }

        void flush() {
            if (chunk.isEmpty()) {
                return;
            }
            List<Item> items = List.copyOf(chunk);
            chunk.clear();
            Instant now = time.instant();
            Lease held = lease;
            List<Decided> decided = ports.unitOfWork().call(tx -> {
                if (held == null) {
                    return decide(tx, items, ports.accounts().byGuardian(guardians(items)), now);
                }
                held.renew(tx);
                return write(tx, decide(tx, items, ports.accounts().lock(tx, guardians(items)), now), now);
            });
            decided.forEach(this::report);
        }

        private void report(Decided d) {
            digest.add(d.digestLine());
            LegacyAccount account = d.item().account();
            boolean migrates = d.migrates();
            counts = counts.plus(new Counts(
                    1,
                    one(migrates),
                    one(!migrates && d.skip() == null && d.error() == null),
                    one(d.skip() != null),
                    one(d.error() != null),
                    one(migrates && account.passwordHash() == null)));
            if (migrates) {
                each.migrated(account.guardian(), account.username());
            } else if (d.skip() != null) {
                each.skipped(account.guardian(), d.skip());
            } else if (d.error() != null) {
                each.failed(d.error());
            }
        }
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }

    private static List<GuardianId> guardians(List<Item> items) {
        return items.stream().map(item -> item.account().guardian()).toList();
    }

    private List<Decided> decide(Tx tx, List<Item> items, Map<GuardianId, Account> existing, Instant now) {
        guard.check();
        List<GuardianId> guardians = guardians(items);
        LocalDate today = settings.school().today(now);
        Map<GuardianId, AccountSource> sources = ports.roster().families(guardians).stream()
                .map(family -> AccountSource.of(family, settings.school(), today))
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
                    : refused(
                            item,
                            "guardian",
                            "HAS_ACCOUNT",
                            "the guardian has another account here; it was left as it is");
        }
        if (erased) {
            return new Decided(item, null, Reason.ERASED, null);
        }
        if (source == null) {
            return refused(item, "guardian", "UNKNOWN_GUARDIAN", "the roster has no active guardian with this id");
        }
        if (source.pupils().isEmpty()) {
            return new Decided(item, null, source.hasActivePupil() ? Reason.BARRED : Reason.NO_ACTIVE_PUPIL, null);
        }
        if (taken) {
            return refused(
                    item,
                    "username",
                    "USERNAME_TAKEN",
                    "this username, or one that looks like it, was given here before; let accounts be generated for the"
                            + " guardian, or take over the file before anything else");
        }
        String hash = account.passwordHash();
        if (hash != null && hasher.state(hash) == PasswordHasher.State.UNREADABLE) {
            return refused(
                    item,
                    "password_hash",
                    "UNKNOWN_HASH",
                    "no hash of this kind can be verified; leave the column empty to take the account over without a password");
        }
        if (account.lastSignInAt() != null && account.lastSignInAt().isAfter(now)) {
            return refused(item, "last_sign_in", "FUTURE_SIGN_IN", "the last sign-in is in the future");
        }
        return new Decided(item, source, null, null);
    }

    private static Decided refused(Item item, String column, String code, String reason) {
        return new Decided(item, null, null, item.error(column, code, reason));
    }

    private List<Decided> write(Tx tx, List<Decided> decided, Instant now) {
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
                written.add(d.migrates() ? new Decided(d.item(), null, Reason.SOURCE_CHANGED, null) : d);
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

    /** What would be taken back. Writes nothing, takes no lease. */
    public Counts planRollback(Listener each) {
        return rollback(each, null);
    }

    /**
     * Takes back what was taken over, as if it had never been here; a second run finds nothing. An account that its parent has used
     * since is an error, and stays.
     *
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts rollback(Listener each) {
        ports.unitOfWork().requireOwn("taking back accounts");
        try (Lease lease = Lease.take(ports.leases(), GenerateAccounts.LEASE)) {
            return rollback(each, lease);
        }
    }

    private Counts rollback(Listener each, @Nullable Lease lease) {
        Counts counts = Counts.ZERO;
        try (Stream<Account> all = ports.accounts().all()) {
            Stream<Account> migrated = all.filter(account -> account.migratedAt() != null);
            for (List<Account> chunk : (Iterable<List<Account>>) () -> Chunks.of(migrated.iterator(), CHUNK)) {
                Collection<Account> found = lease == null
                        ? chunk
                        : ports.unitOfWork().<Collection<Account>>call(tx -> {
                            lease.renew(tx);
                            return takeBack(tx, chunk);
                        });
                for (Account account : found) {
                    boolean used = isUsed(account);
                    counts = counts.plus(new Counts(1, one(!used), 0, 0, one(used), 0));
                    if (used) {
                        each.failed(new RowError(
                                "",
                                0,
                                null,
                                "USED_SINCE",
                                "account " + account.id() + " of guardian " + account.guardian()
                                        + " was used or changed since it was taken over; it stays",
                                Map.of(
                                        "account", account.id().toString(),
                                        "guardian", account.guardian().toString())));
                    } else {
                        each.migrated(account.guardian(), account.username());
                    }
                }
            }
        }
        return counts;
    }

    private Collection<Account> takeBack(Tx tx, List<Account> chunk) {
        Collection<Account> locked = ports.accounts()
                .lock(tx, chunk.stream().map(Account::guardian).toList())
                .values();
        List<Account> unused =
                locked.stream().filter(account -> !isUsed(account)).toList();
        Set<AccountId> ids = unused.stream().map(Account::id).collect(toSet());
        ids.forEach(id -> ports.activations().revoke(tx, id));
        ports.accounts().remove(tx, ids);
        usernames.release(tx, unused.stream().map(Account::username).toList());
        return locked;
    }

    /** Whether the parent has signed in or got another credential since, or the account was closed. */
    private static boolean isUsed(Account account) {
        Instant migrated = requireNonNull(account.migratedAt(), "migratedAt");
        boolean signedIn =
                account.lastSignInAt() != null && !account.lastSignInAt().isBefore(migrated);
        return signedIn || account.credential().revision() > 1 || !account.isOpen();
    }

    /** Does nothing. */
    private static final class NoListener implements Listener {
        @Override
        public void migrated(GuardianId guardian, Username username) {}

        @Override
        public void skipped(GuardianId guardian, Reason reason) {}

        @Override
        public void failed(RowError error) {}
    }
}
