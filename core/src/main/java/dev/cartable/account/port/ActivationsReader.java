package dev.cartable.account.port;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.TokenHash;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Reads activation links. Safe for use by several threads. */
interface ActivationsReader {
    /** The activation with this token, used, expired or not. */
    Optional<Activation> find(TokenHash token);

    /** The newest activation of each of these accounts, used, expired or not. */
    Map<AccountId, Activation> latest(Collection<AccountId> accounts);
}
