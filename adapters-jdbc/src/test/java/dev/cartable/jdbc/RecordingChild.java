package dev.cartable.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.UserId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** A process that records one event after the other, and says which ones have been acknowledged. */
public final class RecordingChild {
    static final int USERS = 10;
    static final Instant NOW = Instant.parse("2026-11-18T10:00:00Z");

    private RecordingChild() {}

    /** Records so many events under the name of a node, all of one byte. */
    public static void main(String[] args) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(args[0]);
        source.setUsername(args[1]);
        source.setMaximumPoolSize(2);
        int events = Integer.parseInt(args[3]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Cartable node = Cartable.builder()
                .stores(JdbcStores.create(source))
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .build();
        for (int i = 0; i < events; i++) {
            UsageEvent event = event(args[2], i);
            if (node.quotas().record(event).counted().contains(event.key())) {
                out.println(event.id());
            }
        }
    }

    static UsageEvent event(String node, int number) {
        return new UsageEvent(new EventId(node + "-" + number), user(number % USERS), new Traffic(0, 1), NOW);
    }

    /** The key of an event that a child has acknowledged. */
    static UsageEvent.Key key(String id) {
        return new UsageEvent.Key(
                user(Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)) % USERS), new EventId(id));
    }

    static UserId user(int number) {
        return new UserId("user-" + number);
    }
}
