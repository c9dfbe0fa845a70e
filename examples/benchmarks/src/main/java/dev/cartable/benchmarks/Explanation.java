package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.reminder.ReadHistory;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Why a pupil was reminded on a day of the last year, or was not, against what a person who waits for it may be asked to wait. */
final class Explanation implements Benchmark {
    private static final int DAYS = 365;
    private static final double MILLIS = 5;
    private static final double SLOW = 95;

    @Override
    public String name() {
        return "why";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int pupils = sizes.pupils() / 10;
        try (Place place = withYear(engine, pupils);
                Pool pool = place.open();
                Connection connection = pool.connection()) {
            Cartable cartable = StudySchool.cartable(pool);
            Random random = new Random(pupils);
            millis(cartable, random, pupils, connection);
            Answers answers = millis(cartable, random, pupils, connection);
            List<Double> millis = answers.millis();
            return List.of(
                    line("median", 50, millis, pupils),
                    line("95 %", SLOW, millis, pupils),
                    new Line(
                            name() + ", 95 %, round trips",
                            Measured.once(Delay.percentile(millis, SLOW), Delay.percentile(answers.roundTrips(), SLOW)),
                            Goal.none(),
                            "of the same answers",
                            "of a bare round trip between them",
                            "ms"));
        }
    }

    /** How long answers and bare round trips to the server took, in turns, the shortest of each first. */
    private record Answers(List<Double> millis, List<Double> roundTrips) {}

    private Line line(String what, double percent, List<Double> millis, int pupils) {
        return new Line(
                name() + ", " + what,
                Measured.once(Delay.percentile(millis, percent), MILLIS),
                Goal.atMost(1),
                "of " + millis.size() + " answers about " + pupils + " pupils",
                "allowed",
                "ms");
    }

    /** A school with a reminder of a study session for each pupil on each day of a year, all of them sent. */
    private static Place withYear(Engine engine, int pupils) throws Exception {
        Place place = StudySchool.withSessions(engine, pupils);
        String day = "CAST(DATE '2025-03-04' + x / " + pupils + " * INTERVAL '1' DAY AS date)";
        String at =
                "CAST('2025-03-04 08:00:00+00' AS timestamp with time zone) + x / " + pupils + " * INTERVAL '1' DAY";
        String id = "CAST(LPAD(CAST(x AS varchar), 32, '0') AS uuid)";
        String pupil = "'p' || LPAD(CAST(MOD(x, " + pupils + ") AS varchar), 7, '0')";
        try (Pool pool = place.open()) {
            StudySchool.execute(
                    pool,
                    "INSERT INTO cartable_notice (id, key_sha256, kind, subject, revision, recipient, channel, slot,"
                            + " address, language, queued_at, due_at, state, attempts, changed_at, sent_subject, sent_text)"
                            + " SELECT " + id + ", " + engine.sha256("'n' || CAST(x AS varchar)")
                            + ", 'reminder.session', 'session:y' || x, '2025', 'pupil:' || " + pupil
                            + ", 'EMAIL', '', " + pupil + " || '@example.org', 'fr', " + at + ", " + at
                            + ", 'SENT', 1, "
                            + at + ", 'Séance de travail', 'Bonjour, une séance de travail est prévue.' FROM "
                            + engine.numbers(pupils * DAYS),
                    "INSERT INTO cartable_reminder (key_sha256, kind, pupil_id, subject, revision, slot, recipient,"
                            + " channel, outcome, notice_id, due_on, decided_at) SELECT "
                            + engine.sha256("'r' || CAST(x AS varchar)") + ", 'reminder.session', " + pupil
                            + ", 'session:y' || x, '2025', '', 'pupil:' || " + pupil + ", 'EMAIL', 'QUEUED', " + id
                            + ", "
                            + day + ", " + at + " FROM " + engine.numbers(pupils * DAYS));
            StudySchool.execute(pool, engine.analyze());
        }
        return place;
    }

    private static Answers millis(Cartable cartable, Random random, int pupils, Connection connection)
            throws SQLException {
        List<Double> millis = new ArrayList<>();
        List<Double> roundTrips = new ArrayList<>();
        for (int i = 0; i < pupils; i++) {
            PupilId pupil = new PupilId(String.format("p%07d", random.nextInt(pupils)));
            LocalDate day = LocalDate.of(2025, 3, 4).plusDays(random.nextInt(DAYS));
            long begin = System.nanoTime();
            ReadHistory.Explanation why = cartable.reminders().history().why(Viewer.administrator(), pupil, day);
            millis.add((System.nanoTime() - begin) / 1e6);
            Runs.check("lines about a day", why.lines().size(), 1);
            long bare = System.nanoTime();
            Engine.value(connection, "SELECT 1");
            roundTrips.add((System.nanoTime() - bare) / 1e6);
        }
        millis.sort(null);
        roundTrips.sort(null);
        return new Answers(millis, roundTrips);
    }
}
