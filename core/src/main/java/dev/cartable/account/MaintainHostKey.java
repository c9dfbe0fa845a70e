package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.Activation;
import dev.cartable.account.port.HostKeyStore.Entry;
import dev.cartable.account.port.HostKeyStore.KeyedRows;
import dev.cartable.account.port.HostKeyStore.State;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.Deed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that keeps the database and the host key together: says how they stand, makes a key the current one, and starts
 * anew where a key is lost. It never shows a key. Safe for use by several threads and nodes.
 */
public final class MaintainHostKey {
    private final AccountPorts ports;
    private final AccountSettings settings;
    private final HostKey key;
    private final HostKeyGuard guard;
    private final InstantSource time;

    MaintainHostKey(AccountPorts ports, AccountSettings settings, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.key = requireNonNull(key, "key");
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.time = requireNonNull(time, "time");
    }

    /** How the key compares with the database now. Writes nothing. */
    public State state() {
        return guard.state();
    }

    /**
     * Refuses a key that the database was not written with. Writes nothing.
     *
     * @throws HostKeyMismatchException if nothing may be derived from the key
     */
    public void check() {
        guard.check();
    }

    /** The keys that the database was written with, in the order in which they came into use. */
    public List<Entry> used() {
        return ports.hostKeys().all();
    }

    /** What the database knows of the current key; empty if it was not written with this key. */
    public Optional<Entry> current() {
        return ports.hostKeys().all().stream()
                .filter(entry -> entry.check().equals(key.checkValue()))
                .findFirst();
    }

    /** How much in the database was made with any host key, and is lost where the key is. Writes nothing. */
    public KeyedRows keyedRows() {
        return ports.hostKeys().keyedRows(time.instant());
    }

    /**
     * Guardians whose activation link is neither used nor expired, in no particular order: for sending them a link that is made
     * with the current key.
     */
    public Set<GuardianId> guardiansWithOpenLinks() {
        Instant now = time.instant();
        Set<GuardianId> found = new HashSet<>();
        try (Stream<Account> all = ports.accounts().all()) {
            Chunks.of(all.filter(Account::isOpen).iterator(), BulkRun.CHUNK).forEachRemaining(page -> {
                Map<AccountId, Activation> links = ports.activations()
                        .latest(page.stream().map(Account::id).toList());
                page.stream()
                        .filter(account -> isOpen(links.get(account.id()), now))
                        .forEach(account -> found.add(account.guardian()));
            });
        }
        return found;
    }

    private static boolean isOpen(@Nullable Activation link, Instant now) {
        return link != null && link.usedAt() == null && now.isBefore(link.expiresAt());
    }

    /**
     * Makes the key the database's current one: the first key of all, or one that carries all keys of the database as old keys.
     * From then on, nodes that have only the old keys are refused. Doing it again changes nothing.
     *
     * @throws HostKeyMismatchException if a key is missing that the database was written with; nothing is
     *     written
     */
    public void adopt() {
        ports.unitOfWork().run(tx -> {
            boolean isNew = current().isEmpty();
            guard.use(tx, time.instant());
            if (isNew) {
                Deed.of("host-key.adopt").record(ports.unitOfWork(), tx);
            }
        });
    }

    /** Notes that the current key was exported on paper. */
    public void noteExport() {
        ports.unitOfWork().run(tx -> {
            guard.use(tx, time.instant());
            current().ifPresent(entry -> ports.hostKeys().update(tx, entry.exported(time.instant())));
            Deed.of("host-key.export").record(ports.unitOfWork(), tx);
        });
    }

    /**
     * Starts anew with the key, which the database was never written with, where keys are lost: they are declared lost, links that
     * are not used die, and so do messages that were to bring one. Usernames of accounts stay reserved. Erased people can no longer
     * be recognised, and neither can usernames of erased accounts.
     *
     * @return what was lost
     * @throws IllegalStateException if no key is lost, or the database was written with this key before; nothing is written
     */
    public KeyedRows startAnew() {
        Instant now = time.instant();
        return ports.unitOfWork().<KeyedRows>call(tx -> startAnew(tx, now));
    }

    private KeyedRows startAnew(Tx tx, Instant now) {
        if (!guard.state().isRefused() || current().isPresent()) {
            throw new IllegalStateException("no host key is lost, or this key was used in this database before; nothing"
                    + " was written. To replace a key that you have, rotate it");
        }
        KeyedRows before = ports.hostKeys().keyedRows(now);
        Set<String> given = new HashSet<>();
        key.all().forEach(one -> given.add(one.checkValue()));
        ports.hostKeys().all().stream()
                .filter(entry -> entry.lostAt() == null && !given.contains(entry.check()))
                .forEach(entry -> ports.hostKeys().update(tx, entry.lost(now)));
        guard.use(tx, now);
        int links = ports.activations().revokeUnused(tx);
        reserveUsernames(tx);
        Deed.of("host-key.start-anew").record(ports.unitOfWork(), tx);
        return new KeyedRows(links, before.tombstones(), before.usernames());
    }

    /** The hashes in the ledger were made with a key that is lost, but an account's username is known. */
    private void reserveUsernames(Tx tx) {
        Usernames usernames = new Usernames(settings.namingRule(), key, ports.usernames(), ports.accounts());
        try (Stream<Account> all = ports.accounts().all()) {
            Chunks.of(
                            all.filter(account -> account.state() != Account.State.ERASED)
                                    .iterator(),
                            BulkRun.CHUNK)
                    .forEachRemaining(page -> usernames.takeOver(
                            tx, page.stream().map(Account::username).toList()));
        }
    }
}
