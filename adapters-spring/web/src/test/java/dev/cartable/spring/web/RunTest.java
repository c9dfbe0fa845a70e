package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Guardianship.Relation;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.AskedRuns;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Runs;
import dev.cartable.task.BegunRun;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bulk work: planned, approved by its digest, looked at while it runs, and nothing twice. */
class RunTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String PLANS = "/api/core/accounts/plans/";
    private static final String RUNS = "/api/core/accounts/runs/";
    private static final TaskName GENERATE = new TaskName("account-generate");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Client admin = HOST.as("root");

    /** A guardian who has no account yet. */
    private static String guardian() {
        GuardianId id = new GuardianId("N" + UUID.randomUUID());
        Stores stores = HOST.bean(Stores.class);
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(new Guardian(
                                    id, new PersonName("Nina", "Ly"), id.value() + "@example.org", null, "fr")));
            stores.rosterStore()
                    .saveGuardianships(
                            tx, List.of(Guardianship.of(id, new PupilId(SchoolHost.CLEO.value()), Relation.OTHER)));
        });
        return id.value();
    }

    private static String body(String guardian, String more) {
        return "{\"kind\": \"generate\", \"guardians\": [\"" + guardian + "\"]" + more + "}";
    }

    private static String approving(String guardian, @Nullable Object digest) {
        return body(guardian, ", \"plan\": \"" + digest + "\"");
    }

    /** The run as it stands when it is over. */
    private Reply ended(Reply started) {
        Instant limit = Instant.now().plus(PATIENCE);
        Reply now = admin.get(started.header("Location"));
        while ("RUNNING".equals(now.at("state"))) {
            assertThat(now.header("Retry-After")).isNotEmpty();
            assertThat(Instant.now()).as(now.body()).isBefore(limit);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            now = admin.get(started.header("Location"));
        }
        return now;
    }

    @Test
    void aPlanIsApprovedByItsDigestAndCarriedOut() {
        String guardian = guardian();

        Reply plan = admin.post(PLANS, body(guardian, ""));
        assertThat(plan.status()).as(plan.body()).isEqualTo(200);
        assertThat(plan.at("counts", "created")).isEqualTo(1L);
        assertThat(plan.results("guardian")).containsExactly(guardian);
        assertThat(plan.results("action")).containsExactly("CREATE");
        assertThat(HOST.bean(Accounts.class).of(new GuardianId(guardian))).isEmpty();

        Reply started = admin.post(RUNS, approving(guardian, plan.at("digest")));
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(started.header("Location")).isEqualTo(RUNS + started.at("id") + "/");
        assertThat(started.header("Retry-After")).isNotEmpty();

        Reply run = ended(started);
        assertThat(run.at("state")).as(run.body()).isEqualTo("DONE");
        assertThat(run.at("counts", "created")).isEqualTo(1L);
        assertThat(run.header("Retry-After")).isEmpty();
        assertThat(HOST.bean(Accounts.class).of(new GuardianId(guardian))).isPresent();
        assertThat(admin.post(PLANS, body(guardian, "")).at("counts", "unchanged"))
                .isEqualTo(1L);
        assertThat(admin.get(RUNS).results("id")).first().isEqualTo(started.at("id"));
    }

    @Test
    void whatWasNotApprovedIsRefusedAtOnce() {
        String guardian = guardian();
        Object digest = admin.post(PLANS, body(guardian, "")).at("digest");

        Reply other = admin.post(RUNS, approving(guardian, "0".repeat(64)));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.at("code")).isEqualTo("PLAN_CHANGED");
        assertThat(other.at("facts", "digest")).isEqualTo(digest);
        assertThat(admin.post(RUNS, body(guardian, "")).at("code")).isEqualTo("INVALID_BODY");
        assertThat(admin.post(RUNS, approving(guardian, "abc")).body()).contains("NO_DIGEST");
        assertThat(admin.post(PLANS, "{\"kind\": \"dance\"}").body()).contains("generate, resend, cleanup, migrate");
        assertThat(admin.post(PLANS, body(guardian, ", \"includeChosen\": true"))
                        .body())
                .contains("includeChosen", "DOES_NOT_FIT");
        assertThat(admin.post(PLANS, "{\"kind\": \"resend\", \"accounts\": [\"nobody\"]}")
                        .body())
                .contains("UNKNOWN_ACCOUNT");
        assertThat(HOST.bean(Accounts.class).of(new GuardianId(guardian))).isEmpty();
    }

    @Test
    void theSameRequestUnderItsKeyIsTheSameRun() {
        String guardian = guardian();
        String body = approving(guardian, admin.post(PLANS, body(guardian, "")).at("digest"));
        String key = UUID.randomUUID().toString();

        Reply first = admin.post(RUNS, body, "Idempotency-Key", key);
        Reply again = admin.post(RUNS, body, "Idempotency-Key", key);
        Reply other = admin.post(RUNS, body.replace("generate", "cleanup"), "Idempotency-Key", key);

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(ended(first).at("state")).isEqualTo("DONE");
        assertThat(admin.post(RUNS, body).at("code"))
                .as("without the key it is another run")
                .isEqualTo("PLAN_CHANGED");
    }

    /** What a start that was not answered leaves: the run is there, and the answer is not. */
    @Test
    void aStartThatWasNotAnsweredIsTheSameRunWhenItIsSentAgain() {
        String guardian = guardian();
        String body = approving(guardian, admin.post(PLANS, body(guardian, "")).at("digest"));
        String key = UUID.randomUUID().toString();
        Reply first = admin.post(RUNS, body, "Idempotency-Key", key);
        ended(first);
        KeyedRequestTest.forgetAnswers(HOST);

        Reply again = admin.post(RUNS, body, "Idempotency-Key", key);

        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void aRunWhoseProcessDiedIsInterruptedAndCanBeAskedForAgain() {
        Stores stores = HOST.bean(Stores.class);
        String key = UUID.randomUUID().toString();
        Instant now = Instant.now();
        stores.unitOfWork()
                .run(tx -> stores.occurrences()
                        .add(
                                tx,
                                Occurrence.running(GENERATE, new Slot(key, now), true, 1, 0, "elsewhere/4711/1", now)));

        Reply dead = admin.get(RUNS + "generate-" + key + "/");

        assertThat(dead.at("state")).isEqualTo("INTERRUPTED");
        assertThat(dead.header("Retry-After")).isEmpty();
        String guardian = guardian();
        Reply again = admin.post(
                RUNS, approving(guardian, admin.post(PLANS, body(guardian, "")).at("digest")));
        assertThat(ended(again).at("state")).isEqualTo("DONE");
    }

    @Test
    void whileOneRunsAnotherOfItsKindIsRefused() {
        String guardian = guardian();
        String body = approving(guardian, admin.post(PLANS, body(guardian, "")).at("digest"));
        String key = UUID.randomUUID().toString();
        BegunRun running =
                HOST.bean(Tasks.class).begin(new Waiting(), key, null).orElseThrow();
        try {
            Reply refused = admin.post(RUNS, body);

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.at("code")).isEqualTo("RUN_UNDER_WAY");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(admin.get(RUNS + "generate-" + key + "/").at("state")).isEqualTo("RUNNING");
        } finally {
            running.abandon("BUSY: no thread");
        }
        Reply failed = admin.get(RUNS + "generate-" + key);
        assertThat(failed.at("state")).isEqualTo("FAILED");
        assertThat(failed.at("code")).isEqualTo("BUSY");
        assertThat(failed.at("reason")).isEqualTo("no thread");
        assertThat(ended(admin.post(RUNS, body)).at("state")).isEqualTo("DONE");
    }

    @Test
    void aRunThatTheExecutorRefusedIsBegunWhenItIsAskedForAgain() {
        AtomicReference<Executor> executor = new AtomicReference<>(work -> {
            throw new RejectedExecutionException("full");
        });
        AtomicInteger ran = new AtomicInteger();
        AskedRuns runs = new AskedRuns(new Runs(HOST.bean(Tasks.class), executor::get), "test", List.of("refused"));
        String key = UUID.randomUUID().toString();

        assertThatThrownBy(() -> ask(runs, "{}", key, ran)).isInstanceOf(ProblemException.class);
        executor.set(Runnable::run);
        ask(runs, "{}", key, ran);
        assertThat(ran).as("begun anew").hasValue(1);
        ask(runs, "{}", key, ran);
        assertThat(ran).as("the same run").hasValue(1);
        ask(runs, "{\"file\": \"other\"}", key, ran);
        assertThat(ran).as("another request").hasValue(2);
    }

    @Test
    void aRunThatGetsNoThreadHoldsUpNoOther() {
        AtomicReference<Executor> executor = new AtomicReference<>(work -> {
            throw new IllegalStateException("no such bean");
        });
        AtomicInteger ran = new AtomicInteger();
        Runs all = new Runs(HOST.bean(Tasks.class), executor::get);
        AskedRuns runs = new AskedRuns(all, "test", List.of("refused"));

        assertThatIllegalStateException().isThrownBy(() -> ask(runs, "{}", null, ran));
        executor.set(Runnable::run);
        ask(runs, "{}", null, ran);

        assertThat(ran).hasValue(1);
    }

    private static void ask(AskedRuns runs, String body, @Nullable String key, AtomicInteger ran) {
        Asker asker = new Asker("someone", Set.of(), null, null, null);
        runs.start("refused", 1, false, BareRequest.post("/refused/runs/", body, key), asker, () -> run -> {
            ran.incrementAndGet();
            return Counts.of(Map.of());
        });
    }

    private record Waiting() implements Task {
        @Override
        public TaskName name() {
            return GENERATE;
        }

        @Override
        public Schedule schedule() {
            return Schedule.parse("every 1m");
        }

        @Override
        public Counts run(Run run) {
            return Counts.of(Map.of());
        }
    }

    @Test
    void aLongPlanIsReadByPages() {
        String first = guardian();
        String second = guardian();
        String body = "{\"kind\": \"generate\", \"guardians\": [\"" + first + "\", \"" + second + "\"]}";

        Reply page = admin.post(PLANS + "?limit=1", body);
        Reply next = admin.post(String.valueOf(page.at("next")), body);

        assertThat(page.results("guardian")).hasSize(1);
        assertThat(next.results("guardian")).hasSize(1).doesNotContainAnyElementsOf(page.results("guardian"));
        assertThat(next.at("next")).isNull();
        assertThat(next.at("digest")).isEqualTo(page.at("digest"));
    }

    @Test
    void accountsOfAnOlderSystemAreTakenOver() {
        String guardian = guardian();
        String accounts = "\"accounts\": [{\"guardian\": \"" + guardian
                + "\", \"username\": \"nina." + guardian.substring(1, 9)
                + "\", \"passwordHash\": null, \"lastSignInAt\": \"2026-01-08T11:03:53Z\"}]";

        Reply plan = admin.post(PLANS, "{\"kind\": \"migrate\", " + accounts + "}");
        assertThat(plan.at("counts", "migrated")).as(plan.body()).isEqualTo(1L);
        Reply run = ended(
                admin.post(RUNS, "{\"kind\": \"migrate\", " + accounts + ", \"plan\": \"" + plan.at("digest") + "\"}"));

        assertThat(run.at("counts", "migrated")).as(run.body()).isEqualTo(1L);
        assertThat(HOST.bean(Accounts.class).of(new GuardianId(guardian))).isPresent();
        assertThat(admin.post(PLANS, "{\"kind\": \"migrate\", \"accounts\": [{\"guardian\": 1}]}")
                        .body())
                .contains("NO_LIST_OF_ACCOUNTS");
    }

    @Test
    void aTaskIsRunNowAndLookedAt() {
        Reply started = admin.post("/api/core/tasks/account-check/run/", null);

        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(ended(started).at("state")).isEqualTo("DONE");
        assertThat(ended(started).at("byHand")).isEqualTo(true);
    }

    @Test
    void aVerificationSaysWhatItFound() {
        String file = OperationSamples.backup(HOST);

        Reply run = ended(admin.post("/api/core/backups/" + file + "/verify/", "{\"depth\": \"CONTENTS\"}"));

        assertThat(run.at("state")).as(run.body()).isEqualTo("FAILED");
        assertThat(run.at("code")).isEqualTo("INVALID");
        assertThat(admin.get("/api/core/backups/" + file + "/").at("state")).isEqualTo("INVALID");
        Reply refused = admin.post("/api/core/backups/" + file + "/accept/", "{\"reason\": \"why not\"}");
        assertThat(refused.at("code")).isEqualTo("NOT_DEGRADED");
    }
}
