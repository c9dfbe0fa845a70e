package dev.cartable.jdbc.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.reminder.ReminderRows.Keyed;
import dev.cartable.jdbc.reminder.ReminderRows.KeyedLine;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The ledger of reminders in the table {@code reminder}, since when rules are live in {@code reminder_rule}, what is held in {@code reminder_hold}. */
public final class JdbcReminderStore implements ReminderStore {
    private static final Columns<Live> LIVE = Columns.of(
            Column.of("kind", Type.TEXT, live -> live.kind().name()), Column.of("live_since", Type.DATE, Live::day));

    private static final Columns<Run> RUN = Columns.of(
            Column.of("kind", Type.TEXT, run -> run.kind().name()),
            Column.of("due_on", Type.DATE, Run::day),
            Column.of("asked_at", Type.TIME, Run::at));

    /** After all days. */
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    /** Sorts after all keys. */
    private static final String AFTER_ALL = "~";

    private final Database database;
    private final String about;
    private final String counts;
    private final String countsByPerson;
    private final String liveSince;
    private final String save;
    private final String goLive;
    private final String askedAt;
    private final String asked;
    private final String hold;
    private final String holds;
    private final String saveHold;
    private final String decide;
    private final String settle;

    public JdbcReminderStore(Database database) {
        this.database = database;
        Names names = database.names();
        Dialect dialect = database.dialect();
        this.about = database.sql("""
                SELECT r.*, COALESCE(o.state, n.state) AS state_now
                FROM {KEYS(TEXT subjects)} {JOIN(reminder r ON r.subject = u.k AND r.kind = :kind)}
                    {LEFT_JOIN(notice n ON n.id = r.notice_id)} {LEFT_JOIN(outbox o ON o.notice_id = r.notice_id)}
                WHERE r.outcome NOT IN ('SUPPRESSED', 'FAILED') OR r.due_on >= :since""");
        this.counts = database.sql("""
                SELECT r.due_on, r.kind, r.outcome, COALESCE(o.state, n.state) AS state_now, COUNT(*) AS entries
                FROM {reminder} r LEFT JOIN {notice} n ON n.id = r.notice_id LEFT JOIN {outbox} o ON o.notice_id = r.notice_id
                WHERE r.due_on >= :first AND r.due_on <= :last
                GROUP BY r.due_on, r.kind, r.outcome, COALESCE(o.state, n.state)
                ORDER BY r.due_on, {CODE(r.kind)}, {CODE(r.outcome)}, COALESCE(COALESCE(o.state, n.state), '')""");
        this.countsByPerson = database.sql("""
                SELECT due_on, kind, outcome, state_now, COUNT(*) AS entries
                FROM (
                    SELECT r.due_on, r.kind, r.outcome, COALESCE(o.state, n.state) AS state_now, ROW_NUMBER() OVER (
                        PARTITION BY r.kind, r.subject, r.revision, r.slot, r.recipient, r.outcome
                        ORDER BY %s) AS place
                    FROM {reminder} r LEFT JOIN {notice} n ON n.id = r.notice_id LEFT JOIN {outbox} o ON o.notice_id = r.notice_id
                    WHERE r.due_on = :day) p
                WHERE place = 1
                GROUP BY due_on, kind, outcome, state_now
                ORDER BY due_on, {CODE(kind)}, {CODE(outcome)}, COALESCE(state_now, '')""".formatted(distance()));
        this.liveSince = database.sql("SELECT kind, live_since FROM {reminder_rule}");
        this.save = dialect.upsert(names.qualified("reminder"), ReminderRows.COLUMNS, List.of("key_sha256"));
        this.askedAt = database.sql("""
                SELECT r.kind, r.due_on, r.asked_at
                FROM {KEYS(TEXT kinds)} {JOIN(reminder_run r ON r.kind = u.k AND r.due_on = :day)}""");
        this.asked = dialect.insertNew(names.qualified("reminder_run"), RUN, List.of("kind", "due_on"), "kind");
        this.hold = database.sql("SELECT * FROM {reminder_hold} WHERE run = :run");
        this.holds = database.sql(
                "SELECT * FROM {reminder_hold} WHERE due_on >= :first OR state = 'OPEN' ORDER BY {CODE(run)}");
        this.saveHold = dialect.upsert(names.qualified("reminder_hold"), ReminderRows.HOLD, List.of("run"));
        this.decide = database.sql("""
                UPDATE {reminder_hold} SET state = :state, decided_at = :at WHERE run = :run AND state = 'OPEN'""");
        this.settle = dialect.updateSome(
                names.qualified("reminder"),
                "outcome = :outcome, reason = :reason, decided_at = :at",
                "due_on = :day AND kind = :kind AND outcome = 'HELD' AND reason = :held",
                ":max");
        this.goLive = dialect.merge(new Merge<>(
                names.qualified("reminder_rule"),
                LIVE,
                List.of("kind"),
                row -> "live_since = " + row + ".live_since",
                row -> row + ".live_since < t.live_since"));
    }

    /** {@link ReminderEntry#distance()} of a row. */
    private static String distance() {
        return "CASE r.channel WHEN '" + Channel.IN_APP + "' THEN " + distance(Channel.IN_APP) + " ELSE "
                + distance(Channel.EMAIL) + " END";
    }

    private static String distance(Channel channel) {
        return Stream.of(NoticeState.values())
                .map(state -> " WHEN '" + state + "' THEN " + ReminderEntry.distance(channel, state))
                .collect(Collectors.joining(
                        "",
                        "CASE COALESCE(o.state, n.state)",
                        " ELSE " + ReminderEntry.distance(channel, null) + " END"));
    }

    private record Live(Kind kind, LocalDate day) {}

    private record Run(Kind kind, LocalDate day, Instant at) {}

    @Override
    public List<ReminderEntry> about(Kind kind, Collection<Subject> subjects, @Nullable LocalDate since) {
        return subjects.isEmpty()
                ? List.of()
                : database.readByIndex(h -> h.createQuery(about)
                        .bind("subjects", Arrays.texts(subjects))
                        .bind("kind", kind.name())
                        .bind("since", since == null ? NEVER : since)
                        .map(ReminderRows::entry)
                        .list());
    }

    @Override
    public Stream<ReminderLine> history(ReminderFilter filter) {
        if (filter.pupils() != null && filter.pupils().isEmpty()) {
            return Stream.empty();
        }
        String sql = database.sql("""
                SELECT r.*, COALESCE(o.state, n.state) AS state_now, COALESCE(o.reason, n.reason) AS answer_now,
                    COALESCE(o.changed_at, n.changed_at) AS changed_now, n.sent_subject, n.sent_text
                FROM (
                    SELECT r.* FROM %s
                    WHERE r.due_on >= :first AND r.due_on <= :day
                    AND (r.due_on < :day OR r.decided_at < :at OR (r.decided_at = :at AND r.key_sha256 < :key))%s
                    ORDER BY r.due_on DESC, r.decided_at DESC, r.key_sha256 DESC {PAGE}) r
                    {LEFT_JOIN(notice n ON n.id = r.notice_id)} {LEFT_JOIN(outbox o ON o.notice_id = r.notice_id)}
                ORDER BY r.due_on DESC, r.decided_at DESC, r.key_sha256 DESC""".formatted(from(filter), where(filter)));
        return Pages.<KeyedLine>stream(last ->
                        database.readByIndex(h -> bind(filter, from(filter, last, h.createQuery(sql)))
                                .map(ReminderRows::line)
                                .list()))
                .map(KeyedLine::line);
    }

    @Override
    public Stream<Subject> subjects(ReminderFilter filter, Set<Outcome> outcomes) {
        if (outcomes.isEmpty() || (filter.pupils() != null && filter.pupils().isEmpty())) {
            return Stream.empty();
        }
        String names = outcomes.stream()
                .map(outcome -> "'" + outcome.name() + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        String sql = database.sql("""
                SELECT DISTINCT r.subject FROM %s
                WHERE r.due_on >= :first AND r.due_on <= :last AND r.outcome IN (%s) AND r.subject > :after%s
                ORDER BY r.subject {PAGE}""".formatted(from(filter), names, where(filter)));
        return Pages.<String>stream(last -> database.readByIndex(h -> bind(filter, h.createQuery(sql))
                        .bind("first", filter.first())
                        .bind("last", filter.last())
                        .bind("after", last == null ? "" : last)
                        .mapTo(String.class)
                        .list()))
                .map(Subject::parse);
    }

    private static String from(ReminderFilter filter) {
        return filter.pupils() == null || onePupil(filter) != null
                ? "{reminder} r"
                : "{KEYS(TEXT pupils)} JOIN {reminder} r ON r.pupil_id = u.k";
    }

    private static String where(ReminderFilter filter) {
        return (onePupil(filter) == null ? "" : " AND r.pupil_id = :pupil")
                + (filter.recipient() == null ? "" : " AND r.recipient = :recipient")
                + (filter.kind() == null ? "" : " AND r.kind = :kind");
    }

    private static @Nullable PupilId onePupil(ReminderFilter filter) {
        Set<PupilId> pupils = filter.pupils();
        return pupils != null && pupils.size() == 1 ? pupils.iterator().next() : null;
    }

    private static Query bind(ReminderFilter filter, Query query) {
        PupilId onePupil = onePupil(filter);
        if (onePupil != null) {
            query.bind("pupil", onePupil.value());
        } else if (filter.pupils() != null) {
            query.bind("pupils", Arrays.texts(filter.pupils()));
        }
        if (filter.recipient() != null) {
            query.bind("recipient", filter.recipient().toString());
        }
        if (filter.kind() != null) {
            query.bind("kind", filter.kind().name());
        }
        return query;
    }

    private static Query from(ReminderFilter filter, @Nullable KeyedLine last, Query query) {
        ReminderEntry entry = last == null ? null : last.line().entry();
        Instant end = Instant.parse("9999-12-31T00:00:00Z");
        return query.bind("first", filter.first())
                .bind("day", entry == null ? filter.last() : entry.day())
                .bind("at", Type.time(entry == null ? end : entry.decidedAt()))
                .bind("key", last == null ? AFTER_ALL : last.key());
    }

    @Override
    public List<ReminderStatistics.Count> counts(LocalDate first, LocalDate last) {
        return database.read(h -> h.createQuery(counts)
                .bind("first", first)
                .bind("last", last)
                .map(ReminderRows::count)
                .list());
    }

    @Override
    public List<ReminderStatistics.Count> countsByPerson(LocalDate day) {
        return database.read(h -> h.createQuery(countsByPerson)
                .bind("day", day)
                .map(ReminderRows::count)
                .list());
    }

    @Override
    public Map<Kind, LocalDate> liveSince(Collection<Kind> kinds) {
        return database
                .read(h -> h.createQuery(liveSince)
                        .map((row, context) ->
                                new Live(Kind.of(row.getString("kind")), row.getObject("live_since", LocalDate.class)))
                        .list())
                .stream()
                .filter(live -> kinds.contains(live.kind()))
                .collect(Collectors.toMap(Live::kind, Live::day));
    }

    @Override
    public void save(Tx tx, Collection<ReminderEntry> entries) {
        Map<String, Keyed> sorted = new TreeMap<>();
        entries.forEach(entry -> {
            Keyed row = Keyed.of(entry);
            sorted.put(row.key(), row);
        });
        database.write(tx, h -> {
            database.dialect().upsert(h, save, ReminderRows.COLUMNS, sorted.values());
            return sorted;
        });
    }

    @Override
    public Map<Kind, Instant> askedAt(Collection<Kind> kinds, LocalDate day) {
        if (kinds.isEmpty()) {
            return Map.of();
        }
        return database
                .readByIndex(h -> h.createQuery(askedAt)
                        .bind("kinds", Arrays.texts(kinds))
                        .bind("day", day)
                        .map((row, context) -> new Run(Kind.of(row.getString("kind")), day, Rows.time(row, "asked_at")))
                        .list())
                .stream()
                .collect(Collectors.toMap(Run::kind, Run::at));
    }

    @Override
    public void asked(Tx tx, Kind kind, LocalDate day, Instant at) {
        List<Run> rows = List.of(new Run(kind, day, at));
        database.write(tx, h -> database.dialect().insertNew(h, asked, RUN, rows, String.class));
    }

    @Override
    public void goLive(Tx tx, Kind kind, LocalDate day) {
        List<Live> rows = List.of(new Live(kind, day));
        database.write(tx, h -> {
            database.dialect().upsert(h, goLive, LIVE, rows);
            return rows;
        });
    }

    @Override
    public Optional<Hold> hold(String run) {
        return database.read(h ->
                h.createQuery(hold).bind("run", run).map(ReminderRows::hold).findOne());
    }

    @Override
    public List<Hold> holds(LocalDate first) {
        return database.read(h -> h.createQuery(holds)
                .bind("first", first)
                .map(ReminderRows::hold)
                .list());
    }

    @Override
    public void saveHold(Tx tx, Hold saved) {
        List<Hold> rows = List.of(saved);
        database.write(tx, h -> {
            database.dialect().upsert(h, saveHold, ReminderRows.HOLD, rows);
            return rows;
        });
    }

    @Override
    public boolean decide(Tx tx, Hold decided) {
        return database.<Integer>write(
                        tx,
                        h -> h.createUpdate(decide)
                                .bind("state", decided.state().name())
                                .bind("at", Type.time(requireNonNull(decided.decidedAt(), "decidedAt")))
                                .bind("run", decided.run())
                                .execute())
                > 0;
    }

    @Override
    public int settle(Tx tx, Hold held, Outcome outcome, String reason, Instant at, int max) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(settle)
                        .bind("outcome", outcome.name())
                        .bind("reason", reason)
                        .bind("at", Type.time(at))
                        .bind("day", held.day())
                        .bind("kind", held.kind().name())
                        .bind("held", held.reason())
                        .bind("max", max)
                        .execute());
    }
}
