package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.RestartablePostgres;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Backups and restores as processes, while the disk of temporary files, or that of the database, has 0 to 100 percent of the room that they
 * take. Those of the vault and the media are filled in the tests of the core.
 */
@Tag("systems")
class FullDiskTest {
    private static final int PAYMENTS = 100;
    private static final String CHANGED = "media/payment_receipts/p1.txt";

    /** With this much, all of it succeeds, however little was seen of what it takes. */
    private static final long AMPLE = 40L << 20;

    @TempDir
    private Path folder;

    /** The disk that becomes full; empty where this process may not mount one. */
    private Optional<SmallDisk> disk(int megabytes) throws Exception {
        return SmallDisk.mount(folder.resolve("disk"), megabytes);
    }

    @Test
    void temporaryFilesWithH2() throws Exception {
        try (SmallDisk disk = disk(64).orElse(null)) {
            if (disk != null) {
                new School(h2(folder.resolve("cartable")), disk, true, true, () -> {}).fillTheDisk();
            }
        }
    }

    @Test
    void temporaryFilesWithPostgresql() throws Exception {
        try (SmallDisk disk = disk(64).orElse(null)) {
            if (disk != null) {
                new School(PaymentsHost.confined(folder), disk, true, true, () -> {}).fillTheDisk();
            }
        }
    }

    @Test
    void theDatabaseFileOfH2() throws Exception {
        try (SmallDisk disk = disk(64).orElse(null)) {
            if (disk != null) {
                new School(h2(disk.folder().resolve("cartable")), disk, false, true, () -> {}).fillTheDisk();
            }
        }
    }

    @Test
    void theDataOfPostgresql() throws Exception {
        try (SmallDisk disk = disk(400).orElse(null)) {
            if (disk == null) {
                return;
            }
            try (RestartablePostgres server = RestartablePostgres.start(disk.folder())) {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setURL(server.url());
                source.setUser("postgres");
                Desk desk = Desk.with(new TestDatabase(server.url(), "postgres", "", source), folder);
                new School(desk, disk, false, false, () -> revive(server, source)).fillTheDisk();
            }
        }
    }

    private Desk h2(Path file) {
        JdbcDataSource source = new JdbcDataSource();
        String url = "jdbc:h2:file:" + file.toAbsolutePath();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("");
        return Desk.with(new TestDatabase(url, "sa", "", source), folder);
    }

    /** A server whose log could not be written has ended itself, and starts again with room. */
    private static void revive(RestartablePostgres server, PGSimpleDataSource source) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try (Connection connection = source.getConnection()) {
                connection.isValid(5);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    server.restart();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** What a database needs after its disk was full. */
    private interface Revival {
        void run() throws Exception;
    }

    private enum Operation {
        CREATE,
        VERIFY,
        RESTORE,
        /** The disk becomes full after a restore was found to be possible. */
        RESTORE_UNDER_WAY;

        boolean isRestore() {
            return this == RESTORE || this == RESTORE_UNDER_WAY;
        }
    }

    private final class School {
        private final Desk desk;
        private final SmallDisk disk;
        private final boolean isNamed;
        private final Revival revival;
        private final Map<String, String> environment;
        private final String backup;
        private final Map<String, String> old;
        private String latest;

        School(Desk desk, SmallDisk disk, boolean isTemporary, boolean isNamed, Revival revival) throws Exception {
            this.desk = desk;
            this.disk = disk;
            this.isNamed = isNamed;
            this.revival = revival;
            environment = new HashMap<>(desk.environment());
            if (isTemporary) {
                environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + disk.folder());
            }
            PaymentsHost.setUp(desk);
            desk.run("quota", "profile", "add", "Tous");
            PaymentsHost.pay(desk, PAYMENTS);
            desk.sql("CREATE TABLE letters (id INT PRIMARY KEY, content VARCHAR(2000))");
            try (Connection connection = desk.database().getConnection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO letters VALUES (?, ?)")) {
                byte[] content = new byte[1000];
                for (int i = 0; i < 3000; i++) {
                    new Random(i).nextBytes(content);
                    insert.setInt(1, i);
                    insert.setString(2, HexFormat.of().formatHex(content));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            backup = desk.json("backup", "create").text("file");
            latest = backup;
            old = PaymentsHost.live(desk);
        }

        void fillTheDisk() throws Exception {
            int step = Integer.getInteger("cartable.disk.step", 25);
            for (Operation operation : Operation.values()) {
                change();
                long taken = disk.taken(() -> start(operation));
                latest = newest();
                int done = 0;
                for (int percent = 0; percent <= 100; percent += step) {
                    boolean isDone = runs(operation, taken * percent / 100, percent + " %");
                    assertThat(isDone && percent == 0 && taken > 1 << 20)
                            .as("%s succeeds on a full disk", operation)
                            .isFalse();
                    done += isDone ? 1 : 0;
                }
                System.out.println("FullDiskTest: " + operation + " takes " + taken + " bytes; with a part of it, "
                        + done + " succeeded");
                assertThat(runs(operation, AMPLE, "ample room")).isTrue();
            }
        }

        private void change() throws IOException {
            desk.sql(
                    "DELETE FROM payments WHERE id = 999",
                    "INSERT INTO payments VALUES (999, 'payment_receipts/p1.txt')");
            Files.writeString(folder.resolve(CHANGED), "changed");
        }

        private Child start(Operation operation) {
            List<String> command = switch (operation) {
                case CREATE -> List.of("create");
                case VERIFY -> List.of("verify", latest, "--deep");
                case RESTORE, RESTORE_UNDER_WAY -> List.of("restore", backup, "--yes", "--force");
            };
            List<String> all = new ArrayList<>(List.of("backup", "--lang", "en"));
            all.addAll(1, command);
            return Child.start(folder, environment, all.toArray(String[]::new));
        }

        /** Whether it succeeds with so much room. */
        private boolean runs(Operation operation, long room, String when) throws Exception {
            change();
            Map<String, String> before = PaymentsHost.live(desk);
            long records = records();
            if (operation != Operation.RESTORE_UNDER_WAY) {
                disk.fill(room);
            }
            Child child = start(operation);
            if (operation == Operation.RESTORE_UNDER_WAY) {
                boolean isOver = false;
                while (!isOver && records() == records) {
                    isOver = child.process().waitFor(1, TimeUnit.MILLISECONDS);
                }
                disk.fill(room);
            }
            Desk.Result result = child.await();
            disk.clear();
            revival.run();
            Desk.Result recovered = desk.run("backup", "recover");
            String what = operation + " with " + when + ": " + result + recovered;
            assertThat(recovered.exit()).as(what).isZero();
            if (result.exit() != 0 && isNamed) {
                assertThat(result.out() + result.err().replaceFirst("(?m)^Picked up.*$", ""))
                        .as(what)
                        .contains("on the disk of " + disk.folder());
            }
            boolean isDone = result.exit() == 0;
            assertThat(PaymentsHost.live(desk)).as(what).isEqualTo(isDone && operation.isRestore() ? old : before);
            if (isDone && operation == Operation.CREATE) {
                latest = newest();
            }
            Json verified = desk.json("backup", "verify", "--latest");
            assertThat(verified.text("valid")).as(what).isEqualTo("true");
            assertThat(verified.text("file")).as(what).isEqualTo(latest);
            return isDone;
        }

        private String newest() {
            return desk.json("backup", "list").list("backups").get(0).text("file");
        }

        private long records() throws IOException {
            Path journal = folder.resolve("backups/.cartable-restore.journal");
            if (Files.notExists(journal)) {
                return 0;
            }
            try (Stream<String> lines = Files.lines(journal)) {
                return lines.count();
            }
        }
    }
}
