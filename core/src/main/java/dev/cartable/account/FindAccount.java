package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.school.model.GuardianId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The use case that finds the account a person means. Reads only; safe for use by several threads. */
final class FindAccount {
    private final AccountPorts ports;

    FindAccount(AccountPorts ports) {
        this.ports = requireNonNull(ports, "ports");
    }

    Optional<Account> find(String idOrGuardianOrUsername) {
        String text = idOrGuardianOrUsername.strip();
        return read(text, AccountId::parse)
                .flatMap(id ->
                        Optional.ofNullable(ports.accounts().byId(List.of(id)).get(id)))
                .or(() -> read(text, GuardianId::new).flatMap(this::of))
                .or(() -> read(text, Username::new)
                        .flatMap(username -> ports.accounts().byUsername(username)));
    }

    Optional<Account> named(String username) {
        return Username.typed(username).flatMap(ports.accounts()::byUsername);
    }

    Optional<Account> of(GuardianId guardian) {
        return Optional.ofNullable(
                ports.accounts().byGuardian(List.of(guardian)).get(guardian));
    }

    private static <T> Optional<T> read(String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
