package dev.cartable.springhost;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.model.UserId;
import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every five minutes, counts what the school's proxy has written into its table: who used how much of the network. A row that is read
 * again counts once, because its id is the event's.
 */
@Component
class NetworkLog implements Task {
    static final TaskName NAME = new TaskName("network-log");
    private static final int SOME = 1_000;

    private final JdbcClient jdbc;
    private final Quotas quotas;

    NetworkLog(JdbcClient jdbc, Quotas quotas) {
        this.jdbc = jdbc;
        this.quotas = quotas;
    }

    /** A row of the proxy. */
    record Connexion(long id, int eleve, long recus, long envoyes, OffsetDateTime finie) {
        UsageEvent event() {
            return new UsageEvent(
                    new EventId("connexion-" + id),
                    new UserId(Integer.toString(eleve)),
                    new Traffic(envoyes, recus),
                    finie.toInstant());
        }
    }

    @Override
    public TaskName name() {
        return NAME;
    }

    @Override
    public Schedule schedule() {
        return Schedule.every(Duration.ofMinutes(5));
    }

    @Override
    public Counts run(Task.Run run) {
        long counted = 0;
        long refused = 0;
        List<Connexion> rows;
        do {
            rows = jdbc.sql("SELECT id, eleve, recus, envoyes, finie FROM connexion WHERE NOT comptee ORDER BY id"
                            + " FETCH FIRST " + SOME + " ROWS ONLY")
                    .query(new SimplePropertyRowMapper<>(Connexion.class))
                    .list();
            // readme
            UsageReport report =
                    quotas.record(rows.stream().map(Connexion::event).toList());
            // readme
            counted += report.counted().size();
            refused += report.refused().size();
            rows.forEach(row -> jdbc.sql("UPDATE connexion SET comptee = TRUE WHERE id = ?")
                    .param(row.id())
                    .update());
        } while (rows.size() == SOME && !run.mustStop());
        return Counts.of(Map.of("counted", counted, "refused", refused));
    }
}
