package dev.cartable.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of one test, which can be restarted while it is used. Its port and its data stay. */
public final class RestartablePostgres implements AutoCloseable {
    private final Path folder;
    private EmbeddedPostgres server;

    private RestartablePostgres(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts one. Where it cannot start, the calling test is reported as skipped with the reason.
     *
     * @param folder for its data; empty
     */
    public static RestartablePostgres start(Path folder) {
        try {
            return new RestartablePostgres(folder, builder(folder).start());
        } catch (IOException | IllegalStateException e) {
            return Assumptions.abort("PostgreSQL cannot start on this machine: " + e);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path folder) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false);
    }

    /** The JDBC address, for the user {@code postgres} without a password. It stays over a restart. */
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    /** Ends all connections and transactions, and comes back. */
    public void restart() throws IOException {
        int port = server.getPort();
        server.close();
        server = builder(folder).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
