package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountWriter.Decided;
import dev.cartable.account.AccountWriter.Prepared;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSource;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationCounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.Reason;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.notice.QueueNotice;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.Chunks;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.PrefetchingIterator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that makes one account for each guardian with at least one active pupil that they may see, links it to
 * those pupils, and queues one activation message where there is a channel. Running it again changes nothing; running it
 * after the roster has changed brings the accounts in step. One run at a time, held by the lease {@value #LEASE}; safe for
 * use by several threads.
 */
public final class GenerateAccounts {
    /** The lease that a run holds. */
    public static final String LEASE = "account.generate";

    /** How many families are read, and accounts written, at a time. */
    static final int CHUNK = 500;

    /** The number of skipped guardians kept in memory for the listener, so that a run with nothing to write need not read all again. */
    private static final int REMEMBERED = 1_000;

    private final AccountPorts ports;
    private final AccountWriter writer;
    private final AccountDecisions decisions;
    private final AccountSettings settings;
    private final Executor readAhead;
    private final InstantSource time;

    /**
     * @param readAhead reads the next guardians while a chunk is written; {@code Runnable::run} reads on the caller's thread
     */
    public GenerateAccounts(
            AccountPorts ports,
            QueueNotice queueNotice,
            AccountSettings settings,
            HostKey key,
            Executor readAhead,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.writer = new AccountWriter(ports, queueNotice, settings, key);
        this.decisions = new AccountDecisions(ports, settings, key);
        this.settings = settings;
        this.readAhead = requireNonNull(readAhead, "readAhead");
        this.time = requireNonNull(time, "time");
    }

    /**
     * What a run would do now. Writes nothing, takes no lease.
     *
     * @throws dev.cartable.work.BrakeException if too many accounts would lose all their pupils
     */
    public AccountPlan plan(GenerationRequest request) {
        return plan(request, decided -> {});
    }

    private AccountPlan plan(GenerationRequest request, Consumer<Decided> looked) {
        Instant now = time.instant();
        PlanDigest digest = new PlanDigest(request, settings);
        GenerationCounts counts = GenerationCounts.none();
        try (Stream<Decided> all = decisions.stream(request, now)) {
            for (Decided d : (Iterable<Decided>) all::iterator) {
                digest.add(d.step());
                counts = plus(counts, d);
                looked.accept(d);
            }
        }
        request.brake().check("take all pupils from accounts", counts.orphaned(), counts.existing());
        return new AccountPlan(
                request,
                counts,
                digest.hex(),
                () -> decisions.stream(request, now).map(Decided::step),
                () -> new PlannedDuplicates(() -> decisions.stream(request, now), ports.accounts()::all).find());
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws PlanRefusedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public GenerationReport apply(AccountPlan plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest, or whatever plan there is if {@code approved} is empty.
     *
     * @param approved the digest that was approved, or its first 12 digits or more; empty if none was asked for
     * @param done is called with each guardian, in the roster's order, after the commit of their chunk; where the whole run has
     *     nothing to write, perhaps only of those that it leaves alone for a reason
     * @throws PlanRefusedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.BrakeException if too many accounts would lose all their pupils; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public GenerationReport apply(GenerationRequest request, String approved, Consumer<? super AccountStep> done) {
        ports.unitOfWork().requireOwn("generating accounts");
        try (Lease lease = Lease.take(ports.leases(), LEASE)) {
            List<AccountStep> leftAlone = new ArrayList<>();
            AccountPlan plan = plan(request, d -> keep(leftAlone, d.step()));
            if (!approved.isEmpty() && !PlanDigest.matches(plan.digest(), approved)) {
                throw new PlanRefusedException(approved, plan.digest());
            }
            if (plan.counts().changesNothing() && leftAlone.size() <= REMEMBERED) {
                leftAlone.forEach(done);
                return new GenerationReport(plan.counts(), plan.digest());
            }
            return new GenerationReport(write(request, lease, done), plan.digest());
        }
    }

    /** One more than is remembered says that there are too many. */
    private static void keep(List<AccountStep> leftAlone, AccountStep step) {
        if (step.action() != AccountStep.Action.KEEP && leftAlone.size() <= REMEMBERED) {
            leftAlone.add(step);
        }
    }

    private GenerationCounts write(GenerationRequest request, Lease lease, Consumer<? super AccountStep> done) {
        Instant now = time.instant();
        GenerationCounts counts = GenerationCounts.none();
        try (Stream<Decided> all = decisions.stream(request, now);
                PrefetchingIterator<List<Decided>> chunks =
                        new PrefetchingIterator<>(Chunks.of(all.iterator(), CHUNK), readAhead)) {
            while (chunks.hasNext()) {
                for (Decided d : writeChunk(request, chunks.next(), lease)) {
                    counts = plus(counts, d);
                    done.accept(d.step());
                }
            }
        }
        return counts;
    }

    private List<Decided> writeChunk(GenerationRequest request, List<Decided> chunk, Lease lease) {
        List<Decided> unchangedSource = stillSo(chunk);
        List<Decided> writing =
                unchangedSource.stream().filter(d -> d.step().writes()).toList();
        if (writing.isEmpty()) {
            return unchangedSource;
        }
        Map<GuardianId, Decided> written = Salvage.write(
                        writing,
                        items -> inOneTransaction(request, items, lease),
                        (d, e) -> d.as(AccountStep.fail(d.guardian(), String.valueOf(e.getMessage()))))
                .stream()
                .collect(Collectors.toMap(Decided::guardian, Function.identity()));
        return unchangedSource.stream()
                .map(d -> written.getOrDefault(d.guardian(), d))
                .toList();
    }

    /** The roster is read in one long sweep; what has changed since its page was read waits for the next run. */
    private List<Decided> stillSo(List<Decided> chunk) {
        List<GuardianId> writing = chunk.stream()
                .filter(d -> d.step().writes())
                .map(Decided::guardian)
                .toList();
        if (writing.isEmpty()) {
            return chunk;
        }
        Map<GuardianId, AccountSource> fresh = decisions.sources(writing, time.instant());
        return chunk.stream()
                .map(d -> !d.step().writes() || isSame(d, fresh.get(d.guardian()))
                        ? d
                        : d.as(AccountStep.skip(d.guardian(), Reason.SOURCE_CHANGED, "")))
                .toList();
    }

    private static boolean isSame(Decided d, @Nullable AccountSource fresh) {
        return fresh == null
                ? d.source().pupils().isEmpty()
                : fresh.fingerprint().equals(d.step().source());
    }

    private List<Decided> inOneTransaction(GenerationRequest request, List<Decided> writing, Lease lease) {
        Instant now = time.instant();
        Map<GuardianId, Prepared> prepared = writer.prepare(writing, now);
        List<Decided> written = ports.unitOfWork().call(tx -> {
            lease.renew(tx);
            return writer.write(tx, request, writing, prepared, now);
        });
        revokeSessions(written);
        return written;
    }

    private void revokeSessions(List<Decided> written) {
        for (Decided d : written) {
            Account before = d.account();
            if (before != null && (d.endsPassword() || d.losesLastPupil())) {
                ports.sessions().revoke(before.id());
            }
        }
    }

    private static GenerationCounts plus(GenerationCounts counts, Decided d) {
        return counts.plus(
                d.step(),
                d.account() != null,
                d.losesLastPupil(),
                d.expired() && !d.step().message());
    }
}
