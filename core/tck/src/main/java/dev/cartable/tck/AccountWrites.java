package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.full;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.account;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.activation;
import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.pupils;
import static dev.cartable.tck.Samples.token;
import static dev.cartable.tck.Writes.write;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.tck.Writes.Write;
import dev.cartable.work.Tx;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Every writing method of the stores of accounts. */
final class AccountWrites {
    private static final String KEY = hash("key");
    private static final UsernameLedger.Entry NAME = new UsernameLedger.Entry(hash("name"), hash("base"), 3);

    private AccountWrites() {}

    static Stream<Write<AccountStores>> all() {
        return Stream.concat(accounts(), guards());
    }

    private static Stream<Write<AccountStores>> accounts() {
        BiConsumer<AccountStores, Tx> two =
                (stores, tx) -> stores.accounts().insert(tx, List.of(account(1), account(2)));
        BiConsumer<AccountStores, Tx> linked = two.andThen((stores, tx) -> {
            stores.accounts().link(tx, Map.of(accountId(1), pupils(1, 2)), NOW);
            stores.activations().issue(tx, List.of(activation(1)));
        });
        return Stream.of(
                write(
                        "AccountStore.insert",
                        two,
                        stores -> tx -> stores.accounts().insert(tx, List.of(account(3)))),
                write("AccountStore.update", two, stores -> tx -> {
                    Account changed = account(1).signedIn(NOW);
                    stores.accounts().update(tx, List.of(changed));
                }),
                write(
                        "AccountStore.link, a new one",
                        linked,
                        stores -> tx -> stores.accounts().link(tx, Map.of(accountId(1), pupils(1, 2, 3)), NOW)),
                write(
                        "AccountStore.link, an end",
                        linked,
                        stores -> tx -> stores.accounts().link(tx, Map.of(accountId(1), pupils(1)), NOW)),
                write(
                        "Activations.issue, a first one",
                        linked,
                        stores -> tx -> stores.activations().issue(tx, List.of(activation(2)))),
                write(
                        "Activations.issue, in place of another",
                        linked,
                        stores -> tx -> stores.activations().issue(tx, List.of(activation(2, accountId(1))))),
                write(
                        "Activations.redeem",
                        linked,
                        stores -> tx -> stores.activations().redeem(tx, token(1), NOW)),
                write(
                        "Activations.writeCode",
                        linked,
                        stores -> tx -> stores.activations().writeCode(tx, token(1), PhoneCode.issued(NOW))),
                write(
                        "Activations.revoke",
                        linked,
                        stores -> tx -> stores.activations().revoke(tx, accountId(1))),
                write(
                        "AccountStore.remove",
                        linked,
                        stores -> tx -> stores.accounts().remove(tx, List.of(accountId(1)))),
                write(
                        "UsernameLedger.release",
                        (stores, tx) -> stores.usernames().reserve(tx, List.of(NAME)),
                        stores -> tx -> stores.usernames().release(tx, List.of(NAME.skeleton()))),
                write(
                        "Activations.revokeUnused",
                        linked,
                        stores -> tx -> stores.activations().revokeUnused(tx)),
                write(
                        "HostKeyStore.add",
                        two,
                        stores -> tx -> stores.hostKeys().add(tx, HostKeyStoreContract.entry(1))),
                write(
                        "HostKeyStore.update",
                        (stores, tx) -> stores.hostKeys().add(tx, HostKeyStoreContract.entry(1)),
                        stores -> tx -> stores.hostKeys()
                                .update(tx, HostKeyStoreContract.entry(1).lost(NOW))),
                write(
                        "UsernameLedger.reserve",
                        two,
                        stores -> tx -> stores.usernames().reserve(tx, List.of(NAME))));
    }

    private static Stream<Write<AccountStores>> guards() {
        BiConsumer<AccountStores, Tx> full = (stores, tx) -> {
            stores.tombstones().add(tx, KEY, NOW);
            stores.failedSignIns().lock(tx, KEY);
            stores.failedSignIns().put(tx, KEY, new FailedAttempts(2, NOW));
        };
        return Stream.of(
                write(
                        "Tombstones.add",
                        full,
                        stores -> tx -> stores.tombstones().add(tx, hash("other"), NOW)),
                write(
                        "FailedSignIns.put",
                        full,
                        stores -> tx -> stores.failedSignIns().put(tx, KEY, new FailedAttempts(3, NOW))),
                write(
                        "FailedSignIns.clear",
                        full,
                        stores -> tx -> stores.failedSignIns().clear(tx, KEY)));
    }
}
