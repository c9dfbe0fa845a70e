package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;

/** What the quota use cases share. All of one resource: a store refuses another's transaction. */
record QuotaPorts(UnitOfWork unitOfWork, Leases leases, Users users, ProfileStore profiles, UsageStore usage) {
    QuotaPorts {
        requireNonNull(unitOfWork, "unitOfWork");
        requireNonNull(leases, "leases");
        requireNonNull(users, "users");
        requireNonNull(profiles, "profiles");
        requireNonNull(usage, "usage");
    }
}
