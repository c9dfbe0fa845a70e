package dev.cartable.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.reminder.ReminderKinds;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** A school whose pupils each have four study sessions on one day, and an e-mail address. */
final class StudySchool {
    /** How many sessions a pupil has. */
    static final int SESSIONS = 4;

    /** The time of the rule of study sessions, an hour before the first of them. */
    static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");

    private StudySchool() {}

    /** A database with so many pupils and their sessions. */
    static Place withSessions(Engine engine, int pupils) throws Exception {
        Place place = School.empty(engine);
        try (Pool pool = place.open()) {
            execute(
                    pool,
                    "INSERT INTO cartable_pupil (id, given_name, family_name, email) SELECT " + id("p")
                            + ", 'Aminata', 'Diallo ' || x, " + id("p") + " || '@example.org' FROM "
                            + engine.numbers(pupils),
                    "INSERT INTO cartable_study_session (id, pupil_id, topic, starts_at, minutes, goal, state) SELECT "
                            + id("s") + ", 'p' || LPAD(CAST(x / 4 AS varchar), 7, '0'), 'Mathématiques',"
                            + " TIMESTAMP '2026-03-03 09:00:00' + MOD(x, 4) * INTERVAL '1' HOUR, 45,"
                            + " 'Revoir les fractions', 'PLANNED' FROM " + engine.numbers(pupils * SESSIONS));
            execute(pool, engine.analyze());
        }
        return place;
    }

    private static String id(String prefix) {
        return "'" + prefix + "' || LPAD(CAST(x AS varchar), 7, '0')";
    }

    /** Runs statements in one transaction. */
    static void execute(Pool pool, String... statements) throws SQLException {
        try (Connection connection = pool.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** Cartable over the database at {@link #NOW}, with e-mail alone. */
    static Cartable cartable(Pool pool) {
        return School.builder(pool.source())
                .courier(new NoEmail())
                .time(() -> NOW)
                .build();
    }

    /** Plans all of these reminders. */
    static void plan(Cartable cartable, int reminders) {
        Counts counts = cartable.reminders().send().run(Request.of(ReminderKinds.SESSION, NOW), step -> {});
        Runs.check("reminders queued", counts.queued(), reminders);
    }

    /** A courier that nothing is given to. */
    private record NoEmail() implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new IllegalStateException("nothing is sent here, and so not " + requireNonNull(notice, "notice"));
        }

        @Override
        public void release() {}
    }
}
