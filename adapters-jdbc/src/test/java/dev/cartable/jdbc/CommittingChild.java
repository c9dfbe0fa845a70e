package dev.cartable.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A process that commits one row after the other to a database that was made before, and acknowledges each. */
public final class CommittingChild {
    private CommittingChild() {}

    /** Commits until it is killed. */
    public static void main(String[] args) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(args[0]);
        source.setUsername("sa");
        source.setMaximumPoolSize(2);
        JdbcStores stores = JdbcStores.create(source);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 0; i < 100_000; i++) {
            String key = "key" + i;
            stores.unitOfWork().run(tx -> stores.tombstones().add(tx, key, Instant.EPOCH));
            out.println(key);
        }
    }
}
