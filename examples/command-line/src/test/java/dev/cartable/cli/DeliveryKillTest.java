package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.cli.DyingDispatch.Point;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.NoticeState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that send are killed ({@code kill -9}) at each point of a message's way. No message is lost; one arrives twice only if
 * its process died between the final dot and the commit, with the same Message-ID, and then one for each connection at most. A
 * shorter test on an H2 file is {@link SendKillTest}.
 */
class DeliveryKillTest {
    /** How many messages a process brings to its point; the last one does not get beyond it. */
    private static final int TIMES = 4;

    @TempDir
    private @Nullable Path folder;

    @Test
    void oneKillAtTheWorstPointsLosesNoMessage() throws Exception {
        Way way = new Way(TestDatabase.postgresql());
        for (Point point : List.of(Point.CLAIMED, Point.DOT, Point.COMMIT)) {
            way.kill(point, 1);
        }
        way.sendTheRest();
    }

    @Tag("systems")
    @ParameterizedTest
    @EnumSource
    void manyKillsAtEachPointLoseNoMessageOnPostgresql(Point point) throws Exception {
        Way way = new Way(TestDatabase.postgresql());
        way.kill(point, kills());
        way.sendTheRest();
    }

    @Tag("systems")
    @ParameterizedTest
    @EnumSource
    void manyKillsAtEachPointLoseNoMessageOfAnH2FileThatIsOpenedAgain(Point point) throws Exception {
        Way way = new Way(file());
        way.kill(point, kills());
        way.sendTheRest();
    }

    /** At each of nine points on two databases; more by {@code -Dcartable.test.kills=50}, which takes an hour. */
    private static int kills() {
        return Integer.getInteger("cartable.test.kills", 5);
    }

    private TestDatabase file() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder + "/school");
        source.setUser("sa");
        source.setPassword("");
        return new TestDatabase(source.getURL(), "sa", "", source);
    }

    /** A queue, a mail server that lives on, and one process after the other. */
    private static final class Way {
        private final TestDatabase database;
        private int queued;
        private int repeatedAtLeast;
        private int repeatedAtMost;
        private final AtomicReference<@Nullable Victim> victim = new AtomicReference<>();
        private final SmtpServer server = new SmtpServer(0, (step, recipient) -> {
            Victim current = victim.get();
            return current == null ? null : current.answer(step);
        });

        Way(TestDatabase database) throws IOException {
            this.database = database;
        }

        void kill(Point point, int kills) throws Exception {
            JdbcStores stores = JdbcStores.builder(database.dataSource())
                    .schemaMode(SchemaMode.MIGRATE)
                    .build();
            int more = kills * (TIMES + 2) + 10;
            Letters.queue(stores, queued, queued + more, Instant.now());
            queued += more;
            int connections = point.isInDoubt() ? 2 : 1;
            for (int kill = 1; kill <= kills; kill++) {
                die(point, connections);
            }
            if (point.isInDoubt()) {
                repeatedAtLeast += kills;
                repeatedAtMost += kills * connections;
            }
        }

        private void die(Point point, int connections) throws Exception {
            int times = point == Point.CLAIMED ? 1 : point == Point.CONNECT ? 2 : TIMES;
            Victim current = new Victim(point.step, times);
            victim.set(current);
            Process process =
                    DyingDispatch.start(database.url(), database.user(), server.port(), connections, point, times);
            current.process = process;
            try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
                // The end of the output is the end of the process: the server has killed it.
                String here = said.readLine();
                assertThat(here).as("it gets to " + point).isEqualTo(point.step == null ? DyingDispatch.HERE : null);
            }
            process.destroyForcibly().waitFor();
            assertThat(process.exitValue()).as("killed at " + point).isNotZero();
            victim.set(null);
        }

        /** In this process, as the next tick on this machine would do. */
        void sendTheRest() throws IOException {
            JdbcStores stores = JdbcStores.builder(database.dataSource())
                    .schemaMode(SchemaMode.NEVER)
                    .build();
            try (server;
                    Cartable cartable = Letters.school(stores)
                            .courier(Letters.courier(server.port(), 2, 100))
                            .build()) {
                cartable.notices().dispatch().drain();
            }

            assertThat(stores.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, (long) queued));
            Map<String, Set<String>> received = new HashMap<>();
            server.mails()
                    .forEach(mail -> received.computeIfAbsent(mail.recipient(), r -> new HashSet<>())
                            .add(mail.messageId()));
            assertThat(received).as("each recipient").hasSize(queued);
            assertThat(received.values())
                    .as("Message-IDs of one message")
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
            assertThat(server.mails().size() - queued)
                    .as("messages that came twice")
                    .isBetween(repeatedAtLeast, repeatedAtMost);
        }
    }

    /** A process that the server kills when it gets to a step for the last time. */
    private static final class Victim {
        private final @Nullable String step;
        private final AtomicInteger left;
        private volatile @Nullable Process process;

        Victim(@Nullable String step, int times) {
            this.step = step;
            this.left = new AtomicInteger(times);
        }

        @Nullable
        String answer(String here) {
            Process killed = process;
            if (killed == null || !here.equals(step) || left.decrementAndGet() > 0) {
                return null;
            }
            killed.destroyForcibly();
            return SmtpServer.HANG_UP;
        }
    }
}
