package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.Backups;
import dev.cartable.backup.model.Scope;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.UserId;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is seen of Cartable from outside a host: meters, endpoint, log lines, liveness. In the host, one mail is sent, one is refused, one is tried
 * again, and the server dies at the fourth; a task fails, use of the network is reported, and a backup is made.
 */
@ExtendWith(OutputCaptureExtension.class)
class MonitoringTest {
    private static final Pattern METER = Pattern.compile("cartable_[a-z_]+");
    private static final UserId USER = new UserId("11");

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext host;
    private static String log;

    /** A mail server that answers each recipient in another way. */
    record Moody() implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            String address = notice.address().value();
            return switch (address) {
                case "p11@example.org" -> new Delivery.Sent("250 for " + address);
                case "p12@example.org" -> new Delivery.Refused("550 unknown: " + address);
                case "p13@example.org" -> new Delivery.TryLater("451 later: " + address);
                default -> new Delivery.ChannelDown("535 who are you, " + address + "?", Duration.ZERO);
            };
        }

        @Override
        public void release() {}
    }

    /** A task that fails. */
    record Broken() implements Task {
        @Override
        public TaskName name() {
            return new TaskName("broken");
        }

        @Override
        public Schedule schedule() {
            return Schedule.every(Duration.ofDays(1));
        }

        @Override
        public Counts run(Task.Run run) {
            throw new IllegalStateException("the printer is on fire");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Parts {
        @Bean
        Moody moody() {
            return new Moody();
        }

        @Bean
        Broken broken() {
            return new Broken();
        }
    }

    @BeforeAll
    static void live(CapturedOutput output) {
        TestDatabase database = TestDatabase.h2();
        host = new SpringApplicationBuilder(Portal.class, Parts.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "spring.datasource.url=" + database.url(),
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:dev/cartable/spring/portal.sql",
                        "spring.main.banner-mode=off",
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.security.user.name=operator",
                        "spring.security.user.password=secret",
                        "logging.level.dev.cartable=debug",
                        "logging.pattern.console=%level [%mdc] %logger{0} %msg%n%ex",
                        "management.endpoints.web.exposure.include=health,cartable,metrics",
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.show-details=always",
                        "management.endpoint.health.group.liveness.include=livenessState,cartable",
                        "management.endpoint.health.group.readiness.include=readinessState,cartable",
                        Runners.ZONE,
                        Runners.KEY,
                        "cartable.roster=views",
                        "cartable.any-thread=true",
                        "cartable.school-name=École Exemple",
                        "cartable.mail.connections=1",
                        "cartable.activation-page=https://parents.example.org/activate",
                        "cartable.backup.destination=" + folder.resolve("backups"))
                .run();
        Tasks tasks = host.getBean(Tasks.class);
        for (int family = 11; family <= 13; family++) {
            host.getBean(Enrolment.class).enrol(family);
        }
        tasks.run(new TaskName("messages"));
        host.getBean(Enrolment.class).enrol(14);
        tasks.run(new TaskName("messages"));
        tasks.run(new TaskName("broken"));
        tasks.run(new TaskName("account-check"));
        host.getBean(dev.cartable.Cartable.class).tasks().tick();
        Quotas quotas = host.getBean(Quotas.class);
        UsageEvent event = new UsageEvent(new EventId("e1"), USER, new Traffic(10, 20), Instant.now());
        quotas.record(event);
        quotas.record(event);
        quotas.record(new UsageEvent(new EventId("e2"), new UserId("nobody"), new Traffic(1, 1), Instant.now()));
        host.getBean(Backups.class).create(Scope.ALL);
        log = output.getAll();
    }

    @AfterAll
    static void die() {
        host.close();
    }

    private static MeterRegistry meters() {
        return host.getBean(MeterRegistry.class);
    }

    private static double counted(String name, String... tags) {
        Counter counter = meters().find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void theOutcomesOfMessagesAreCountedByKindAndChannel() {
        String kind = "account.activation";
        assertThat(counted("cartable.notices", "kind", kind, "channel", "email", "outcome", "sent"))
                .isEqualTo(1);
        assertThat(counted("cartable.notices", "kind", kind, "channel", "email", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(counted("cartable.notices", "kind", kind, "channel", "email", "outcome", "retried"))
                .isEqualTo(1);
    }

    @Test
    void deliveriesAreObserved() {
        assertThat(meters().find("cartable.delivery").tag("channel", "email").timers().stream()
                        .map(timer -> timer.getId().getTag("outcome")))
                .contains("sent", "refused", "try_later", "channel_down");
    }

    @Test
    void runsOfTasksAreObservedWithTheirOutcomesAndCounts() {
        Timer broken = meters().find("cartable.task").tag("task", "broken").timer();
        assertThat(requireNonNull(broken).getId().getTag("outcome")).isEqualTo("failed");
        assertThat(requireNonNull(broken).getId().getTag("error")).isEqualTo("IllegalStateException");
        assertThat(meters().find("cartable.task")
                        .tags("task", "messages", "outcome", "done")
                        .timers())
                .hasSize(1);
        assertThat(counted("cartable.task.counts", "task", "messages", "count", "sent"))
                .isEqualTo(1);
    }

    @Test
    void reportsOfUseAndAlarmsAreCounted() {
        assertThat(counted("cartable.usage", "source", "event", "outcome", "counted"))
                .isEqualTo(1);
        assertThat(counted("cartable.usage", "source", "event", "outcome", "repeated"))
                .isEqualTo(1);
        assertThat(counted("cartable.usage", "source", "event", "outcome", "unknown_user"))
                .isEqualTo(1);
        assertThat(counted("cartable.alarms", "code", "messages_unsent", "task", "messages"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void gaugesSayWhatWaitsAndHowOldTheProofsAre() {
        assertThat(gauge("cartable.outbox.waiting", "channel", "email")).isEqualTo(2);
        assertThat(gauge("cartable.channel.paused", "channel", "email")).isEqualTo(1);
        assertThat(gauge("cartable.channel.paused", "channel", "sms")).isZero();
        assertThat(gauge("cartable.outbox.age")).isBetween(0.0, 600.0);
        assertThat(gauge("cartable.tick.age")).isBetween(0.0, 600.0);
        assertThat(gauge("cartable.backup.age")).isBetween(0.0, 600.0);
        assertThat(gauge("cartable.backup.drill.age"))
                .as("no backup was restored")
                .isNaN();
    }

    private static double gauge(String name, String... tags) {
        return requireNonNull(meters().find(name).tags(tags).gauge(), name).value();
    }

    @Test
    void noTagIsAnIdOrANameOrAnAddress() {
        Set<Tag> tags =
                ours().flatMap(meter -> meter.getId().getTags().stream()).collect(Collectors.toSet());

        assertThat(tags.stream().map(Tag::getKey).collect(Collectors.toSet()))
                .isEqualTo(Set.of("kind", "channel", "task", "outcome", "count", "source", "code", "error"));
        assertThat(tags.stream().map(Tag::getValue))
                .allSatisfy(value -> assertThat(value)
                        .doesNotContainPattern("[0-9]|@|[A-Z]{2}")
                        .doesNotContainIgnoringCase("aïssatou"));
    }

    private static Stream<Meter> ours() {
        return meters().getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("cartable."));
    }

    /** The names that Prometheus has for a meter. */
    private static Stream<String> names(Meter meter) {
        String name = meter.getId().getName().replace('.', '_');
        if (meter instanceof Counter) {
            return Stream.of(name + "_total");
        }
        if (meter instanceof Timer || meter instanceof LongTaskTimer) {
            return Stream.of("_count", "_sum", "_max").map(end -> name + "_seconds" + end);
        }
        String unit = meter instanceof Gauge ? meter.getId().getBaseUnit() : null;
        return Stream.of(unit == null ? name : name + "_" + unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartable-dashboard.json", "cartable-alerts.yaml", "cartable-alerts-test.yaml"})
    void everyMeterThatTheExamplesNameExists(String file) throws IOException {
        String text = Files.readString(examples().resolve(file));
        Set<String> named =
                METER.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(8);
        assertThat(ours().flatMap(MonitoringTest::names)).containsAll(named);
    }

    /** The tests of boot3-it run one folder below. */
    private static Path examples() {
        Path here = Path.of("").toAbsolutePath();
        return (here.endsWith("boot3-it") ? here.resolve("../..") : here.resolve("..")).resolve("examples/monitoring");
    }

    @Test
    void theEndpointShowsTasksAndOutboxToWhomTheHostLetsSeeIt() throws Exception {
        HttpResponse<String> all = request("GET", "/actuator/cartable", "operator:secret");

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body())
                .contains("\"schema\"", "\"latest\"", "\"waiting\":{\"EMAIL\":2}", "\"account-check\"", "\"schedule\"")
                .doesNotContain("example.org", "Aïssatou", "unreadable");
        assertThat(request("GET", "/actuator/cartable/outbox", "operator:secret")
                        .body())
                .contains("\"EMAIL\":2");
        assertThat(request("GET", "/actuator/cartable/nothing", "operator:secret")
                        .statusCode())
                .isEqualTo(404);
        assertThat(request("GET", "/actuator/cartable", null).statusCode()).isEqualTo(401);
        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(request(method, "/actuator/cartable", "operator:secret").statusCode())
                    .as(method)
                    .isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void theEndpointIsNotThereUnlessItIsExposed() {
        Runners.complete()
                .withPropertyValues("cartable.any-thread=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CartableEndpoint.class));
    }

    @Test
    void aDeadServerFailsNeitherLivenessNorReadinessWhereTheyIncludeCartable() throws Exception {
        assertThat(request("GET", "/actuator/health", "operator:secret").body()).contains("DEGRADED");
        for (String group : List.of("liveness", "readiness")) {
            HttpResponse<String> answer = request("GET", "/actuator/health/" + group, null);
            assertThat(answer.statusCode()).as(group).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("\"DOWN\"");
        }
    }

    @Test
    void logLinesSayWhichTaskAndWhichNoticeByIdsAlone() {
        assertThat(log).contains("cartable.task=broken", "the printer is on fire");
        assertThat(log.lines().filter(line -> line.startsWith("WARN") || line.startsWith("ERROR")))
                .isNotEmpty();
        assertThat(log)
                .doesNotContain("Aïssatou", "aissatou", "Bâ", "p11@", "p12@", "p13@", "p14@")
                .doesNotContain("activate#");
    }

    private static HttpResponse<String> request(String method, String path, @Nullable String login)
            throws IOException, InterruptedException {
        String port = host.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (login != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
