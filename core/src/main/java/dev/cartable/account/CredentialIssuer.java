package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Credential;
import dev.cartable.notice.model.Notice;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives an existing account its next credential, and what goes with it: the activation and the message. */
final class CredentialIssuer {
    private final AccountPorts ports;
    private final HostKeyGuard guard;
    private final Tokens tokens;
    private final AccountSettings settings;

    CredentialIssuer(AccountPorts ports, AccountSettings settings, HostKey key) {
        this.ports = ports;
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.tokens = new Tokens(key);
        this.settings = settings;
    }

    /** What an account gets. */
    enum Way {
        /** A link; the password that the parent chose goes on working until it is used. */
        LINK_BESIDE_PASSWORD,
        /** A link, and no password until it is used. */
        LINK,
        /** A password to be changed at the first sign-in. */
        TEMPORARY_PASSWORD
    }

    /** An account with its next credential, not yet stored. */
    record Issued(
            Account account,
            @Nullable Activation activation,
            @Nullable Notice notice) {}

    /**
     * Refuses before anything is planned.
     *
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key
     */
    void checkKey() {
        guard.check();
    }

    /**
     * Has to be called in each transaction that writes what {@link #issue} gave.
     *
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key
     */
    void useKey(Tx tx, Instant now) {
        guard.use(tx, now);
    }

    /**
     * What the account gets.
     *
     * @param to where it goes; by short message always a link, with a code
     */
    Way way(Account account, boolean newPassword, @Nullable Address to) {
        if (account.hasChosenPassword() && !newPassword) {
            return Way.LINK_BESIDE_PASSWORD;
        }
        return settings.firstCredential() == FirstCredential.TEMPORARY_PASSWORD && !(to instanceof PhoneNumber)
                ? Way.TEMPORARY_PASSWORD
                : Way.LINK;
    }

    /** The hash of the account's next temporary password, null where it gets none. Slow: call it before the transaction. */
    @Nullable
    String prepare(Account account, Way way) {
        return way == Way.TEMPORARY_PASSWORD
                ? ports.passwords()
                        .hash(tokens.temporaryPassword(
                                account.id(), account.credential().revision() + 1))
                : null;
    }

    /**
     * The account with its next credential.
     *
     * @param to where the message goes; null if there is no usable address, and a letter is needed
     */
    Issued issue(Account before, Way way, @Nullable String preparedHash, @Nullable Address to, Instant now) {
        Credential next = switch (way) {
            case LINK_BESIDE_PASSWORD -> before.credential().reissued();
            case LINK -> before.credential().renewed();
            case TEMPORARY_PASSWORD ->
                before.credential()
                        .renewed()
                        .temporary(
                                requireNonNull(preparedHash, "preparedHash"), now.plus(settings.activationValidity()));
        };
        Account account = before.withCredential(next).reachedAt(to instanceof EmailAddress email ? email : null);
        boolean link = way != Way.TEMPORARY_PASSWORD;
        Activation activation = link
                ? new Activation(
                        tokens.activationHash(account.id(), next.revision(), to),
                        account.id(),
                        next.revision(),
                        now.plus(settings.activationValidity()),
                        null,
                        to instanceof PhoneNumber ? PhoneCode.issued(now) : null)
                : null;
        Notice notice = to == null
                ? null
                : AccountKinds.credentialNotice(
                        account, to, link ? FirstCredential.ACTIVATION_LINK : FirstCredential.TEMPORARY_PASSWORD, now);
        return new Issued(account, activation, notice);
    }

    /** The rows of several, so that each table is written once. */
    static List<Activation> activations(List<Issued> issued) {
        return issued.stream()
                .map(Issued::activation)
                .filter(Objects::nonNull)
                .map(activation -> requireNonNull(activation))
                .toList();
    }

    static List<Notice> notices(List<Issued> issued) {
        return issued.stream()
                .map(Issued::notice)
                .filter(Objects::nonNull)
                .map(notice -> requireNonNull(notice))
                .toList();
    }
}
