package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.jdbc.JdbcBackups;
import dev.cartable.jdbc.JdbcStores;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Keeps backups in a folder, with a dump of the host's whole database. Off until {@code cartable.backup.destination} is set. */
@AutoConfiguration(after = CartableStoresAutoConfiguration.class, before = CartableAutoConfiguration.class)
@Conditional(Conditions.Parts.class)
@ConditionalOnProperty("cartable.backup.destination")
@EnableConfigurationProperties({CartableProperties.class, CartableBackupProperties.class})
public final class CartableBackupAutoConfiguration {
    CartableBackupAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    BackupVault cartableBackupVault(CartableBackupProperties properties, ObjectProvider<InstantSource> time) {
        return new DirectoryVault(
                requireNonNull(properties.destination(), "cartable.backup.destination"),
                time.getIfAvailable(InstantSource::system));
    }

    @Bean
    @ConditionalOnBean(JdbcStores.class)
    @ConditionalOnMissingBean
    DatabaseDump cartableDatabaseDump(
            ListableBeanFactory beans,
            CartableProperties properties,
            CartableBackupProperties backup,
            Environment environment) {
        JdbcBackups.Builder builder = JdbcBackups.builder(
                        HostDatabase.of(beans, properties).dataSource())
                .prefix(properties.tablePrefix());
        Optional.ofNullable(backup.pgBin()).ifPresent(builder::programs);
        String user = environment.getProperty("spring.datasource.username");
        String password = environment.getProperty("spring.datasource.password");
        // They are those of Spring's own data source; where another is named, its password stands in PostgreSQL's
        // pgpass file.
        if (properties.datasource() == null && user != null && password != null) {
            builder.credentials(user, password);
        }
        return builder.build().dump();
    }
}
