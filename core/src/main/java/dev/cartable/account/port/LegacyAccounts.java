package dev.cartable.account.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Username;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an older system's accounts are read: a row for each account. Opened and closed by each reading; implementations are safe
 * for use by several threads.
 */
public interface LegacyAccounts {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. Returns how many there were. */
    long read(Consumer<? super Row> each);

    /** A row of an older system's accounts. */
    sealed interface Row {
        /**
         * A row of the right shape.
         *
         * @param line the line that it begins in, from 1; 0 where the source has no lines
         */
        record Usable(LegacyAccount account, long line) implements Row {
            public Usable {
                requireNonNull(account, "account");
            }
        }

        /** A row that cannot be used. */
        record Unusable(RowError error) implements Row {
            public Unusable {
                requireNonNull(error, "error");
            }
        }
    }

    /**
     * A parent's account in an older system.
     *
     * @param passwordHash as the older system stores it; null if the account has no password there
     * @param lastSignInAt the latest sign-in there; null if there was none
     */
    record LegacyAccount(
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
}
