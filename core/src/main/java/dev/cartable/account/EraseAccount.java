package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountState;
import dev.cartable.account.model.Fingerprint;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The use case that erases a parent at their wish (GDPR, article 17): the account's row stays under pseudonyms, so that
 * counts stay right; name, address, username, credential, links under way, messages and the guardian's id in it are gone. A
 * keyed tombstone keeps later runs from making the account anew. It cannot be undone.
 *
 * <p>Where Cartable owns the relations of guardians and their links, whoever owns the others, the guardian's row there goes
 * by the same pseudonym, without name, address, telephone and language, and the links to pupils are gone. An import of a
 * roster that still has the guardian leaves them and their links out: whoever was erased is not back the night after. Views
 * of the host's are never written to: what the host itself stores about the guardian, the files that it imports, and backups
 * are the host's to erase.
 *
 * <p>Holds the leases of {@link GenerateAccounts} and {@link ImportRoster}; safe for use by several threads and nodes.
 */
public final class EraseAccount {
    private final AccountPorts ports;
    private final Outbox outbox;
    private final Inbox inbox;
    private final RosterStore roster;
    private final HostKey key;
    private final InstantSource time;

    public EraseAccount(
            AccountPorts ports, Outbox outbox, Inbox inbox, RosterStore roster, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.outbox = requireNonNull(outbox, "outbox");
        this.inbox = requireNonNull(inbox, "inbox");
        this.roster = requireNonNull(roster, "roster");
        this.key = requireNonNull(key, "key");
        this.time = requireNonNull(time, "time");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The person's data is gone. */
    public record Erased(Account account) implements Result {}

    /** Nothing was changed. */
    public record Refused(Reason reason) implements Result {}

    /** Why an account cannot be erased. */
    public enum Reason {
        /** There is no such account. */
        UNKNOWN,
        /** The person's data is gone already. */
        ALREADY_ERASED
    }

    /**
     * Erases a person.
     *
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Result erase(AccountId id) {
        return erase(id, "erased at the person's wish");
    }

    /**
     * Erases a person.
     *
     * @param reason why messages that wait are not sent, for their history; without names and addresses
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Result erase(AccountId id, String reason) {
        requireNonNull(reason, "reason");
        if (ports.unitOfWork().joins()) {
            throw new IllegalStateException("erasing an account has to be committed before another run may begin, so it"
                    + " cannot be part of another transaction; nothing was written. Call it outside");
        }
        Instant now = time.instant();
        Result result;
        try (Lease generating = Lease.take(ports.leases(), GenerateAccounts.LEASE);
                Lease importing = Lease.take(ports.leases(), ImportRoster.LEASE)) {
            result = ports.unitOfWork().call(tx -> {
                generating.renew(tx);
                importing.renew(tx);
                return erase(tx, id, reason, now);
            });
        }
        if (result instanceof Erased) {
            ports.sessions().revoke(id);
        }
        return result;
    }

    private Result erase(Tx tx, AccountId id, String reason, Instant now) {
        Optional<Account> locked = ports.accounts().lock(tx, id);
        if (locked.isEmpty()) {
            return new Refused(Reason.UNKNOWN);
        }
        Account account = locked.get();
        if (account.state() == AccountState.ERASED) {
            return new Refused(Reason.ALREADY_ERASED);
        }
        ports.tombstones().add(tx, Erasures.tombstone(key, account.guardian()), now);
        String name = ErasedGuardians.PSEUDONYM + id;
        GuardianId pseudonym = new GuardianId(name);
        if (roster.guardiansWritable()) {
            roster.eraseGuardian(tx, account.guardian(), pseudonym);
        }
        Account erased =
                account.erased(pseudonym, new Username(name), new PersonName("", name), Fingerprint.outOfStep());
        ports.accounts().update(tx, List.of(erased));
        ports.accounts().link(tx, Map.of(id, Set.of()), now);
        ports.activations().revoke(tx, id);
        Recipient recipient = AccountKinds.recipient(account.guardian());
        outbox.forget(tx, recipient, reason, now);
        inbox.clear(tx, recipient);
        return new Erased(erased);
    }
}
