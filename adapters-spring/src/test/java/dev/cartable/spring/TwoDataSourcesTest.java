package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.testing.TestDatabase;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A host with a primary data source and another: everything of Cartable is in one of them. */
class TwoDataSourcesTest {
    private static final String FAMILY =
            "INSERT INTO cartable_guardian (id, given_name, family_name) VALUES ('g', 'Awa', 'Sow');"
                    + "INSERT INTO cartable_pupil (id, given_name, family_name) VALUES ('p', 'Ali', 'Sow');"
                    + "INSERT INTO cartable_guardianship (guardian_id, pupil_id, relation) VALUES ('g', 'p', 'mother')";

    @Configuration(proxyBeanMethods = false)
    static class Both {
        @Bean
        @Primary
        DataSource library() {
            return TestDatabase.h2().dataSource();
        }

        @Bean
        DataSource school() {
            return TestDatabase.h2().dataSource();
        }

        @Bean
        @Primary
        PlatformTransactionManager libraryTransactions(DataSource library) {
            return new JdbcTransactionManager(library);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SchoolTransactions {
        @Bean
        PlatformTransactionManager schoolTransactions(
                @org.springframework.beans.factory.annotation.Qualifier("school") DataSource school) {
            return new JdbcTransactionManager(school);
        }
    }

    private static ApplicationContextRunner host(Class<?>... more) {
        return Runners.empty()
                .withUserConfiguration(Both.class)
                .withUserConfiguration(more)
                .withPropertyValues(Runners.ZONE, Runners.KEY, Runners.ROSTER);
    }

    private static int tables(DataSource dataSource) {
        Integer tables = new JdbcTemplate(dataSource)
                .queryForObject(
                        "SELECT count(*) FROM information_schema.tables WHERE lower(table_name) LIKE 'cartable%'",
                        Integer.class);
        return tables == null ? -1 : tables;
    }

    @Test
    void theNamedOneIsMigratedReadAndWrittenInTheTransactionsOfItsManager() {
        host(SchoolTransactions.class)
                .withPropertyValues("cartable.datasource=school")
                .run(context -> {
                    DataSource school = context.getBean("school", DataSource.class);
                    Arrays.stream(FAMILY.split(";")).forEach(new JdbcTemplate(school)::execute);

                    context.getBean(Accounts.class)
                            .generate()
                            .apply(context.getBean(Accounts.class).generate().plan(GenerationRequest.everyone()));

                    assertThat(tables(context.getBean("library", DataSource.class)))
                            .isZero();
                    assertThat(new JdbcTemplate(school)
                                    .queryForObject("SELECT count(*) FROM cartable_account", Integer.class))
                            .isEqualTo(1);
                    JdbcStores stores = (JdbcStores) context.getBean(Stores.class);
                    new org.springframework.transaction.support.TransactionTemplate(
                                    context.getBean("schoolTransactions", PlatformTransactionManager.class))
                            .executeWithoutResult(status ->
                                    assertThat(stores.unitOfWork().joins()).isTrue());
                    new org.springframework.transaction.support.TransactionTemplate(
                                    context.getBean(PlatformTransactionManager.class))
                            .executeWithoutResult(status ->
                                    assertThat(stores.unitOfWork().joins()).isFalse());
                });
    }

    @Test
    void oneThatNoManagerManagesIsRefused() {
        host().withPropertyValues("cartable.datasource=school")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("No transaction manager manages Cartable's DataSource"));
    }

    @Test
    void theNamedOneMayBeThePrimaryOne() {
        host(SchoolTransactions.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(tables(context.getBean("library", DataSource.class))).isPositive();
            assertThat(tables(context.getBean("school", DataSource.class))).isZero();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TransactionsElsewhere {
        @Bean
        Transactions transactions(@org.springframework.beans.factory.annotation.Qualifier("school") DataSource school) {
            return Transactions.of(school);
        }
    }

    @Test
    void transactionsOfTheHostOnTheOtherOneAreRefusedBeforeATableIsMade() {
        host(TransactionsElsewhere.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("would read from one database and write to the other"));
        host(TransactionsElsewhere.class)
                .withPropertyValues("cartable.datasource=school")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
