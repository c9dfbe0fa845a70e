package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.User;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Use that many record at once, and use that is recorded by a process that is killed, is counted exactly once. On PostgreSQL. */
class RecordingLoadTest {
    private static final int THREADS = 8;
    private static final int SHORT = 150;
    private static final int LONG = 10_000;
    private static final int EVENTS = 400;

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.postgresql();
    private final HikariDataSource pool = pool(database);
    private final JdbcStores stores =
            JdbcStores.builder(pool).schemaMode(SchemaMode.MIGRATE).build();

    private static HikariDataSource pool(TestDatabase database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(THREADS);
        return pool;
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    private Cartable node() {
        stores.unitOfWork()
                .run(tx -> stores.userStore()
                        .save(
                                tx,
                                IntStream.range(0, RecordingChild.USERS)
                                        .mapToObj(i ->
                                                new User(RecordingChild.user(i), "name" + i, null, null, null, true))
                                        .toList()));
        return Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> RecordingChild.NOW)
                .build();
    }

    private long counted(int user) {
        return stores
                .usage()
                .days(
                        RecordingChild.user(user),
                        RecordingChild.NOW.atZone(ZoneOffset.UTC).toLocalDate(),
                        RecordingChild.NOW.atZone(ZoneOffset.UTC).toLocalDate())
                .values()
                .stream()
                .mapToLong(traffic -> traffic.total().bytes())
                .sum();
    }

    @Test
    void eightThreadsCountExactly() throws Exception {
        load(SHORT);
    }

    @Tag("systems")
    @Test
    void eightThreadsCountTenThousandEventsEachExactly() throws Exception {
        load(LONG);
    }

    /** The same number on one user and on all. */
    private void load(int events) throws Exception {
        Cartable node = node();
        onAll(node, events / 2, "one", i -> 0);
        assertThat(counted(0)).isEqualTo((long) THREADS * (events / 2));
        onAll(node, events / 2, "many", i -> i % RecordingChild.USERS);
        long all = IntStream.range(0, RecordingChild.USERS)
                .mapToLong(this::counted)
                .sum();
        assertThat(all).isEqualTo(2L * THREADS * (events / 2));
        assertThat(node.quotas().audit().plan(null, finding -> {}).wrong()).isZero();
    }

    private interface UserOf {
        int user(int event);
    }

    private static void onAll(Cartable node, int events, String name, UserOf users) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> recording = IntStream.range(0, THREADS)
                    .<Callable<Integer>>mapToObj(thread -> () -> {
                        for (int i = 0; i < events; i++) {
                            node.quotas()
                                    .record(new UsageEvent(
                                            new EventId(name + "-" + thread + "-" + i),
                                            RecordingChild.user(users.user(i)),
                                            new Traffic(0, 1),
                                            RecordingChild.NOW));
                        }
                        return events;
                    })
                    .toList();
            for (Future<Integer> done : threads.invokeAll(recording)) {
                assertThat(done.get()).isEqualTo(events);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(120)
    void whatAKilledProcessHasAcknowledgedIsCountedOnceAndTheRestCanBeToldAgain() throws Exception {
        Cartable node = node();
        Path killedSays = folder.resolve("killed.txt");
        Path otherSays = folder.resolve("other.txt");
        Process killed = child("killed", killedSays, EVENTS * 100);
        Process other = child("other", otherSays, EVENTS);
        while (lines(killedSays).size() < EVENTS / 4) {
            assertThat(killed.isAlive())
                    .as(String.join("\n", lines(killedSays)))
                    .isTrue();
            Thread.onSpinWait();
        }
        killed.destroyForcibly();

        assertThat(killed.waitFor()).isNotZero();
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).as(String.join("\n", lines(otherSays))).isZero();

        Set<String> acknowledged = new HashSet<>(lines(killedSays));
        assertThat(lines(otherSays)).hasSize(EVENTS);
        List<UsageEvent.Key> keys =
                acknowledged.stream().map(RecordingChild::key).toList();
        assertThat(stores.usage().known(keys)).as("acknowledged").hasSameSizeAs(keys);
        int told = acknowledged.size() + 1;
        long before = total();
        assertThat(before - EVENTS)
                .as("at most one was counted and not acknowledged")
                .isBetween(told - 1L, (long) told);
        List<UsageEvent> again = new ArrayList<>();
        IntStream.range(0, told).forEach(i -> again.add(RecordingChild.event("killed", i)));
        node.quotas().record(again);

        assertThat(total()).isEqualTo((long) told + EVENTS);
        assertThat(node.quotas().audit().plan(null, finding -> {}).wrong()).isZero();
    }

    private long total() {
        return IntStream.range(0, RecordingChild.USERS).mapToLong(this::counted).sum();
    }

    /** Whole lines; the last one may be half there. */
    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private Process child(String name, Path says, int events) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        RecordingChild.class.getName(),
                        database.url(),
                        database.user(),
                        name,
                        Integer.toString(events))
                .redirectOutput(says.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
