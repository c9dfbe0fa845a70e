package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.backup.Backups;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.Channel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;

/** Cartable in the health of a host with the actuator. */
class HealthTest {
    @TempDir
    private Path folder;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    private static ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                Runners.ZONE,
                Runners.KEY,
                "cartable.any-thread=true",
                "spring.datasource.url=" + TestDatabase.h2().url(),
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "management.endpoint.health.show-details=always",
                "management.endpoint.health.probes.enabled=true",
                "server.port=0",
                "spring.main.banner-mode=off"));
        all.addAll(Arrays.asList(properties));
        return new SpringApplicationBuilder(Host.class)
                .properties(all.toArray(String[]::new))
                .run();
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext host, String path)
            throws IOException, InterruptedException {
        String port = host.getEnvironment().getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatAPersonHasToLookAtIsShownAndFailsNothing() throws Exception {
        try (var host = start(
                "cartable.backup.destination=" + folder.resolve("backups"),
                "cartable.backup.vault=s3://school-backups/?region=eu-west-3")) {
            Stores stores = host.getBean(Stores.class);
            stores.unitOfWork()
                    .run(tx -> stores.outbox()
                            .pause(
                                    tx,
                                    Channel.EMAIL,
                                    Instant.now().plus(Duration.ofHours(1)),
                                    "421 awa@example.org has no room"));

            HttpResponse<String> before = get(host, "/actuator/health");

            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body())
                    .startsWith("{")
                    .contains("\"cartable\"", "DEGRADED", "NO_BACKUP", "CHANNEL_PAUSED", "\"pausedChannels\"")
                    .doesNotContain("\"DOWN\"", "awa", "421");
            assertThat(get(host, "/actuator/health/liveness").body()).contains("\"UP\"");
            assertThat(get(host, "/actuator/health/readiness").statusCode()).isEqualTo(200);

            BackupName backup = host.getBean(Backups.class).create(Scope.ALL).file();
            String file = backup.value();
            noteCopy(backup);
            host.getBean(Cartable.class).tasks().tick();
            String after = get(host, "/actuator/health").body();

            assertThat(after)
                    .contains("\"latestBackup\"", "\"latestBackupAgeSeconds\"", "\"lastTick\"", "RESTORE_NOT_PROVEN")
                    .contains("\"latestCopy\"", "\"latestCopyAgeSeconds\"")
                    .doesNotContain("NO_BACKUP", "OFFSITE_TOO_OLD", "school-backups", file, folder.toString());
        }
    }

    /** As an upload does. */
    private void noteCopy(BackupName backup) throws IOException {
        DirectoryVault vault = new DirectoryVault(folder.resolve("backups"), InstantSource.system());
        BackupStatus status = vault.status(backup).orElseThrow();
        try (BackupVault.Lock lock = vault.lockUploads("test")) {
            assertThat(lock).isNotNull();
            vault.save(OffsiteLedger.of("s3://school-backups/")
                    .with(backup, new OffsiteCopy(OffsiteState.VERIFIED, Instant.now(), status, null, null)));
        }
    }

    @Test
    void itIsSwitchedOffAsAnyOtherIndicator() throws Exception {
        try (var host = start("management.health.cartable.enabled=false")) {
            assertThat(get(host, "/actuator/health").body()).contains("\"UP\"").doesNotContain("cartable");
        }
        Runners.complete()
                .withPropertyValues("cartable.any-thread=true", "management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("cartableHealthIndicator"));
    }

    @Test
    void withoutTheActuatorThereIsNothing() {
        Runners.complete()
                .withPropertyValues("cartable.any-thread=true")
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("cartableHealthIndicator")
                        .doesNotHaveBean(CartableHealthProperties.class));
    }

    @Test
    void whatCannotBeReadIsUnknownAndNotDown() {
        var nothing = new StaticListableBeanFactory();

        CartableHealth.Answer answer = new CartableHealth(
                        nothing.getBeanProvider(Cartable.class),
                        nothing.getBeanProvider(Backups.class),
                        nothing.getBeanProvider(InstantSource.class),
                        nothing.getBeanProvider(CartableHealthProperties.class))
                .look();

        assertThat(answer.status()).isEqualTo("UNKNOWN");
        assertThat(answer.details().get("unreadable")).hasToString("[outbox, tasks]");
    }
}
