package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.CredentialIssuer.Issued;
import dev.cartable.account.CredentialIssuer.Way;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that sends credentials again: each account gets the next revision of its credential, so that the old link is
 * dead, and a message that brings the new one. A password that a parent chose goes on working, unless new passwords are
 * asked for; then all are invalid at once and the sessions ended. Holds the same lease as {@link GenerateAccounts}; safe for
 * use by several threads.
 */
public final class ResendCredentials extends PlannedRun<ResendCredentials.Request, AccountPlan.Counts, AccountStep> {
    private final AccountPorts ports;
    private final NoticeQueue queue;
    private final AccountReader pages;
    private final CredentialIssuer credentials;
    private final AccountSettings settings;
    private final InstantSource time;

    ResendCredentials(
            AccountPorts ports, NoticeQueue queue, AccountSettings settings, HostKey key, InstantSource time) {
        super(ports, "sending credentials again");
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.pages = new AccountReader(ports, settings);
        this.credentials = new CredentialIssuer(ports, settings, key);
        this.settings = settings;
        this.time = requireNonNull(time, "time");
    }

    /** A step with what it was decided on; null where there is no account. */
    private record Decided(AccountStep step, @Nullable Entry entry) {}

    @Override
    Passes<?, AccountPlan.Counts, AccountStep> passes(Request request) {
        return new Passes<>(new Pass(request), new Pass(request));
    }

    private final class Pass extends PlannedRun.Pass<Decided, AccountPlan.Counts, AccountStep> {
        private final Request request;
        private final Instant now = time.instant();
        private AccountPlan.Counts counts = AccountPlan.Counts.none();

        Pass(Request request) {
            super(
                    "resend guardians " + request.guardians() + " newPassword " + request.newPassword()
                            + " neverActivated " + request.neverActivated(),
                    settings);
            this.request = request;
        }

        @Override
        Stream<Decided> stream() {
            return ResendCredentials.this.decide(request, now);
        }

        @Override
        AccountStep step(Decided d) {
            return d.step();
        }

        @Override
        public void read(Consumer<? super Decided> items) {
            credentials.checkKey();
            super.read(items);
        }

        @Override
        public boolean writes(Decided d) {
            return d.step().writes();
        }

        @Override
        public boolean keeps(Decided d) {
            return false;
        }

        @Override
        public List<Decided> write(List<Decided> writing, UnitOfWork transactions) {
            return ResendCredentials.this.write(request, writing, transactions);
        }

        @Override
        Decided failed(Decided d, String detail) {
            return new Decided(AccountStep.fail(d.step().guardian(), detail), d.entry());
        }

        @Override
        public void take(Decided d) {
            addToDigest(d, d.step().digestLine());
            counts = counts.plus(d.step(), false, false);
        }

        @Override
        public AccountPlan.Counts counts() {
            return counts;
        }
    }

    private Stream<Decided> decide(Request request, Instant now) {
        if (request.guardians().isEmpty()) {
            return pages.all(now).map(entry -> new Decided(decide(request, entry, now), entry));
        }
        return Chunks.stream(request.guardians().stream(), BulkRun.CHUNK).flatMap(page -> {
            Map<GuardianId, Entry> found = new HashMap<>();
            pages.of(page, now).forEach(e -> found.put(e.account().guardian(), e));
            return page.stream().map(guardian -> {
                Entry entry = found.get(guardian);
                return entry == null
                        ? new Decided(AccountStep.skip(guardian, AccountStep.Reason.NO_ACCOUNT, ""), null)
                        : new Decided(decide(request, entry, now), entry);
            });
        });
    }

    private static AccountStep decide(Request request, Entry entry, Instant now) {
        Account account = entry.account();
        AccountStep.Reason reason = reasonAgainst(request, entry, now);
        if (reason != null) {
            return AccountStep.skip(account.guardian(), reason, "");
        }
        return new AccountStep(
                account.guardian(),
                Action.RENEW,
                null,
                "",
                true,
                entry.unreachable(),
                entry.isReachedByTelephone(),
                account.source());
    }

    private static AccountStep.@Nullable Reason reasonAgainst(Request request, Entry entry, Instant now) {
        Account account = entry.account();
        if (account.state() == Account.State.ERASED) {
            return AccountStep.Reason.ERASED;
        }
        if (account.state() == Account.State.DEACTIVATED) {
            return AccountStep.Reason.DEACTIVATED;
        }
        if (entry.visible().isEmpty()) {
            return entry.withoutPupil();
        }
        if (request.expired() && !entry.hasExpired(now)) {
            return AccountStep.Reason.NOT_EXPIRED;
        }
        return request.neverActivated() && account.activatedAt() != null ? AccountStep.Reason.ALREADY_ACTIVATED : null;
    }

    private List<Decided> write(Request request, List<Decided> writing, UnitOfWork transactions) {
        Instant now = time.instant();
        Map<AccountId, Preparation> prepared = new HashMap<>();
        for (Decided d : writing) {
            Account account = requireNonNull(d.entry()).account();
            Way way = credentials.way(account, request.newPassword(), d.entry().presentAddress());
            prepared.put(account.id(), new Preparation(way, credentials.prepare(account, way)));
        }
        List<Decided> written = transactions.call(tx -> write(tx, request, writing, prepared, now));
        for (Decided d : written) {
            Account before = requireNonNull(d.entry()).account();
            boolean changesPassword = d.step().writes()
                    && before.credential().passwordHash() != null
                    && credentials.way(before, request.newPassword(), d.entry().presentAddress())
                            != Way.LINK_BESIDE_PASSWORD;
            if (changesPassword) {
                ports.sessions().revoke(before.id());
            }
        }
        return written;
    }

    private record Preparation(Way way, @Nullable String hash) {}

    private List<Decided> write(
            Tx tx, Request request, List<Decided> writing, Map<AccountId, Preparation> prepared, Instant now) {
        credentials.useKey(tx, now);
        Map<GuardianId, Account> locked = ports.accounts()
                .lock(tx, writing.stream().map(d -> d.step().guardian()).toList());
        List<Decided> written = new ArrayList<>();
        List<Issued> issued = new ArrayList<>();
        for (Decided d : writing) {
            Entry entry = requireNonNull(d.entry());
            Account before = locked.get(d.step().guardian());
            Preparation ready = requireNonNull(prepared.get(entry.account().id()));
            if (before == null || isMoved(request, entry, before, now)) {
                written.add(new Decided(
                        AccountStep.skip(d.step().guardian(), AccountStep.Reason.SOURCE_CHANGED, ""), entry));
            } else {
                issued.add(credentials.issue(before, ready.way(), ready.hash(), entry.presentAddress(), now));
                written.add(new Decided(d.step(), entry.with(before, entry.linked())));
            }
        }
        ports.accounts().update(tx, issued.stream().map(Issued::account).toList());
        ports.activations().issue(tx, CredentialIssuer.activations(issued));
        queue.add(tx, CredentialIssuer.notices(issued));
        return written;
    }

    /** Whether the account is not what the step was decided on; a sign-in meanwhile makes no difference. */
    private static boolean isMoved(Request request, Entry entry, Account locked, Instant now) {
        Account read = entry.account();
        return locked.credential().revision() != read.credential().revision()
                || locked.state() != read.state()
                || !Objects.equals(locked.email(), read.email())
                || reasonAgainst(request, entry.with(locked, entry.linked()), now) != null;
    }

    /**
     * Who gets their credentials again.
     *
     * @param guardians just these; empty means everyone who has an account
     * @param newPassword whether passwords are invalid at once, those that parents chose too
     * @param neverActivated only accounts that their parents have never activated
     * @param expired only accounts that wait for their parents with a link or a temporary password that has expired
     */
    public record Request(
            SortedSet<GuardianId> guardians, boolean newPassword, boolean neverActivated, boolean expired) {
        public Request {
            guardians = Collections.unmodifiableSortedSet(new TreeSet<>(guardians));
        }

        /** Everyone who has an account. */
        public static Request everyone() {
            return new Request(new TreeSet<>(), false, false, false);
        }

        /** Just these guardians. */
        public static Request of(Collection<GuardianId> guardians) {
            if (guardians.isEmpty()) {
                throw new IllegalArgumentException("no guardian is named");
            }
            return new Request(new TreeSet<>(guardians), false, false, false);
        }

        /** With passwords invalid at once, those that parents chose too. */
        public Request withNewPassword() {
            return new Request(guardians, true, neverActivated, expired);
        }

        /** Only accounts that their parents have never activated. */
        public Request onlyNeverActivated() {
            return new Request(guardians, newPassword, true, expired);
        }

        /** Only accounts that wait for their parents with a link or a temporary password that has expired. */
        public Request onlyExpired() {
            return new Request(guardians, newPassword, neverActivated, true);
        }
    }
}
