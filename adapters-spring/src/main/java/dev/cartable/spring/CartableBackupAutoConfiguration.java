package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.StagedStores;
import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.jdbc.HostMigrations;
import dev.cartable.jdbc.JdbcBackups;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.s3.S3Settings;
import dev.cartable.s3.S3Vault;
import java.time.InstantSource;
import java.util.Optional;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Keeps backups in a folder, with a dump of the host's whole database. Off until {@code cartable.backup.destination} is set. */
@AutoConfiguration(
        after = CartableStoresAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
            "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration",
            "org.springframework.boot.autoconfigure.liquibase.LiquibaseAutoConfiguration"
        },
        before = CartableAutoConfiguration.class)
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

    /** Where the library of age is there. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnClass(name = "com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory")
    ArchiveEncryption cartableArchiveEncryption() {
        return new AgeEncryption();
    }

    @Bean
    @ConditionalOnBean(JdbcStores.class)
    @ConditionalOnMissingBean
    JdbcBackups cartableJdbcBackups(
            ListableBeanFactory beans,
            CartableProperties properties,
            CartableBackupProperties backup,
            Environment environment,
            ObjectProvider<JdbcBackupsCustomizer> customizers) {
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
        customizers.orderedStream().forEach(one -> one.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnBean(JdbcBackups.class)
    @ConditionalOnMissingBean
    DatabaseDump cartableDatabaseDump(JdbcBackups backups) {
        return backups.dump();
    }

    @Bean
    @ConditionalOnBean(JdbcBackups.class)
    @ConditionalOnMissingBean
    DatabaseRestore cartableDatabaseRestore(JdbcBackups backups) {
        return backups.restore();
    }

    /** Opens the stores of a restored database, which the host's own migrations bring to this version first. */
    @Bean
    @ConditionalOnBean(JdbcBackups.class)
    @ConditionalOnMissingBean
    StagedStores cartableStagedStores(CartableProperties properties, ObjectProvider<HostMigrations> migrations) {
        return JdbcBackups.stagedStores(
                properties::in, migrations.orderedStream().toList());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(S3Vault.class)
    static final class S3Configuration {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnProperty("cartable.backup.vault")
        OffsiteVault cartableOffsiteVault(CartableBackupProperties properties, ObjectProvider<InstantSource> time) {
            return new S3Vault(
                    S3Settings.parse(requireNonNull(properties.vault(), "cartable.backup.vault")),
                    System.getenv(),
                    time.getIfAvailable(InstantSource::system));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flyway.class)
    static final class FlywayConfiguration {
        @Bean
        @ConditionalOnBean(Flyway.class)
        HostMigrations cartableFlywayMigrations(Flyway flyway) {
            return new FlywayMigrations(flyway);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpringLiquibase.class)
    static final class LiquibaseConfiguration {
        @Bean
        @ConditionalOnBean(SpringLiquibase.class)
        HostMigrations cartableLiquibaseMigrations(SpringLiquibase liquibase) {
            return new LiquibaseMigrations(liquibase);
        }
    }
}
