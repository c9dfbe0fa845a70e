package dev.cartable.account.port;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The one-time links under way. Safe for use by several threads and nodes. */
public interface Activations extends ActivationsReader {
    /** Stores new ones, in place of all that the same accounts had before. */
    void issue(Tx tx, Collection<Activation> activations);

    /**
     * Uses up a token: true for exactly one of all callers, ever. It must be unused and not expired at {@code now}.
     * Atomic; a second caller waits for the first one's transaction and then gets false.
     */
    boolean redeem(Tx tx, TokenHash token, Instant now);

    /**
     * Deletes every activation that is not used, expired ones too, because its token can no longer be derived.
     *
     * @return how many
     */
    int revokeUnused(Tx tx);

    /** The newest activation of an account, used, expired or not, locked until the transaction ends. */
    Optional<Activation> lock(Tx tx, AccountId account);

    /** Overwrites the code of a locked activation; does nothing if there is no such activation. */
    void writeCode(Tx tx, TokenHash token, PhoneCode code);

    /** Forgets all of an account's. */
    void revoke(Tx tx, AccountId account);
}
