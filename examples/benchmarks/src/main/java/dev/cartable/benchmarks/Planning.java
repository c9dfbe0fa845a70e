package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reminders of study sessions for a whole school, beside bare statements that insert as many rows of the same tables. */
final class Planning implements Benchmark {
    private static final List<String> WRITTEN = List.of("cartable_notice", "cartable_outbox", "cartable_reminder");

    @Override
    public String name() {
        return "planning";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            // Java compiles for three whole plans: 6, 4 and 3 s of a core in place of 1.4 s.
            measure(engine, sizes.pupils(), 3);
        }
        return List.of(Line.times(
                name(),
                measure(engine, sizes.pupils(), sizes.times()),
                Goal.atMost(2),
                sizes.pupils() * StudySchool.SESSIONS + " sessions of " + sizes.pupils() + " pupils",
                "INSERT … SELECT of the same rows"));
    }

    private static Measured measure(Engine engine, int pupils, int times) throws Exception {
        return Measured.inTurns(times, () -> plan(engine, pupils), () -> insert(engine, pupils));
    }

    private static double plan(Engine engine, int pupils) throws Exception {
        int reminders = pupils * StudySchool.SESSIONS;
        try (Place place = StudySchool.withSessions(engine, pupils);
                Pool pool = place.open()) {
            Cartable cartable = StudySchool.cartable(pool);
            double seconds = Measured.seconds(() -> StudySchool.plan(cartable, reminders));
            check(pool, reminders);
            return seconds;
        }
    }

    private static double insert(Engine engine, int pupils) throws Exception {
        try (Place place = StudySchool.withSessions(engine, pupils);
                Pool pool = place.open()) {
            double seconds = Measured.seconds(() -> insert(engine, pool));
            check(pool, pupils * StudySchool.SESSIONS);
            return seconds;
        }
    }

    private static void check(Pool pool, int rows) throws SQLException {
        try (Connection connection = pool.connection()) {
            for (String table : WRITTEN) {
                Runs.check(table, Long.parseLong(Engine.value(connection, "SELECT COUNT(*) FROM " + table)), rows);
            }
        }
    }

    private static void insert(Engine engine, Pool pool) throws SQLException {
        StudySchool.execute(pool, inserts(engine).toArray(String[]::new));
    }

    /** Inserts the rows that a plan writes; their keys are other hashes. */
    static List<String> inserts(Engine engine) {
        return List.of(
                "INSERT INTO cartable_notice (id, key_sha256, kind, subject, revision, recipient, channel, slot, address,"
                        + " language, variables, queued_at, due_at, state, attempts, changed_at)"
                        + " SELECT CAST(LPAD(CAST(ROW_NUMBER() OVER () AS varchar), 32, '0') AS uuid), "
                        + engine.sha256("'reminder.session' || s.id || CAST(s.starts_at AS varchar) || p.id || 'EMAIL'")
                        + ", 'reminder.session', 'session:' || s.id,"
                        + " REPLACE(SUBSTRING(CAST(s.starts_at AS varchar), 1, 16), ' ', 'T'), 'pupil:' || p.id, 'EMAIL',"
                        + " '', p.email, 'fr', '{\"at\":\"2026-03-03T08:00:00Z\"}', t.now, t.now, 'QUEUED', 0, t.now"
                        + " FROM (SELECT CAST('2026-03-03 08:00:00+00' AS timestamp with time zone) AS now) t"
                        + " CROSS JOIN cartable_study_session s JOIN cartable_pupil p ON p.id = s.pupil_id"
                        + " WHERE s.starts_at >= TIMESTAMP '2026-03-03 00:00:00'"
                        + " AND s.starts_at < TIMESTAMP '2026-03-04 00:00:00' AND s.state = 'PLANNED' AND p.active"
                        + " AND p.email IS NOT NULL",
                "INSERT INTO cartable_outbox (notice_id, channel, state, due_at, attempts, fence, changed_at)"
                        + " SELECT id, channel, state, due_at, 0, 0, changed_at FROM cartable_notice",
                "INSERT INTO cartable_reminder (key_sha256, kind, pupil_id, subject, revision, slot, recipient, channel,"
                        + " outcome, notice_id, due_on, decided_at) SELECT "
                        + engine.sha256("kind || subject || revision || recipient || channel")
                        + ", kind, SUBSTRING(recipient, 7), subject, revision, slot, recipient, channel, 'QUEUED', id,"
                        + " DATE '2026-03-03', queued_at FROM cartable_notice");
    }
}
