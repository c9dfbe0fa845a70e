package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.CheckEntitlement.Entitlement;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Credential;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.Pupil;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The type of the kinds {@link AccountKinds#ACTIVATION} and {@link AccountKinds#PASSWORD}: the message still brings the account's
 * present credential, and the secret in it is made now, from the host's key. Safe for use by several threads.
 */
final class CredentialNotice implements NoticeType {
    /** Why a guardian is not reached at the moment, but may be later. */
    private static final Set<String> UNREACHED = Stream.concat(
                    Stream.of(SuppressReason.READDRESSED.name()),
                    Arrays.stream(Addressing.Reason.values()).map(Enum::name))
            .collect(Collectors.toUnmodifiableSet());

    private final FirstCredential first;
    private final AccountPorts ports;
    private final AccountWords words;
    private final CheckEntitlement entitlement;
    private final Addressing addressing;
    private final Tokens tokens;
    private final HostKeyGuard guard;
    private final AccountSettings settings;
    private final InstantSource time;

    CredentialNotice(
            FirstCredential first,
            AccountPorts ports,
            AccountSettings settings,
            HostKey key,
            CheckEntitlement entitlement,
            Addressing addressing,
            InstantSource time) {
        this.first = requireNonNull(first, "first");
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.words = new AccountWords(settings.school());
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.addressing = requireNonNull(addressing, "addressing");
        this.tokens = new Tokens(key);
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.time = requireNonNull(time, "time");
    }

    @Override
    public Kind kind() {
        return AccountKinds.credential(first);
    }

    @Override
    public Category category() {
        return Category.CREDENTIALS;
    }

    @Override
    public Set<String> variables() {
        return sample(Locale.ROOT).keySet();
    }

    /** The link says which address it was sent to. */
    @Override
    public boolean canFallBack() {
        return false;
    }

    /** The same link and the same password come with every attempt, so one message too many does no harm. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public Verdict check(Notice notice) {
        return checks(List.of(notice)).apply(notice);
    }

    @Override
    public Function<Notice, Verdict> checks(Collection<Notice> notices) {
        if (guard.state().isRefused()) {
            return notice -> new Verdict.Wait(SuppressReason.OTHER_KEY.name());
        }
        Set<AccountId> ids = notices.stream().map(CredentialNotice::account).collect(Collectors.toSet());
        Map<AccountId, Account> accounts = ports.accounts().byId(ids);
        Map<AccountId, Activation> activations =
                first == FirstCredential.ACTIVATION_LINK ? ports.activations().latest(ids) : Map.of();
        Map<GuardianId, Entitlement> entitled = entitlement.of(accounts.values());
        Addressing now = addressing.prefetched(
                notices.stream().map(Notice::recipient).toList(),
                notices.stream().map(Notice::address).toList());
        return notice -> {
            Account account = accounts.get(account(notice));
            return account == null
                    ? suppress(SuppressReason.ACCOUNT_GONE)
                    : verdict(
                            notice,
                            account,
                            entitled.getOrDefault(account.guardian(), Entitlement.NONE),
                            activations.get(account.id()),
                            now,
                            time.instant());
        };
    }

    private Verdict verdict(
            Notice notice,
            Account account,
            Entitlement entitled,
            @Nullable Activation activation,
            Addressing addresses,
            Instant now) {
        Optional<SuppressReason> untrue = untrue(account, notice, activation, now);
        if (untrue.isPresent()) {
            return suppress(untrue.get());
        }
        Addressing.Result reached = addresses.of(entitled.guardian(account), kind(), Set.of(notice.channel()));
        if (reached instanceof Addressing.Unaddressed unaddressed) {
            return new Verdict.Suppress(unaddressed.reason().name());
        }
        boolean sms = notice.channel().equals(Channel.SMS);
        Address to = sms ? entitled.number() : entitled.address();
        if (to == null || !(sms ? to.value().equals(notice.address().value()) : to.equals(notice.address()))) {
            return suppress(SuppressReason.READDRESSED);
        }
        if (sms && activation != null) {
            return byTelephone(account, entitled, activation, requireNonNull(entitled.number(), "number"));
        }
        Optional<String> secret = activation == null
                ? tokens.temporaryPassword(account, ports.passwords())
                : tokens.activation(activation, to);
        return secret.<Verdict>map(value -> new Verdict.Send(variables(account, entitled.pupils(), activation, value)))
                .orElseGet(
                        () -> suppress(activation == null ? SuppressReason.PASSWORD_GONE : SuppressReason.LINK_GONE));
    }

    private Verdict byTelephone(Account account, Entitlement entitled, Activation activation, PhoneNumber to) {
        PhoneCode code = activation.code();
        if (code != null && code.isSpent()) {
            return suppress(SuppressReason.CODE_SPENT);
        }
        Optional<String> link = tokens.activation(activation, to);
        Optional<String> secret = tokens.code(activation, to);
        if (link.isEmpty() || secret.isEmpty()) {
            return suppress(SuppressReason.LINK_GONE);
        }
        Map<String, String> variables = variables(account, entitled.pupils(), activation, link.get());
        variables.put("link", settings.codePage() + "#" + link.get());
        variables.put("code", secret.get());
        return new Verdict.Send(variables);
    }

    /** The ten minutes of a code begin here: not while its message waits, and before it can have arrived. */
    @Override
    public void sending(Tx tx, Notice notice, Instant at) {
        if (notice.channel().equals(Channel.SMS)) {
            ports.activations().lock(tx, account(notice)).ifPresent(activation -> {
                PhoneCode code = activation.code();
                if (code != null) {
                    ports.activations().writeCode(tx, activation.token(), code.handedOver(at));
                }
            });
        }
    }

    private static Verdict suppress(SuppressReason reason) {
        return new Verdict.Suppress(reason.name());
    }

    private Optional<SuppressReason> untrue(
            Account account, Notice notice, @Nullable Activation activation, Instant now) {
        if (!account.isOpen()) {
            return Optional.of(SuppressReason.ACCOUNT_CLOSED);
        }
        if (!isPresent(account, notice)) {
            return Optional.of(SuppressReason.CREDENTIAL_RENEWED);
        }
        if (first == FirstCredential.TEMPORARY_PASSWORD) {
            if (account.credential().origin() != Credential.Origin.TEMPORARY) {
                return Optional.of(SuppressReason.NO_TEMPORARY_PASSWORD);
            }
            return account.credential().isExpired(now)
                    ? Optional.of(SuppressReason.PASSWORD_EXPIRED)
                    : Optional.empty();
        }
        if (activation == null) {
            return Optional.of(SuppressReason.NO_ACTIVATION);
        }
        if (activation.usedAt() != null) {
            return Optional.of(SuppressReason.LINK_USED);
        }
        return activation.expiresAt().isAfter(now) ? Optional.empty() : Optional.of(SuppressReason.LINK_EXPIRED);
    }

    private Map<String, String> variables(
            Account account, List<Pupil> pupils, @Nullable Activation activation, String secret) {
        Map<String, String> variables = words.about(account, pupils);
        if (activation == null) {
            variables.put("password", secret);
            variables.put(
                    "expires",
                    words.day(requireNonNull(account.credential().expiresAt(), "expiresAt"), account.language()));
        } else {
            variables.put("link", settings.activationPage() + "#" + secret);
            variables.put("token", Tokens.grouped(secret));
            variables.put("code", "");
            variables.put("expires", words.day(activation.expiresAt(), account.language()));
        }
        return variables;
    }

    /** The next generation sends another one, if the guardian is reached again by then. */
    @Override
    public void suppressed(Tx tx, Notice notice, String reason, Instant at) {
        if (UNREACHED.contains(reason)) {
            ports.accounts()
                    .lock(tx, account(notice))
                    .filter(account -> account.isOpen() && isPresent(account, notice))
                    .ifPresent(account -> {
                        ports.accounts().update(tx, List.of(account.unreached()));
                        if (notice.channel().equals(Channel.SMS)) {
                            ports.activations().revoke(tx, account.id());
                        }
                    });
        }
    }

    private static boolean isPresent(Account account, Notice notice) {
        return Integer.toString(account.credential().revision()).equals(notice.revision());
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> sample = words.sample(language);
        if (first == FirstCredential.TEMPORARY_PASSWORD) {
            sample.put("password", "xxxxx-xxxxx-xxxxx");
        } else {
            sample.put("link", settings.activationPage() + "#SPECIMEN");
            sample.put("token", "SPECIMEN");
            sample.put("code", "123456");
        }
        sample.put("expires", words.day(time.instant().plus(settings.activationValidity()), language));
        return sample;
    }

    private static AccountId account(Notice notice) {
        return AccountId.parse(notice.subject().id());
    }
}
