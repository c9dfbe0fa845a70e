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
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
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
 * keyed tombstone keeps later runs from making the account anew. It cannot be undone. What the host itself stores about the
 * guardian, and backups, are the host's to erase. Holds the same lease as {@link GenerateAccounts}; safe for use by several
 * threads and nodes.
 */
public final class EraseAccount {
    private static final String PSEUDONYM = "erased-";

    private final AccountPorts ports;
    private final Outbox outbox;
    private final Inbox inbox;
    private final HostKey key;
    private final InstantSource time;

    public EraseAccount(AccountPorts ports, Outbox outbox, Inbox inbox, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.outbox = requireNonNull(outbox, "outbox");
        this.inbox = requireNonNull(inbox, "inbox");
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
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account anew; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Result erase(AccountId id) {
        return erase(id, "erased at the person's wish");
    }

    /**
     * Erases a person.
     *
     * @param reason why messages that wait are not sent, for their history; without names and addresses
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account anew; nothing is written
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
        try (Lease lease = Lease.take(ports.leases(), GenerateAccounts.LEASE)) {
            result = ports.unitOfWork().call(tx -> {
                lease.renew(tx);
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
        ports.tombstones().add(tx, AccountDecisions.tombstone(key, account.guardian()), now);
        Account erased = account.erased(
                new GuardianId(PSEUDONYM + id),
                new Username(PSEUDONYM + id),
                new PersonName("", PSEUDONYM + id),
                Fingerprint.outOfStep());
        ports.accounts().update(tx, List.of(erased));
        ports.accounts().link(tx, Map.of(id, Set.of()), now);
        ports.activations().revoke(tx, id);
        Recipient recipient = AccountKinds.recipient(account.guardian());
        outbox.forget(tx, recipient, reason, now);
        inbox.clear(tx, recipient);
        return new Erased(erased);
    }
}
