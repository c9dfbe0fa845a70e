package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.account.port.HostKeyStore.State;
import java.io.Serial;
import java.util.Map;

/** Nothing may be derived from this host key, because the database was written with another one. */
public final class HostKeyMismatchException extends CartableException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final State state;

    public HostKeyMismatchException(State state) {
        super("HOST_KEY_" + requireNonNull(state, "state"), Map.of(), message(state));
        this.state = state;
    }

    /** Why it is refused. */
    public State state() {
        return state;
    }

    private static String message(State state) {
        String happened = switch (state) {
            case SUPERSEDED ->
                "the host key of this node was replaced by a newer one. Give this node the newer key, with this one as an old"
                        + " key behind it, and restart it";
            case INCOMPLETE ->
                "an old host key is missing that the database was written with. Give this node that key as an old key too."
                        + " If it is lost for good, renew the host key";
            default ->
                "the database was written with another host key. Give this node the key that the other nodes use, or the one"
                        + " on paper. If it is lost for good, renew the host key";
        };
        return happened + ". Nothing was written; accounts, links and messages are kept";
    }
}
