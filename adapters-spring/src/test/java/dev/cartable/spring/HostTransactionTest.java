package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Stores;
import dev.cartable.account.AccountPlan;
import dev.cartable.account.Accounts;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.Notices;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.Privacy;
import dev.cartable.school.model.GuardianId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What Cartable writes belongs to the host's transaction, on every database. */
class HostTransactionTest {
    private static final List<String> TABLES = List.of(
            "portal_parent",
            "portal_child",
            "portal_tie",
            "cartable_account",
            "cartable_account_pupil",
            "cartable_username",
            "cartable_activation",
            "cartable_notice",
            "cartable_outbox");

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();

    private Enrolment start(TestDatabase.Kind kind, String... properties) {
        started.add(Portal.start(kind, properties));
        return bean(Enrolment.class);
    }

    private <T> T bean(Class<T> type) {
        return started.get(0).getBean(type);
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
    }

    @ParameterizedTest
    @EnumSource
    void anAccountIsCommittedWithTheHostsRowWhichItWasMadeFrom(TestDatabase.Kind kind) {
        Enrolment enrolment = start(kind);

        AccountStep step = enrolment.enrol(7).orElseThrow();

        assertThat(step.action()).isEqualTo(AccountStep.Action.CREATE);
        assertThat(rows())
                .allSatisfy((table, count) -> assertThat(count).as(table).isEqualTo(1));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aMessageGoesAfterTheHostsCommitAndNotAfterItsRollback(CapturedOutput output) {
        Enrolment enrolment = start(TestDatabase.Kind.H2, "cartable.any-thread=true");
        List<Runnable> tasks = new ArrayList<>();
        try (CommitDispatcher dispatcher = bean(Notices.class).dispatchOnCommit(tasks::add)) {
            assertThatIllegalStateException().isThrownBy(() -> enrolment.enrolWithoutAPlace(7));
            assertThat(tasks).isEmpty();
            enrolment.enrol(7);
            assertThat(tasks).hasSize(1);
            assertThat(dispatcher).isNotNull();
        }
        try (CommitDispatcher refused = bean(Notices.class).dispatchOnCommit(task -> {
            throw new RejectedExecutionException("message to hawa@example.org");
        })) {
            assertThat(enrolment.enrol(8)).as("committed all the same").isPresent();
            assertThat(refused).isNotNull();
        }
        assertThat(output).contains("They stay queued").contains("RejectedExecutionException");
        assertThat(output).doesNotContain("hawa@example.org");
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfAnAccountStaysWhenTheHostRollsBack(TestDatabase.Kind kind) {
        Enrolment enrolment = start(kind);

        assertThatIllegalStateException().isThrownBy(() -> enrolment.enrolWithoutAPlace(7));

        assertThat(rows())
                .allSatisfy((table, count) -> assertThat(count).as(table).isZero());
        assertThat(enrolment.enrol(7)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void theHostsConnectionsMayComeWithoutAutoCommit(TestDatabase.Kind kind) {
        Enrolment enrolment = start(kind, "spring.datasource.hikari.auto-commit=false");

        enrolment.enrol(7);
        assertThatIllegalStateException().isThrownBy(() -> enrolment.enrolWithoutAPlace(8));
        generate(bean(Accounts.class).generate());

        assertThat(rows())
                .allSatisfy((table, count) -> assertThat(count).as(table).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void bulkWorkIsRefusedInsideAHostsTransactionAndLeavesNothing(TestDatabase.Kind kind) {
        Enrolment enrolment = start(kind);
        enrolment.enrol(7);
        Map<String, Integer> before = rows();
        AccountPlan plan = bean(Accounts.class).generate().plan(GenerationRequest.everyone());

        assertThatIllegalStateException()
                .isThrownBy(() -> enrolment.enrolAndApply(8, plan))
                .withMessageContaining("cannot run inside another transaction");

        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void bulkWorkRunsOutsideATransaction(TestDatabase.Kind kind) {
        Enrolment enrolment = start(kind);
        assertThatIllegalStateException().isThrownBy(() -> enrolment.enrolWithoutAPlace(7));
        insertAFamily();

        generate(bean(Accounts.class).generate());

        assertThat(rows()).containsEntry("cartable_account", 1).containsEntry("cartable_outbox", 0);
    }

    @ParameterizedTest
    @EnumSource
    void anErasureFindsTheAccountThatALongTransactionOfTheHostIsOpening(TestDatabase.Kind kind) throws Exception {
        start(kind).enrol(7); // The first account of all would also hold the row of the host key.
        insertAFamily();
        TransactionTemplate host = new TransactionTemplate(bean(PlatformTransactionManager.class));
        GuardianId guardian = new GuardianId("9");

        FutureTask<ErasePerson.Result> erasure = host.execute(status -> {
            assertThat(bean(Accounts.class).open(guardian)).isPresent();
            FutureTask<ErasePerson.Result> erasing =
                    new FutureTask<>(() -> bean(Privacy.class).erase(guardian));
            new Thread(erasing, "erasure").start();
            assertThatExceptionOfType(TimeoutException.class)
                    .as("the erasure waits")
                    .isThrownBy(() -> erasing.get(300, TimeUnit.MILLISECONDS));
            return erasing;
        });

        assertThat(erasure.get(60, TimeUnit.SECONDS)).isInstanceOf(ErasePerson.Erased.class);
        assertThat(bean(Stores.class).accounts().counts()).containsEntry(Account.State.ERASED, 1L);
    }

    private static void generate(GenerateAccounts generateAccounts) {
        generateAccounts.apply(generateAccounts.plan(GenerationRequest.everyone()));
    }

    private void insertAFamily() {
        JdbcTemplate jdbc = bean(JdbcTemplate.class);
        jdbc.update("INSERT INTO portal_parent VALUES (9, 'Mariama', 'Diallo', NULL)");
        jdbc.update("INSERT INTO portal_child VALUES (9, 'Binta', 'Diallo', '6e A')");
        jdbc.update("INSERT INTO portal_tie VALUES (9, 9)");
    }

    private Map<String, Integer> rows() {
        JdbcTemplate jdbc = bean(JdbcTemplate.class);
        Map<String, Integer> rows = new TreeMap<>();
        TABLES.forEach(table -> rows.put(table, jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class)));
        return rows;
    }
}
