package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.Username;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Notice;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out steps for a handful of families in one transaction: locks their accounts, decides again, and writes account,
 * links, activation and message together.
 */
final class AccountWriter {
    private final AccountPorts ports;
    private final HostKey key;
    private final HostKeyGuard guard;
    private final Usernames usernames;
    private final NoticeQueue queue;
    private final Tokens tokens;
    private final AccountSettings settings;

    AccountWriter(AccountPorts ports, NoticeQueue queue, AccountSettings settings, HostKey key) {
        this.ports = ports;
        this.key = key;
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.usernames = new Usernames(settings.namingRule(), key, ports.usernames(), ports.accounts());
        this.queue = queue;
        this.tokens = new Tokens(key);
        this.settings = settings;
    }

    /** What was decided for a family, with the account that it was decided on. */
    record Decided(
            AccountSource source,
            AccountStep step,
            @Nullable Account account,
            boolean openLink,
            boolean otherNumber,
            boolean expired) {
        GuardianId guardian() {
            return source.guardian().id();
        }

        boolean losesLastPupil() {
            return step.action() == Action.UPDATE
                    && source.pupils().isEmpty()
                    && account != null
                    && account.orphanSince() == null;
        }

        /** Whether the password that the account had before the step is over. */
        boolean endsPassword() {
            if (account == null || account.credential().passwordHash() == null) {
                return false;
            }
            return changesCredential(account) && step.writes();
        }

        /**
         * Whether the account gets the next revision of its credential. A chosen password outlives a change of address; what was
         * sent to the old address does not, though the account is deactivated and nothing is sent to the new one.
         */
        boolean changesCredential(Account before) {
            boolean withoutPupil = source.pupils().isEmpty() && before.isOpen();
            return step.action() == Action.UPDATE
                    ? !before.hasChosenPassword()
                            && (step.message()
                                    || withoutPupil
                                    || otherNumber
                                    || GenerationRules.isReadressed(before, source))
                    : step.message();
        }

        Decided as(AccountStep other) {
            return new Decided(source, other, account, openLink, otherNumber, expired);
        }
    }

    /** What has to be made outside the transaction, because it is slow: the id and the hash of a temporary password. */
    record Prepared(AccountId id, int revision, @Nullable String passwordHash) {}

    /** Prepares what a step needs before its transaction begins. */
    Map<GuardianId, Prepared> prepare(Collection<Decided> decided, Instant now) {
        Map<GuardianId, Prepared> prepared = new LinkedHashMap<>();
        for (Decided d : decided) {
            Account account = d.account();
            AccountId id = account == null ? new AccountId(TimeOrderedIds.next(now)) : account.id();
            int revision = account == null ? 1 : account.credential().revision() + 1;
            boolean hashes = d.step().message() && !isLink(d.source());
            String hash = hashes ? ports.passwords().hash(tokens.temporaryPassword(id, revision)) : null;
            prepared.put(d.guardian(), new Prepared(id, revision, hash));
        }
        return prepared;
    }

    /** Carries out what was decided, as far as it still holds. Returns what was done, in the same order. */
    List<Decided> write(
            Tx tx, GenerationRequest request, List<Decided> decided, Map<GuardianId, Prepared> prepared, Instant now) {
        guard.use(tx, now);
        List<GuardianId> guardians = decided.stream().map(Decided::guardian).toList();
        Map<GuardianId, Account> locked = ports.accounts().lock(tx, guardians);
        // An erasure may have been committed since the step was decided.
        Set<GuardianId> erased = Erasures.among(
                ports.tombstones(),
                key,
                guardians.stream().filter(id -> !locked.containsKey(id)).toList());
        Batch batch = new Batch(now);
        List<Decided> again = new ArrayList<>();
        for (Decided d : decided) {
            Account account = locked.get(d.guardian());
            AccountStep step = GenerationRules.decide(new GenerationRules.Case(
                    request, d.source(), account, erased.contains(d.guardian()), d.openLink(), d.otherNumber()));
            boolean moved = !step.equals(d.step()) || revision(account) != revision(d.account());
            again.add(
                    moved
                            ? changed(d)
                            : new Decided(d.source(), step, account, d.openLink(), d.otherNumber(), d.expired()));
        }
        create(tx, again, prepared, batch);
        for (Decided d : again) {
            if (d.account() != null && d.step().writes()) {
                change(d, d.account(), prepared, batch);
            }
        }
        batch.flush(tx);
        return again;
    }

    private void create(Tx tx, List<Decided> all, Map<GuardianId, Prepared> prepared, Batch batch) {
        List<Usernames.Request> names = all.stream()
                .filter(d -> d.step().action() == Action.CREATE)
                .map(d -> new Usernames.Request(
                        d.guardian(), d.source().guardian().name()))
                .toList();
        Map<GuardianId, Username> given = usernames.allocate(tx, names);
        Map<GuardianId, Account> fresh = new LinkedHashMap<>();
        for (Decided d : all) {
            if (d.step().action() == Action.CREATE) {
                fresh.put(d.guardian(), open(d.source(), given, prepared, batch.now));
            }
        }
        Set<AccountId> inserted = ports.accounts().insert(tx, fresh.values());
        for (int i = 0; i < all.size(); i++) {
            Decided d = all.get(i);
            Account account = fresh.get(d.guardian());
            if (account != null && inserted.contains(account.id())) {
                batch.queueCredential(d, account);
            } else if (account != null) {
                all.set(i, changed(d));
            }
        }
    }

    private Account open(
            AccountSource source,
            Map<GuardianId, Username> usernames,
            Map<GuardianId, Prepared> prepared,
            Instant now) {
        GuardianId guardian = source.guardian().id();
        Prepared ready = of(prepared, guardian);
        Credential credential = ready.passwordHash() == null
                ? Credential.none()
                : Credential.none().temporary(ready.passwordHash(), now.plus(settings.activationValidity()));
        return Account.open(
                ready.id(),
                guardian,
                of(usernames, guardian),
                source.guardian().name(),
                address(source),
                source.language(),
                credential,
                source.fingerprint(),
                now);
    }

    private void change(Decided d, Account before, Map<GuardianId, Prepared> prepared, Batch batch) {
        AccountSource source = d.source();
        Account account =
                before.describedAs(source.guardian().name(), address(source), source.language(), source.fingerprint());
        if (d.step().action() == Action.RETURN) {
            account = account.reactivated();
        }
        if (source.pupils().isEmpty()) {
            account = account.orphaned(before.orphanSince() == null ? batch.now : before.orphanSince());
        }
        if (d.changesCredential(before)) {
            String hash = d.step().message() ? of(prepared, d.guardian()).passwordHash() : null;
            Credential renewed = account.credential().renewed();
            account = account.withCredential(
                    hash == null ? renewed : renewed.temporary(hash, batch.now.plus(settings.activationValidity())));
        }
        batch.updates.add(account);
        boolean readdressed = d.step().message() && before.hasChosenPassword() && !d.changesCredential(before);
        if (source.pupils().isEmpty() || (readdressed && source.address() == null)) {
            batch.revoked.add(account.id());
            batch.links.put(account.id(), source.pupils());
        } else if (readdressed) {
            batch.readdress(d, account);
        } else if (d.step().message()) {
            batch.queueCredential(d, account);
        } else {
            batch.links.put(account.id(), source.pupils());
        }
    }

    /** Whether a new credential is a link: always where it goes by short message. */
    private boolean isLink(AccountSource source) {
        return settings.firstCredential() == FirstCredential.ACTIVATION_LINK || source.phone() != null;
    }

    private static @Nullable EmailAddress address(AccountSource source) {
        return source.contact().address();
    }

    private static Decided changed(Decided d) {
        return d.as(AccountStep.skip(d.guardian(), AccountStep.Reason.SOURCE_CHANGED, ""));
    }

    private static int revision(@Nullable Account account) {
        return account == null ? 0 : account.credential().revision();
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("nothing was prepared for " + key);
        }
        return value;
    }

    /** The rows of one transaction, so that each table is written once. */
    private final class Batch {
        final Instant now;
        final List<Account> updates = new ArrayList<>();
        final Map<AccountId, Set<PupilId>> links = new LinkedHashMap<>();
        final List<AccountId> revoked = new ArrayList<>();
        final List<Activation> activations = new ArrayList<>();
        final List<Notice> notices = new ArrayList<>();

        Batch(Instant now) {
            this.now = now;
        }

        void queueCredential(Decided d, Account account) {
            links.put(account.id(), d.source().pupils());
            if (isLink(d.source())) {
                activations.add(link(d, account));
            }
            Address to = d.source().address();
            if (to != null) {
                notices.add(AccountKinds.credentialNotice(account, to, settings.firstCredential(), now));
            }
        }

        /** Another link beside the chosen password, for the new address. */
        void readdress(Decided d, Account account) {
            links.put(account.id(), d.source().pupils());
            activations.add(link(d, account));
            notices.add(AccountKinds.readdressedNotice(
                    account, requireNonNull(d.source().address(), "address"), now));
        }

        private Activation link(Decided d, Account account) {
            int revision = account.credential().revision();
            return new Activation(
                    tokens.activationHash(account.id(), revision, d.source().address()),
                    account.id(),
                    revision,
                    now.plus(settings.activationValidity()),
                    null,
                    d.source().phone() == null ? null : PhoneCode.issued(now));
        }

        void flush(Tx tx) {
            if (!updates.isEmpty()) {
                ports.accounts().update(tx, updates);
            }
            ports.accounts().link(tx, links, now);
            revoked.forEach(account -> ports.activations().revoke(tx, account));
            ports.activations().issue(tx, activations);
            queue.add(tx, notices);
        }
    }
}
