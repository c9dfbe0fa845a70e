package dev.cartable.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server of its own, as durable as in production. */
final class Postgres implements Engine {
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final AtomicInteger number = new AtomicInteger();

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if it cannot start on this machine
     */
    static Postgres start(Path folder) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgresql"));
        DURABLE.forEach(setting -> builder.setServerConfig(setting, "on"));
        return new Postgres(builder.start());
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Place fresh() throws SQLException {
        String database = "school" + number.incrementAndGet();
        execute("CREATE DATABASE " + database);
        execute("CHECKPOINT");
        return new Place(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + database,
                USER,
                "?reWriteBatchedInserts=true",
                () -> execute("DROP DATABASE " + database));
    }

    @Override
    public String settings(Connection connection) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String setting : DURABLE) {
            values.add(setting + "=" + Engine.value(connection, "SHOW " + setting));
        }
        return ", " + String.join(", ", values) + ", shared_buffers=" + Engine.value(connection, "SHOW shared_buffers");
    }

    @Override
    public String numbers(int count) {
        return "generate_series(0, " + (count - 1) + ") AS n(x)";
    }

    @Override
    public String sha256(String text) {
        return "ENCODE(SHA256(CONVERT_TO(" + text + ", 'UTF8')), 'hex')";
    }

    @Override
    public String analyze() {
        return "ANALYZE";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
