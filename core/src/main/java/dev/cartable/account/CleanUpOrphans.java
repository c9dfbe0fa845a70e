package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.CredentialIssuer.Issued;
import dev.cartable.account.CredentialIssuer.Way;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.CleanUpCounts;
import dev.cartable.account.model.CleanUpRequest;
import dev.cartable.account.model.CleanUpStep;
import dev.cartable.account.model.CleanUpStep.Action;
import dev.cartable.account.model.Deactivation;
import dev.cartable.account.model.Fingerprint;
import dev.cartable.account.model.Reason;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.notice.QueueNotice;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Chunks;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that deactivates accounts whose guardian may see no pupil any more, once their grace is over, and takes them
 * back when a pupil is linked again. Links that have vanished end in the same run. Nothing is ever deleted; {@link
 * ReactivateAccount} undoes it. Holds the same lease as {@link GenerateAccounts}; safe for use by several threads.
 */
public final class CleanUpOrphans {
    private final AccountPorts ports;
    private final QueueNotice queueNotice;
    private final AccountReader pages;
    private final CredentialIssuer credentials;
    private final AccountSettings settings;
    private final InstantSource time;

    public CleanUpOrphans(
            AccountPorts ports, QueueNotice queueNotice, AccountSettings settings, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.queueNotice = requireNonNull(queueNotice, "queueNotice");
        this.pages = new AccountReader(ports, settings.school());
        this.credentials = new CredentialIssuer(ports, settings, key);
        this.settings = settings;
        this.time = requireNonNull(time, "time");
    }

    private record Decided(CleanUpStep step, Entry entry) {}

    /**
     * What a run would do now. Writes nothing, takes no lease.
     *
     * @throws dev.cartable.work.BrakeException if too many accounts would be deactivated or lose all their pupils
     */
    public CleanUpPlan plan(CleanUpRequest request) {
        Instant now = time.instant();
        PlanDigest digest = new PlanDigest("clean up grace " + request.grace() + "\n", settings);
        CleanUpCounts counts = CleanUpCounts.none();
        try (Stream<Decided> all = decide(request, now)) {
            for (Decided d : (Iterable<Decided>) all::iterator) {
                if (d.step().action() != Action.KEEP) {
                    digest.add(d.step().digestLine());
                }
                counts = plus(counts, d);
            }
        }
        request.brake().check("deactivate accounts or take all their pupils", counts.losing(), counts.open());
        return new CleanUpPlan(
                request, counts, digest.hex(), () -> decide(request, now).map(Decided::step));
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws PlanRefusedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public CleanUpReport apply(CleanUpPlan plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest, or whatever plan there is if {@code approved} is empty.
     *
     * @param approved the digest that was approved, or its first 12 digits or more; empty if none was asked for
     * @param done is called with each account after the commit of its chunk
     * @throws PlanRefusedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.BrakeException if too many accounts would be deactivated or lose all their pupils; nothing is
     *     written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public CleanUpReport apply(CleanUpRequest request, String approved, Consumer<? super CleanUpStep> done) {
        ports.unitOfWork().requireOwn("cleaning up accounts");
        try (Lease lease = Lease.take(ports.leases(), GenerateAccounts.LEASE)) {
            CleanUpPlan plan = plan(request);
            if (!approved.isEmpty() && !PlanDigest.matches(plan.digest(), approved)) {
                throw new PlanRefusedException(approved, plan.digest());
            }
            return new CleanUpReport(write(request, lease, done), plan.digest());
        }
    }

    private Stream<Decided> decide(CleanUpRequest request, Instant now) {
        return pages.all(now).map(entry -> new Decided(OrphanRules.decide(entry, request.grace(), now), entry));
    }

    private CleanUpCounts write(CleanUpRequest request, Lease lease, Consumer<? super CleanUpStep> done) {
        Instant now = time.instant();
        CleanUpCounts counts = CleanUpCounts.none();
        try (Stream<Decided> all = decide(request, now)) {
            for (List<Decided> chunk :
                    (Iterable<List<Decided>>) () -> Chunks.of(all.iterator(), GenerateAccounts.CHUNK)) {
                for (Decided d : writeChunk(request.grace(), chunk, lease, now)) {
                    counts = plus(counts, d);
                    done.accept(d.step());
                }
            }
        }
        return counts;
    }

    private List<Decided> writeChunk(Duration grace, List<Decided> chunk, Lease lease, Instant now) {
        List<Decided> writing = chunk.stream().filter(d -> d.step().writes()).toList();
        if (writing.isEmpty()) {
            return chunk;
        }
        Map<AccountId, Decided> written = new HashMap<>();
        Salvage.write(
                        writing,
                        items -> inOneTransaction(grace, items, lease, now),
                        (d, e) -> new Decided(
                                CleanUpStep.fail(d.entry().account(), String.valueOf(e.getMessage())), d.entry()))
                .forEach(d -> written.put(d.step().account(), d));
        return chunk.stream()
                .map(d -> written.getOrDefault(d.step().account(), d))
                .toList();
    }

    private List<Decided> inOneTransaction(Duration grace, List<Decided> writing, Lease lease, Instant now) {
        Map<AccountId, Preparation> prepared = new HashMap<>();
        for (Decided d : writing) {
            if (d.step().message()) {
                Account account = d.entry().account();
                Way way = credentials.way(account, false);
                prepared.put(account.id(), new Preparation(way, credentials.prepare(account, way)));
            }
        }
        List<Decided> written = ports.unitOfWork().call(tx -> {
            lease.renew(tx);
            return write(tx, grace, writing, prepared, now);
        });
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
                Issued next = credentials.issue(
                        after, ready.way(), ready.hash(), again.presentContact().address(), now);
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
        queueNotice.queue(tx, CredentialIssuer.notices(issued));
        return written;
    }

    private static Account after(Entry entry, CleanUpStep step, Instant now) {
        Account account = outOfStep(entry.account());
        return switch (step.action()) {
            case MARK -> account.orphaned(now);
            case DEACTIVATE -> account.orphaned(now).deactivated(Deactivation.ORPHANED, now);
            case ADOPT -> account.adopted();
            case RETURN -> account.reactivated();
            case UNLINK, KEEP, SKIP, FAIL -> account;
        };
    }

    /** Its pupils change, and its name and address may be out of date: the next generation has to look at it. */
    private static Account outOfStep(Account account) {
        Account described =
                account.describedAs(account.name(), account.email(), account.language(), Fingerprint.outOfStep());
        return account.orphanSince() == null ? described : described.orphaned(account.orphanSince());
    }

    private static Decided changed(Decided d) {
        return new Decided(CleanUpStep.skip(d.entry().account(), Reason.SOURCE_CHANGED), d.entry());
    }

    private static CleanUpCounts plus(CleanUpCounts counts, Decided d) {
        return counts.plus(d.step(), d.entry().account().isOpen());
    }
}
