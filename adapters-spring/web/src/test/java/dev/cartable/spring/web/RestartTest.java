package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.RestartablePostgres;
import dev.cartable.quota.Quotas;
import dev.cartable.school.model.UserId;
import dev.cartable.spring.web.Client.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see while the database restarts: that it cannot be reached now, and nothing else. */
@Tag("systems")
class RestartTest {
    private static final int CLIENTS = 100;
    private static final int BYTES = 7;
    private static final List<UserId> USERS =
            List.of(SchoolHost.AWA, SchoolHost.BEN, SchoolHost.CLEO, SchoolHost.TEACHER);

    @TempDir
    private static @Nullable Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();

    @Test
    void aHundredClientsSeeOnly503sAndEachAddCountsOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (RestartablePostgres database = RestartablePostgres.start(requireNonNull(folder, "folder"));
                SchoolHost host = SchoolHost.start(
                        List.of(SchoolHost.OpenChain.class),
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=postgres",
                        "cartable.schema-mode=migrate",
                        "spring.datasource.hikari.maximum-pool-size=10",
                        "spring.datasource.hikari.connection-timeout=1000")) {
            long before = used(host);

            List<Future<List<String>>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> threads.submit(() -> add(host, USERS.get(client % USERS.size()))))
                    .toList();
            for (int restart = 0; restart < 2; restart++) {
                awaitMore(acknowledged);
                database.restart();
            }
            awaitMore(acknowledged);
            over.set(true);
            List<String> wrong = new ArrayList<>();
            for (Future<List<String>> client : clients) {
                wrong.addAll(client.get());
            }

            System.out.println(
                    "RestartTest: " + acknowledged + " adds acknowledged, " + unavailable + " answers of 503");
            assertThat(wrong).as(wrong.size() + " other answers").isEmpty();
            assertThat(unavailable).as("answers while the database was away").hasPositiveValue();
            assertThat(used(host) - before).isEqualTo((long) acknowledged.get() * BYTES);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Adds until it is over, each again under its key until it is acknowledged. Returns what no client should see. */
    private List<String> add(SchoolHost host, UserId user) {
        List<String> wrong = new ArrayList<>();
        Client admin = host.as("root");
        while (!over.get()) {
            String key = UUID.randomUUID().toString();
            for (boolean done = false; !done && wrong.isEmpty(); ) {
                Reply reply = admin.post(
                        "/api/core/profile-usage/" + user.value() + "/add_usage/",
                        "{\"bytes_used\": " + BYTES + "}",
                        "Idempotency-Key",
                        key);
                done = reply.status() == 200;
                if (done) {
                    acknowledged.incrementAndGet();
                } else if (isUnavailable(reply)) {
                    unavailable.incrementAndGet();
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                } else {
                    wrong.add(reply.status() + " " + reply.header("Retry-After") + " " + reply.body());
                }
            }
        }
        return wrong;
    }

    private static boolean isUnavailable(Reply reply) {
        return reply.status() == 503
                && reply.header("Retry-After").matches("[1-9]\\d*")
                && reply.header("Content-Type").equals("application/problem+json")
                && "UNAVAILABLE".equals(reply.at("code"));
    }

    /** Waits until as many more adds were acknowledged as there are clients. */
    private static void awaitMore(AtomicInteger acknowledged) {
        int enough = acknowledged.get() + CLIENTS;
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (acknowledged.get() < enough && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        assertThat(acknowledged.get()).isGreaterThanOrEqualTo(enough);
    }

    private static long used(SchoolHost host) {
        return host.bean(Quotas.class).days(USERS, LocalDate.EPOCH, LocalDate.of(9999, 1, 1)).values().stream()
                .flatMap(days -> days.values().stream())
                .mapToLong(traffic -> traffic.total().bytes())
                .sum();
    }
}
