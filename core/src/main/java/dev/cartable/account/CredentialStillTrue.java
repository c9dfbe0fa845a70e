package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Credential;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Verdict;
import dev.cartable.notice.port.StillTrue;
import dev.cartable.work.HostKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts behind {@link AccountKinds#ACTIVATION} and {@link AccountKinds#PASSWORD}: the message still brings the account's
 * present credential, and the secret in it is made now, from the host's key. Safe for use by several threads.
 */
public final class CredentialStillTrue implements StillTrue {
    private final FirstCredential first;
    private final AccountPorts ports;
    private final AccountWords words;
    private final Tokens tokens;
    private final AccountSettings settings;
    private final InstantSource time;

    public CredentialStillTrue(
            FirstCredential first, AccountPorts ports, AccountSettings settings, HostKey key, InstantSource time) {
        this.first = requireNonNull(first, "first");
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.words = new AccountWords(ports.roster(), settings.school());
        this.tokens = new Tokens(key);
        this.time = requireNonNull(time, "time");
    }

    @Override
    public Kind kind() {
        return AccountKinds.credential(first);
    }

    @Override
    public Set<String> variables() {
        return sample().keySet();
    }

    /** The same link and the same password come with every attempt, so one message too many does no harm. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        Instant now = time.instant();
        Map<AccountId, Account> accounts = ports.accounts()
                .byId(notices.stream().map(CredentialStillTrue::account).toList());
        Map<AccountId, Activation> activations =
                first == FirstCredential.ACTIVATION_LINK ? ports.activations().latest(accounts.keySet()) : Map.of();
        Map<AccountId, String> pupils = words.pupils(accounts.values(), now);
        Map<NoticeId, Verdict> verdicts = new HashMap<>();
        for (Notice notice : notices) {
            Account account = accounts.get(account(notice));
            Optional<String> untrue = account == null
                    ? Optional.of("the account is gone")
                    : untrue(account, notice, activations.get(account.id()), now);
            verdicts.put(
                    notice.id(),
                    account == null || untrue.isPresent()
                            ? new Verdict.Suppress(untrue.orElse(""))
                            : new Verdict.Tell(variables(
                                    account, pupils.getOrDefault(account.id(), ""), activations.get(account.id()))));
        }
        return verdicts;
    }

    private Optional<String> untrue(Account account, Notice notice, @Nullable Activation activation, Instant now) {
        if (!account.isOpen()) {
            return Optional.of("the account is " + account.state());
        }
        if (!Integer.toString(account.credential().revision()).equals(notice.revision())) {
            return Optional.of("the credential was renewed or used since");
        }
        if (first == FirstCredential.TEMPORARY_PASSWORD) {
            return account.credential().origin() == Credential.Origin.TEMPORARY
                    ? Optional.empty()
                    : Optional.of("the account has no temporary password any more");
        }
        if (activation == null) {
            return Optional.of("the account has no activation under way");
        }
        if (activation.usedAt() != null) {
            return Optional.of("the link was used already");
        }
        return activation.expiresAt().isAfter(now) ? Optional.empty() : Optional.of("the link has expired");
    }

    private Map<String, String> variables(Account account, String pupils, @Nullable Activation activation) {
        Map<String, String> variables = words.about(account, pupils);
        int revision = account.credential().revision();
        if (activation == null) {
            variables.put("password", tokens.temporaryPassword(account.id(), revision));
        } else {
            String token = tokens.activation(account.id(), revision);
            variables.put("link", settings.activationPage() + "#" + token);
            variables.put("token", Tokens.grouped(token));
            variables.put("expires", words.day(activation.expiresAt(), account.language()));
        }
        return variables;
    }

    @Override
    public Map<String, String> sample() {
        Map<String, String> sample = words.sample();
        if (first == FirstCredential.TEMPORARY_PASSWORD) {
            sample.put("password", "xxxxx-xxxxx-xxxxx");
        } else {
            sample.put("link", settings.activationPage() + "#SPECIMEN");
            sample.put("token", "SPECIMEN");
            sample.put(
                    "expires",
                    words.day(
                            time.instant().plus(settings.activationValidity()),
                            settings.school().language()));
        }
        return sample;
    }

    private static AccountId account(Notice notice) {
        return AccountId.parse(notice.subject().id());
    }
}
