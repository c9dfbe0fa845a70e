package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code quota record} killed in the middle ({@code kill -9}), again and again on one H2 file, which each command opens anew.
 * What was acknowledged stays counted, and a file that is recorded again after the kill counts what is missing of it, once.
 */
class RecordKillTest {
    @TempDir
    Path folder;

    @Test
    void aKillLosesNoEventAndCountsNoneTwice() throws Exception {
        killAndRecordAgain(1, 2_000);
    }

    @Tag("systems")
    @Test
    void twentyKillsLoseNoEventAndCountNoneTwice() throws Exception {
        int inTheMiddle = killAndRecordAgain(20, 20_000);

        assertThat(inTheMiddle)
                .as("kills between the first commit and the last")
                .isPositive();
    }

    /** Returns how many kills found a file that was counted in part. */
    private int killAndRecordAgain(int kills, int events) throws Exception {
        Desk desk = Desk.withFile(folder);
        assertThat(desk.run("users", "add", "u1", "--name", "john").exit()).isZero();
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        int inTheMiddle = 0;
        for (int kill = 1; kill <= kills; kill++) {
            String file = events(kill, events, at).toString();
            long acknowledged = (kill - 1L) * events;
            killWhileItWrites(desk, file, 25L * kill);

            long counted = counted(desk);
            assertThat(counted).as("after kill %s", kill).isBetween(acknowledged, acknowledged + events);
            inTheMiddle += counted > acknowledged && counted < acknowledged + events ? 1 : 0;
            Json again = desk.json("quota", "record", "--file", file);
            assertThat(again.count("counted"))
                    .as("what kill %s has left", kill)
                    .isEqualTo(acknowledged + events - counted);
            assertThat(again.count("repeated")).isEqualTo(counted - acknowledged);
        }
        assertThat(counted(desk)).isEqualTo((long) kills * events);
        assertThat(desk.run("quota", "audit").exit())
                .as("every counter against its events")
                .isZero();
        return inTheMiddle;
    }

    /** Kills the command a while after it has begun to write. */
    private static void killWhileItWrites(Desk desk, String file, long millis) throws Exception {
        Path database = desk.folder().resolve("cartable.mv.db");
        long before = Files.size(database);
        Child recording = Child.start(desk.folder(), desk.environment(), "quota", "record", "--file", file, "--json");
        while (Files.size(database) <= before && !recording.process().waitFor(1, TimeUnit.MILLISECONDS)) {
            // It starts.
        }
        if (!recording.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
            recording.process().destroyForcibly();
        }
        recording.await();
    }

    /** How many bytes john has used, of one for each event. */
    private static long counted(Desk desk) throws SQLException {
        try (var connection = desk.database().getConnection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM cartable_usage_event),"
                        + " (SELECT coalesce(sum(day_down), 0) FROM cartable_usage_day)")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(2)).as("bytes of as many events").isEqualTo(row.getLong(1));
            return row.getLong(1);
        }
    }

    private Path events(int kill, int count, Instant at) throws IOException {
        StringBuilder rows = new StringBuilder("user,bytes,event,at\n");
        for (int i = 0; i < count; i++) {
            rows.append("john,1,e" + kill + "-" + i + "," + at + "\n");
        }
        return Files.writeString(folder.resolve("events-" + kill + ".csv"), rows, StandardCharsets.UTF_8);
    }
}
