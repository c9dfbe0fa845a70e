package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountWriter.Decided;
import dev.cartable.account.AccountWriter.Prepared;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.OneByOneRetry;
import dev.cartable.work.internal.PrefetchingIterator;
import java.time.Instant;
import java.time.InstantSource;
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
public final class GenerateAccounts extends PlannedRun<GenerationRequest, AccountPlan.Counts, AccountStep> {
    /** The lease that a run holds. */
    public static final String LEASE = "account.generate";

    private final AccountPorts ports;
    private final AccountWriter writer;
    private final AccountDecisions decisions;
    private final AccountSettings settings;
    private final @Nullable Executor readAhead;
    private final InstantSource time;

    /**
     * @param readAhead reads the next guardians while a run decides about those before them, and writes; null if all is done on the
     *     caller's thread
     */
    GenerateAccounts(
            AccountPorts ports,
            NoticeQueue queue,
            AccountSettings settings,
            HostKey key,
            @Nullable Executor readAhead,
            InstantSource time) {
        super(ports, "generating accounts");
        this.ports = requireNonNull(ports, "ports");
        this.writer = new AccountWriter(ports, queue, settings, key);
        this.decisions = new AccountDecisions(ports, settings, key);
        this.settings = settings;
        this.readAhead = readAhead;
        this.time = requireNonNull(time, "time");
    }

    /**
     * What a run would do now. Writes nothing, takes no lease.
     *
     * @throws dev.cartable.work.BrakeException if too many accounts would lose all their pupils
     */
    @Override
    public AccountPlan plan(GenerationRequest request) {
        Pass survey = BulkRun.plan(new Pass(request, null));
        return new AccountPlan(
                request,
                survey.counts(),
                survey.digest(),
                () -> survey.stream().map(Decided::step),
                () -> new PlannedDuplicates(survey::stream, ports.accounts()::all).find());
    }

    @Override
    Passes<?, AccountPlan.Counts, AccountStep> passes(GenerationRequest request) {
        return new Passes<>(new Pass(request, readAhead), new WritingPass(request));
    }

    private class Pass extends PlannedRun.Pass<Decided, AccountPlan.Counts, AccountStep> {
        private final GenerationRequest request;
        private final @Nullable Executor reader;
        private final Instant now = time.instant();
        private AccountPlan.Counts counts = AccountPlan.Counts.none();

        /** For the brake: accounts that were there before. */
        private long existing;

        Pass(GenerationRequest request, @Nullable Executor reader) {
            super(request.digestLine(), settings);
            this.request = request;
            this.reader = reader;
        }

        @Override
        Stream<Decided> stream() {
            return decisions.stream(request, now, reader);
        }

        @Override
        AccountStep step(Decided d) {
            return d.step();
        }

        @Override
        public void read(Consumer<? super Decided> items) {
            try (Stream<Decided> all = stream();
                    Stream<List<Decided>> chunks = PrefetchingIterator.stream(
                            Chunks.stream(all, BulkRun.CHUNK).map(this::recheck), reader)) {
                chunks.forEach(chunk -> chunk.forEach(items));
            }
        }

        /** What becomes of a chunk before it is handed out, on the reader's thread. */
        List<Decided> recheck(List<Decided> chunk) {
            return chunk;
        }

        @Override
        public boolean writes(Decided d) {
            return d.step().writes();
        }

        @Override
        public boolean keeps(Decided d) {
            return d.step().action() == AccountStep.Action.KEEP;
        }

        @Override
        public List<Decided> write(List<Decided> chunk, UnitOfWork transactions) {
            Instant at = time.instant();
            Map<GuardianId, Prepared> prepared = writer.prepare(chunk, at);
            List<Decided> written = transactions.call(tx -> writer.write(tx, request, chunk, prepared, at));
            revokeSessions(written);
            return written;
        }

        @Override
        Decided failed(Decided d, String detail) {
            return d.as(AccountStep.fail(d.guardian(), detail));
        }

        @Override
        public void take(Decided d) {
            addToDigest(d, d.step().digestLine());
            existing += d.account() == null ? 0 : 1;
            counts = counts.plus(
                    d.step(), d.losesLastPupil(), d.expired() && !d.step().message());
        }

        @Override
        public AccountPlan.Counts counts() {
            return counts;
        }

        @Override
        public void checkBrake() {
            request.brake().check("TAKE_ALL_PUPILS_FROM_ACCOUNTS", counts.orphaned(), existing);
        }
    }

    /**
     * The roster is read in one long sweep; what has changed since its page was read waits for the next run. A chunk is looked at again
     * before it is written: while the one before it is, where other threads may read.
     */
    private final class WritingPass extends Pass {
        WritingPass(GenerationRequest request) {
            super(request, readAhead);
        }

        @Override
        List<Decided> recheck(List<Decided> chunk) {
            List<Decided> writing = chunk.stream().filter(this::writes).toList();
            if (writing.isEmpty()) {
                return chunk;
            }
            Map<GuardianId, Decided> looked =
                    OneByOneRetry.apply(writing, GenerateAccounts.this::lookAgain, this::failed).stream()
                            .collect(Collectors.toMap(Decided::guardian, Function.identity()));
            return chunk.stream().map(d -> looked.getOrDefault(d.guardian(), d)).toList();
        }
    }

    private List<Decided> lookAgain(List<Decided> chunk) {
        Map<GuardianId, AccountSource> fresh =
                decisions.sources(chunk.stream().map(Decided::guardian).toList(), time.instant());
        return chunk.stream()
                .map(d -> isSame(d, fresh.get(d.guardian()))
                        ? d
                        : d.as(AccountStep.skip(d.guardian(), AccountStep.Reason.SOURCE_CHANGED, "")))
                .toList();
    }

    private static boolean isSame(Decided d, @Nullable AccountSource fresh) {
        return fresh == null
                ? d.source().pupils().isEmpty()
                : fresh.fingerprint().equals(d.step().source());
    }

    private void revokeSessions(List<Decided> written) {
        for (Decided d : written) {
            Account before = d.account();
            if (before != null && (d.endsPassword() || d.losesLastPupil())) {
                ports.sessions().revoke(before.id());
            }
        }
    }
}
