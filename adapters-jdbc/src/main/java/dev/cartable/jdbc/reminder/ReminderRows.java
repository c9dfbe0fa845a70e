package dev.cartable.jdbc.reminder;

import dev.cartable.jdbc.notice.NoticeRows;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the table {@code reminder}. */
final class ReminderRows {
    /** An entry with its key, which is derived once. */
    static final Columns<Keyed> COLUMNS = Columns.of(
            Column.of("key_sha256", Type.TEXT, Keyed::key),
            Column.of("kind", Type.TEXT, row -> row.entry().kind().name()),
            Column.of("pupil_id", Type.TEXT, row -> row.entry().pupil().value()),
            Column.of("subject", Type.TEXT, row -> row.entry().subject().toString()),
            Column.of("revision", Type.TEXT, row -> row.entry().revision()),
            Column.of("slot", Type.TEXT, row -> row.entry().slot()),
            Column.of("recipient", Type.TEXT, row -> text(row.entry().recipient())),
            Column.of("author", Type.TEXT, row -> text(row.entry().author())),
            Column.of("channel", Type.TEXT, row -> text(row.entry().channel())),
            Column.of("outcome", Type.TEXT, row -> row.entry().outcome().name()),
            Column.of("reason", Type.TEXT, row -> row.entry().reason()),
            Column.of("notice_id", Type.UUID, row -> uuid(row.entry().notice())),
            Column.of("due_on", Type.DATE, row -> row.entry().day()),
            Column.of("decided_at", Type.TIME, row -> row.entry().decidedAt()));

    /** The rows of the table {@code reminder_hold}. */
    static final Columns<Hold> HOLD = Columns.of(
            Column.of("run", Type.TEXT, Hold::run),
            Column.of("kind", Type.TEXT, hold -> hold.kind().name()),
            Column.of("due_on", Type.DATE, Hold::day),
            Column.of("due_at", Type.TIME, Hold::at),
            Column.of("absent_on", Type.DATE, Hold::absentOn),
            Column.of("promotion_id", Type.TEXT, hold -> text(hold.promotion())),
            Column.of("absent", Type.LONG, Hold::absent),
            Column.of("enrolled", Type.LONG, Hold::enrolled),
            Column.of("state", Type.TEXT, hold -> hold.state().name()),
            Column.of("alarmed_at", Type.TIME, Hold::alarmedAt),
            Column.of("decided_at", Type.TIME, Hold::decidedAt));

    private ReminderRows() {}

    record Keyed(String key, ReminderEntry entry) {
        static Keyed of(ReminderEntry entry) {
            return new Keyed(entry.key().hex(), entry);
        }
    }

    /** An entry with its key and what became of its notice. */
    record KeyedLine(String key, ReminderLine line) {}

    private static @Nullable Object text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Object uuid(@Nullable NoticeId notice) {
        return notice == null ? null : notice.value();
    }

    static ReminderEntry entry(ResultSet row, StatementContext context) throws SQLException {
        String recipient = row.getString("recipient");
        String author = row.getString("author");
        String channel = row.getString("channel");
        UUID notice = row.getObject("notice_id", UUID.class);
        return new ReminderEntry(
                Kind.of(row.getString("kind")),
                new PupilId(row.getString("pupil_id")),
                Subject.parse(row.getString("subject")),
                row.getString("revision"),
                row.getString("slot"),
                recipient == null ? null : Recipient.parse(recipient),
                author == null ? null : Recipient.parse(author),
                channel == null ? null : new Channel(channel),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("reason"),
                notice == null ? null : new NoticeId(notice),
                state(row),
                row.getObject("due_on", LocalDate.class),
                Rows.time(row, "decided_at"));
    }

    static KeyedLine line(ResultSet row, StatementContext context) throws SQLException {
        return new KeyedLine(
                row.getString("key_sha256"),
                new ReminderLine(
                        entry(row, context),
                        row.getString("answer_now"),
                        Rows.timeOrNull(row, "changed_now"),
                        NoticeRows.text(row)));
    }

    static ReminderStatistics.Count count(ResultSet row, StatementContext context) throws SQLException {
        return new ReminderStatistics.Count(
                row.getObject("due_on", LocalDate.class),
                Kind.of(row.getString("kind")),
                Outcome.valueOf(row.getString("outcome")),
                state(row),
                row.getLong("entries"));
    }

    static Hold hold(ResultSet row, StatementContext context) throws SQLException {
        String promotion = row.getString("promotion_id");
        return new Hold(
                row.getString("run"),
                Kind.of(row.getString("kind")),
                row.getObject("due_on", LocalDate.class),
                Rows.time(row, "due_at"),
                row.getObject("absent_on", LocalDate.class),
                promotion == null ? null : new PromotionId(promotion),
                row.getLong("absent"),
                row.getLong("enrolled"),
                Hold.State.valueOf(row.getString("state")),
                Rows.time(row, "alarmed_at"),
                Rows.timeOrNull(row, "decided_at"));
    }

    private static @Nullable NoticeState state(ResultSet row) throws SQLException {
        String state = row.getString("state_now");
        return state == null ? null : NoticeState.valueOf(state);
    }
}
