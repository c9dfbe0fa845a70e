package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.CleanUpPlan.Step.Action;
import dev.cartable.account.CredentialIssuer.Issued;
import dev.cartable.account.CredentialIssuer.Way;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Brake;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that deactivates accounts whose guardian may see no pupil any more, once their grace is over, and takes them
 * back when a pupil is linked again. Links that have vanished end in the same run. Nothing is ever deleted; {@link
 * Accounts#reactivate} undoes it. Holds the same lease as {@link GenerateAccounts}; safe for use by several threads.
 */
public final class CleanUpOrphans extends PlannedRun<CleanUpOrphans.Request, CleanUpPlan.Counts, CleanUpPlan.Step> {
    private final AccountPorts ports;
    private final NoticeQueue queue;
    private final AccountReader pages;
    private final CredentialIssuer credentials;
    private final AccountSettings settings;
    private final InstantSource time;

    CleanUpOrphans(AccountPorts ports, NoticeQueue queue, AccountSettings settings, HostKey key, InstantSource time) {
        super(ports, "cleaning up accounts");
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.pages = new AccountReader(ports, settings);
        this.credentials = new CredentialIssuer(ports, settings, key);
        this.settings = settings;
        this.time = requireNonNull(time, "time");
    }

    private record Decided(CleanUpPlan.Step step, Entry entry) {}

    /**
     * What a run would do now. Writes nothing, takes no lease.
     *
     * @throws dev.cartable.work.BrakeException if too many accounts would be deactivated or lose all their pupils
     */
    @Override
    public CleanUpPlan plan(Request request) {
        Pass survey = BulkRun.plan(new Pass(request));
        return new CleanUpPlan(
                request, survey.counts(), survey.digest(), () -> survey.stream().map(Decided::step));
    }

    @Override
    Passes<?, CleanUpPlan.Counts, CleanUpPlan.Step> passes(Request request) {
        return new Passes<>(new Pass(request), new Pass(request));
    }

    private final class Pass extends PlannedRun.Pass<Decided, CleanUpPlan.Counts, CleanUpPlan.Step> {
        private final Request request;
        private final Instant now = time.instant();
        private CleanUpPlan.Counts counts = CleanUpPlan.Counts.none();

        /** For the brake: accounts that could be used before, and those of them that cannot, or see no pupil any more. */
        private long open;

        private long losing;

        Pass(Request request) {
            super("clean up grace " + request.grace(), settings);
            this.request = request;
        }

        @Override
        Stream<Decided> stream() {
            return pages.all(now).map(entry -> new Decided(OrphanRules.decide(entry, request.grace(), now), entry));
        }

        @Override
        CleanUpPlan.Step step(Decided d) {
            return d.step();
        }

        @Override
        public boolean writes(Decided d) {
            return d.step().writes();
        }

        @Override
        public boolean keeps(Decided d) {
            return d.step().action() == Action.KEEP;
        }

        @Override
        public List<Decided> write(List<Decided> writing, UnitOfWork transactions) {
            return CleanUpOrphans.this.write(request.grace(), writing, transactions, now);
        }

        @Override
        Decided failed(Decided d, String detail) {
            return new Decided(CleanUpPlan.Step.fail(d.entry().account(), detail), d.entry());
        }

        @Override
        public void take(Decided d) {
            addToDigest(d, d.step().digestLine());
            counts = counts.plus(d.step());
            open += d.entry().account().isOpen() ? 1 : 0;
            losing += d.step().losesAccess() ? 1 : 0;
        }

        @Override
        public CleanUpPlan.Counts counts() {
            return counts;
        }

        @Override
        public void checkBrake() {
            request.brake().check("DEACTIVATE_ACCOUNTS_OR_TAKE_ALL_THEIR_PUPILS", losing, open);
        }
    }

    private List<Decided> write(Duration grace, List<Decided> writing, UnitOfWork transactions, Instant now) {
        Map<AccountId, Preparation> prepared = new HashMap<>();
        for (Decided d : writing) {
            if (d.step().message()) {
                Account account = d.entry().account();
                Way way = credentials.way(account, false, d.entry().presentAddress());
                prepared.put(account.id(), new Preparation(way, credentials.prepare(account, way)));
            }
        }
        List<Decided> written = transactions.call(tx -> write(tx, grace, writing, prepared, now));
        for (Decided d : written) {
            if (d.step().action() == Action.DEACTIVATE) {
                ports.sessions().revoke(d.step().account());
            }
        }
        return written;
    }

    private record Preparation(Way way, @Nullable String hash) {}

    private List<Decided> write(
            Tx tx, Duration grace, List<Decided> writing, Map<AccountId, Preparation> prepared, Instant now) {
        if (!prepared.isEmpty()) {
            credentials.useKey(tx, now);
        }
        List<GuardianId> guardians =
                writing.stream().map(d -> d.step().guardian()).toList();
        Map<GuardianId, Account> locked = ports.accounts().lock(tx, guardians);
        Map<AccountId, Set<PupilId>> linked = ports.accounts()
                .pupils(writing.stream().map(d -> d.step().account()).toList());
        List<Decided> written = new ArrayList<>();
        List<Account> updates = new ArrayList<>();
        Map<AccountId, Set<PupilId>> links = new LinkedHashMap<>();
        List<Issued> issued = new ArrayList<>();
        for (Decided d : writing) {
            Account before = locked.get(d.step().guardian());
            if (before == null) {
                written.add(changed(d));
                continue;
            }
            Entry again = d.entry().with(before, linked.getOrDefault(before.id(), Set.of()));
            if (!OrphanRules.decide(again, grace, now).equals(d.step())) {
                written.add(changed(d));
                continue;
            }
            Account after = after(again, d.step(), now);
            Preparation ready = prepared.get(before.id());
            if (ready != null) {
                Issued next = credentials.issue(after, ready.way(), ready.hash(), again.presentAddress(), now);
                issued.add(next);
                after = next.account();
            }
            updates.add(after);
            links.put(before.id(), OrphanRules.pupilsAfter(again, d.step().action()));
            written.add(new Decided(d.step(), again));
        }
        ports.accounts().update(tx, updates);
        ports.accounts().link(tx, links, now);
        ports.activations().issue(tx, CredentialIssuer.activations(issued));
        queue.add(tx, CredentialIssuer.notices(issued));
        return written;
    }

    private static Account after(Entry entry, CleanUpPlan.Step step, Instant now) {
        Account account = outOfStep(entry.account());
        return switch (step.action()) {
            case MARK -> account.orphaned(now);
            case DEACTIVATE -> account.orphaned(now).deactivated(Account.Deactivation.ORPHANED, now);
            case ADOPT -> account.adopted();
            case RETURN -> account.reactivated();
            case UNLINK, KEEP, SKIP, FAIL -> account;
        };
    }

    /** Its pupils change, and its name and address may be out of date: the next generation has to look at it. */
    private static Account outOfStep(Account account) {
        Account described = account.describedAs(
                account.name(), account.email(), account.language(), Account.Fingerprint.outOfStep());
        return account.orphanSince() == null ? described : described.orphaned(account.orphanSince());
    }

    private static Decided changed(Decided d) {
        return new Decided(CleanUpPlan.Step.skip(d.entry().account(), AccountStep.Reason.SOURCE_CHANGED), d.entry());
    }

    /**
     * How a clean-up treats orphans.
     *
     * @param grace how long after an account was first seen without a pupil it is deactivated; zero means at once
     * @param brake stops a run in which too many accounts would be deactivated or lose all their pupils
     */
    public record Request(Duration grace, Brake brake) {
        /** The usual grace. */
        public static final Duration GRACE = Duration.ofDays(30);

        public Request {
            requireNonNull(grace, "grace");
            requireNonNull(brake, "brake");
            if (grace.isNegative()) {
                throw new IllegalArgumentException("a grace of " + grace + " is below zero");
            }
        }

        /** With 30 days of grace and the usual brake. */
        public static Request defaults() {
            return new Request(GRACE, Brake.defaults());
        }

        /** With another grace. */
        public Request grace(Duration grace) {
            return new Request(grace, brake);
        }

        /** With another brake. */
        public Request brake(Brake brake) {
            return new Request(grace, brake);
        }
    }
}
