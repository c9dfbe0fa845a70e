package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.account.model.AccountId;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.UnknownOutcomeException;
import dev.cartable.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

class SpringTransactionsTest {
    private final DataSource dataSource = TestDatabase.h2().dataSource();
    private final PlatformTransactionManager manager = new JdbcTransactionManager(dataSource);
    private final SpringTransactions transactions = new SpringTransactions(dataSource, manager);
    private final TransactionTemplate host = new TransactionTemplate(manager);

    @Test
    void joinsTheHostsTransactionOnItsVeryConnection() {
        assertThat(transactions.joins()).isFalse();
        host.executeWithoutResult(status -> {
            assertThat(transactions.joins()).isTrue();
            assertThat(transactions.<Object>call(connection -> connection))
                    .isSameAs(transactions.<Object>read(connection -> connection));
        });
        assertThat(transactions.joins()).isFalse();
    }

    @Test
    void joinsNothingWhereTheHostHasOnlyAScope() {
        TransactionTemplate scope = new TransactionTemplate(manager);
        scope.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
        scope.executeWithoutResult(status -> {
            transactions.<Boolean>read(connection -> true);
            assertThat(transactions.joins()).isFalse();
        });
    }

    @Test
    void joinsNoTransactionOfAnotherDatabase() {
        DataSource other = TestDatabase.h2().dataSource();
        new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult(status -> {
            assertThat(transactions.joins()).isFalse();
            assertThat(transactions.<Boolean>call(connection -> transactions.joins()))
                    .isTrue();
        });
    }

    @Test
    void aFailedPartUndoesTheHostsTransactionEvenIfTheHostSwallowsTheFailure() {
        assertThatExceptionOfType(UnexpectedRollbackException.class)
                .isThrownBy(() -> host.executeWithoutResult(status -> assertThatIllegalStateException()
                        .isThrownBy(() -> transactions.call(connection -> {
                            throw new IllegalStateException("failed");
                        }))));
    }

    @Test
    void whatBrokeAConnectionIsReportedAndNotThatItCouldNotRollBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.call(connection -> {
                    close(connection);
                    throw new IllegalStateException("first");
                }))
                .withMessage("first");
    }

    /** As Spring Boot sets its manager up. */
    @Test
    void aCommitThatBrokeIsReportedAsOneOfWhichNothingIsKnown() {
        JdbcTransactionManager boot = new JdbcTransactionManager(dataSource);
        boot.setRollbackOnCommitFailure(true);

        assertThatExceptionOfType(UnknownOutcomeException.class)
                .isThrownBy(() -> new SpringTransactions(dataSource, boot).call(connection -> {
                    close(connection);
                    return true;
                }))
                .satisfies(unknown -> assertThat(unknown.sqlState()).isEqualTo("08007"));
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReadLeavesNothingOpenOnAConnectionWithoutAutoCommit() {
        SingleConnectionDataSource single =
                new SingleConnectionDataSource(TestDatabase.h2().url(), "sa", "", true);
        single.setAutoCommit(false);
        SpringTransactions own = new SpringTransactions(single, new JdbcTransactionManager(single));
        own.<Boolean>call(connection -> execute(connection, "CREATE TABLE seen (id INT)"));

        own.<Boolean>read(connection -> execute(connection, "INSERT INTO seen VALUES (1)"));

        assertThat(new JdbcTemplate(single).queryForList("SELECT id FROM seen")).isEmpty();
        single.destroy();
    }

    private static Boolean execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAManagerOfAnotherDatabase() {
        SpringTransactions wrong = new SpringTransactions(TestDatabase.h2().dataSource(), manager);
        assertThatIllegalStateException().isThrownBy(wrong::check);
        assertThatIllegalStateException()
                .isThrownBy(() -> wrong.call(connection -> connection))
                .withMessageContaining("does not manage Cartable's data source");
    }

    @Test
    void looksThroughAProxyThatIsAwareOfTransactions() {
        SpringTransactions proxied = new SpringTransactions(new TransactionAwareDataSourceProxy(dataSource), manager);
        proxied.check();
        assertThat(SpringTransactions.target(new TransactionAwareDataSourceProxy(dataSource)))
                .isSameAs(dataSource);
    }

    @Test
    void beginsAtReadCommittedWhereTheDataSourceDoesNotAndGivesTheConnectionBackAsItWas() {
        SingleConnectionDataSource single =
                new SingleConnectionDataSource(TestDatabase.h2().url(), "sa", "", true);
        new JdbcTemplate(single).execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        PlatformTransactionManager itsManager = new JdbcTransactionManager(single);
        SpringTransactions own = new SpringTransactions(single, itsManager);

        assertThat(own.<Integer>call(SpringTransactionsTest::level)).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(new TransactionTemplate(itsManager)
                        .<Integer>execute(status -> own.<Integer>call(SpringTransactionsTest::level)))
                .as("joined")
                .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(own.<Integer>read(SpringTransactionsTest::level)).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        single.destroy();
    }

    @Test
    void anActionRunsAfterTheHostsCommitAndNotAfterItsRollback() {
        JdbcStores stores = stores();
        List<String> ran = new ArrayList<>();

        host.executeWithoutResult(status -> {
            stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("committed")));
            assertThat(ran).as("before the host's commit").isEmpty();
        });
        host.executeWithoutResult(status -> {
            stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("undone")));
            status.setRollbackOnly();
        });
        stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("own")));

        assertThat(ran).containsExactly("committed", "own");
    }

    @Test
    void anActionThatFailsChangesNothingForTheHost() {
        JdbcStores stores = stores();
        List<String> ran = new ArrayList<>();

        String result = host.execute(status -> {
            stores.unitOfWork().run(tx -> {
                tx.afterCommit(() -> {
                    throw new IllegalStateException("no");
                });
                tx.afterCommit(() -> ran.add("the next one"));
                stores.tombstones().add(tx, "kept", Instant.EPOCH);
            });
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(ran).containsExactly("the next one");
        assertThat(stores.tombstones().among(List.of("kept"))).containsExactly("kept");
    }

    @Test
    void anActionOfAPartThatASavepointUndoesDoesNotRun() {
        JdbcStores stores = stores();
        TransactionTemplate nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        List<String> ran = new ArrayList<>();

        host.executeWithoutResult(status -> {
            stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("before it")));
            nested.executeWithoutResult(part -> {
                stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("undone")));
                part.setRollbackOnly();
            });
            nested.executeWithoutResult(
                    part -> stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("kept part"))));
        });

        assertThat(ran).containsExactly("before it", "kept part");
    }

    private JdbcStores stores() {
        return JdbcStores.builder(dataSource).transactions(transactions).build();
    }

    private static Integer level(Connection connection) {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sessionsEndAfterTheHostsCommitAndNotAfterItsRollback() {
        List<AccountId> revoked = new ArrayList<>();
        AfterCommit revoker = new AfterCommit(revoked::add);
        AccountId kept = new AccountId(UUID.randomUUID());
        AccountId ended = new AccountId(UUID.randomUUID());
        AccountId alone = new AccountId(UUID.randomUUID());

        host.executeWithoutResult(status -> {
            revoker.revoke(kept);
            status.setRollbackOnly();
        });
        host.executeWithoutResult(status -> {
            revoker.revoke(ended);
            assertThat(revoked).isEmpty();
        });
        revoker.revoke(alone);

        assertThat(revoked).containsExactly(ended, alone);
    }
}
