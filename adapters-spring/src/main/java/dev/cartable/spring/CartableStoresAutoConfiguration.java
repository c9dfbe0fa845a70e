package dev.cartable.spring;

import dev.cartable.Stores;
import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.RosterRelationsException;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.SchemaState;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Keeps Cartable's data in the host's database, in the host's transactions. Backs off for a {@link Stores} bean of the host, and
 * where there is no {@link DataSource}, or several without a primary one and without {@code cartable.datasource}.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.JndiDataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration"
        })
@Conditional({Conditions.Parts.class, Conditions.OneDataSource.class})
@ConditionalOnMissingBean(Stores.class)
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableStoresAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(CartableStoresAutoConfiguration.class);

    CartableStoresAutoConfiguration() {}

    @Bean
    @DependsOnDatabaseInitialization // The host's own migrations may define views that must be there first.
    JdbcStores cartableStores(
            ListableBeanFactory beans,
            CartableProperties properties,
            ObjectProvider<JdbcStoresCustomizer> customizers) {
        HostDatabase database = HostDatabase.of(beans, properties);
        SchemaMode mode = properties.schemaMode();
        JdbcStores stores;
        try {
            JdbcStores.Builder builder = properties
                    .in(JdbcStores.builder(database.dataSource()))
                    .schemaMode(mode == SchemaMode.VALIDATE ? SchemaMode.NEVER : mode)
                    .transactions(database.transactions());
            customizers.orderedStream().forEach(one -> one.customize(builder));
            stores = builder.build();
        } catch (JdbcStoreException e) {
            throw unusable(e, properties);
        } catch (IllegalArgumentException e) {
            throw new CartableConfigurationException(
                    "Cartable's tables cannot be named so: " + e.getMessage() + ".",
                    "Mend cartable.table-prefix or cartable.schema.",
                    e);
        }
        if (mode != SchemaMode.NEVER) {
            look(stores.schema(), mode);
        }
        return stores;
    }

    private static void look(SchemaState state, SchemaMode mode) {
        if (state.isCurrent()) {
            return;
        }
        String missing = "The database has step " + state.version() + " of Cartable's schema, and step "
                + state.latest() + " is needed; nothing was written.";
        if (mode == SchemaMode.VALIDATE) {
            throw new CartableConfigurationException(
                    missing,
                    "Run this SQL, or set cartable.schema-mode=migrate to have Cartable run it:\n\n"
                            + String.join(";\n\n", state.missingSql()) + ";\n");
        }
        LOG.warn(
                "{} Set cartable.schema-mode=migrate to have Cartable add what is missing, or validate to see the SQL",
                missing);
    }

    private static CartableConfigurationException unusable(JdbcStoreException e, CartableProperties properties) {
        if (e instanceof RosterRelationsException) {
            return new CartableConfigurationException(
                    "Cartable's stores cannot be opened: " + e.getMessage() + ".",
                    "Put the SQL above into a migration of yours, or into schema.sql, which run before Cartable starts; change its"
                            + " table names to yours. If imports fill Cartable's own tables, set cartable.roster=tables.",
                    e);
        }
        String action = e.sqlState() == null
                ? (properties.schema() == null ? "" : "Mend cartable.schema, or create that schema. ")
                        + "Use an H2 or PostgreSQL database whose tables were made by this release of Cartable or an older one, or"
                        + " define a bean of type dev.cartable.Stores."
                : "Check that the user of the database may use Cartable's tables, and make what is missing:"
                        + " cartable.schema-mode=migrate makes it at the next start, and validate prints the SQL.";
        return new CartableConfigurationException(
                "Cartable's stores cannot be opened: " + e.getMessage() + ".", action, e);
    }
}
