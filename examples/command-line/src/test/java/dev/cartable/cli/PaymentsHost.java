package dev.cartable.cli;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/** A host with backups of a table of payments, which refers to receipts in a media folder. */
final class PaymentsHost {
    static final String REFERENCES = "payment=payments:id,receipt@media";

    private PaymentsHost() {}

    /** A desk in a folder with ten receipts, set up for backups. */
    static Desk sitDown(Path folder) throws IOException {
        Desk desk = Desk.withFile(folder);
        setUp(desk);
        return desk;
    }

    /** Ten receipts, and the settings for backups. */
    static void setUp(Desk desk) throws IOException {
        Path receipts = Files.createDirectories(desk.folder().resolve("media/payment_receipts"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(receipts.resolve("p" + i + ".txt"), "receipt " + i);
        }
        desk.run("init", "--backup-dest", "backups", "--backup-media", "media", "--zone", "UTC");
    }

    /** A desk in the same folder with a database of this kind; the test is skipped where it cannot be dumped. */
    static Desk with(TestDatabase.Kind kind, Path folder) {
        Assumptions.assumeTrue(
                kind == TestDatabase.Kind.H2 || hasPgDump(), "pg_dump is not on the PATH, so PostgreSQL is not dumped");
        return Desk.with(kind, folder);
    }

    /** A desk whose role of PostgreSQL owns its database and may not create another. */
    static Desk confined(Path folder) {
        Assumptions.assumeTrue(hasPgDump(), "pg_dump is not on the PATH, so PostgreSQL is not dumped");
        TestDatabase server = TestDatabase.postgresql();
        String role = "confined_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN NOCREATEDB NOSUPERUSER PASSWORD 'x'");
            statement.execute("CREATE DATABASE " + role + " OWNER " + role);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(server.url().replaceAll("/[^/]*$", "/") + role);
        source.setUser(role);
        source.setPassword("x");
        return Desk.with(new TestDatabase(String.valueOf(source.getURL()), role, "x", source), folder);
    }

    private static boolean hasPgDump() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "pg_dump")));
    }

    /** Makes the table, with so many payments. */
    static void pay(Desk desk, int payments) {
        desk.sql("CREATE TABLE payments (id INT PRIMARY KEY, receipt VARCHAR(99))");
        desk.sql(IntStream.range(0, payments)
                .mapToObj(i -> "INSERT INTO payments VALUES (" + i + ", 'payment_receipts/p" + i + ".txt')")
                .toArray(String[]::new));
    }

    /** The media files and the number of payments. */
    static Map<String, String> live(Desk desk) throws IOException, SQLException {
        Map<String, String> live = new TreeMap<>();
        try (Stream<Path> files = Files.walk(desk.folder().resolve("media"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                live.put(desk.folder().relativize(file).toString(), Files.readString(file));
            }
        }
        live.put("payments", Long.toString(payments(desk)));
        return live;
    }

    /** How many payments there are. */
    static long payments(Desk desk) throws SQLException {
        try (var connection = desk.database().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM payments")) {
            row.next();
            return row.getLong(1);
        }
    }
}
