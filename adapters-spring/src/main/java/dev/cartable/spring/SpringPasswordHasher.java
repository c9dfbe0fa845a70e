package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.port.PasswordHasher;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * A {@link PasswordEncoder} of the host as Cartable's hasher. A host that wants parents' hashes of the same kind as those of its
 * other users defines one as a bean. Hashes that Cartable made before still verify. Safe for use by several threads if the encoder
 * is.
 */
public final class SpringPasswordHasher implements PasswordHasher {
    private final PasswordEncoder encoder;
    private final PasswordHasher before = Pbkdf2PasswordHasher.defaults();

    /** Hashes with this encoder. */
    public SpringPasswordHasher(PasswordEncoder encoder) {
        this.encoder = requireNonNull(encoder, "encoder");
    }

    @Override
    public String hash(CharSequence password) {
        return requireNonNull(encoder.encode(password), "hash");
    }

    @Override
    public boolean matches(CharSequence password, String hash) {
        return before.matches(password, hash) || matchesHost(password, hash);
    }

    @Override
    public State state(String hash) {
        if (before.state(hash) != State.UNREADABLE) {
            return State.OUTDATED;
        }
        try {
            return encoder.upgradeEncoding(hash) ? State.OUTDATED : State.CURRENT;
        } catch (IllegalArgumentException e) {
            return State.UNREADABLE;
        }
    }

    /** Encoders throw at hashes of another kind; the port says false. */
    private boolean matchesHost(CharSequence password, String hash) {
        try {
            return encoder.matches(password, hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
