package dev.cartable.account.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.account.port.Tombstones;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.notice.Addressing;
import dev.cartable.school.port.Roster;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;

/** What the account use cases share. All of one resource: a store refuses another's transaction. */
public record AccountPorts(
        UnitOfWork unitOfWork,
        Leases leases,
        Roster roster,
        Addressing addressing,
        AccountStore accounts,
        Activations activations,
        UsernameLedger usernames,
        Tombstones tombstones,
        HostKeyStore hostKeys,
        PasswordHasher passwords,
        SessionRevoker sessions) {

    public AccountPorts {
        requireNonNull(unitOfWork, "unitOfWork");
        requireNonNull(leases, "leases");
        requireNonNull(roster, "roster");
        requireNonNull(addressing, "addressing");
        requireNonNull(accounts, "accounts");
        requireNonNull(activations, "activations");
        requireNonNull(usernames, "usernames");
        requireNonNull(tombstones, "tombstones");
        requireNonNull(hostKeys, "hostKeys");
        requireNonNull(passwords, "passwords");
        requireNonNull(sessions, "sessions");
    }
}
