package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.port.PasswordHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Cartable's {@link PasswordHasher} as Spring Security's encoder, so that parents' hashes verify at the host's login. Reads a
 * password as Cartable does, in Unicode NFKC: keyboards write one letter in several ways. Safe for use by several threads.
 */
public final class CartablePasswordEncoder implements PasswordEncoder {
    private final PasswordHasher hasher;

    public CartablePasswordEncoder(PasswordHasher hasher) {
        this.hasher = requireNonNull(hasher, "hasher");
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return password == null ? null : hasher.hash(PasswordPolicy.normalised(password));
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        return password != null && hash != null && hasher.matches(PasswordPolicy.normalised(password), hash);
    }
}
