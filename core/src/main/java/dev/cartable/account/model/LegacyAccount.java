package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parent's account in an older system.
 *
 * @param passwordHash as the older system stores it; null if the account has no password there
 * @param lastSignInAt the latest sign-in there; null if there was none
 */
public record LegacyAccount(
        GuardianId guardian,
        Username username,
        @Nullable String passwordHash,
        @Nullable Instant lastSignInAt) {
    public LegacyAccount {
        requireNonNull(guardian, "guardian");
        requireNonNull(username, "username");
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "LegacyAccount[" + username + " of guardian " + guardian + "]";
    }
}
