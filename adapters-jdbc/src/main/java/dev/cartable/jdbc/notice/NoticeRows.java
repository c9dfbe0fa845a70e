package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.Address;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the tables {@code notice} and {@code outbox}. */
public final class NoticeRows {
    /** A notice as it is queued: what the history has of it first. */
    static final Columns<Keyed> HISTORY = Columns.of(
            Column.of("id", Type.UUID, row -> row.notice().id().value()),
            Column.of("key_sha256", Type.TEXT, Keyed::key),
            Column.of("kind", Type.TEXT, row -> row.notice().kind().name()),
            Column.of("subject", Type.TEXT, row -> row.notice().subject().toString()),
            Column.of("revision", Type.TEXT, row -> row.notice().revision()),
            Column.of("recipient", Type.TEXT, row -> row.notice().recipient().toString()),
            Column.of("channel", Type.TEXT, row -> row.notice().channel().name()),
            Column.of("slot", Type.TEXT, row -> row.notice().slot()),
            Column.of("address", Type.TEXT, row -> row.notice().address().value()),
            Column.of("language", Type.TEXT, row -> row.notice().language().toLanguageTag()),
            Column.of(
                    "variables", Type.TEXT, row -> Variables.write(row.notice().variables())),
            Column.of("queued_at", Type.TIME, row -> row.notice().queuedAt()),
            Column.of("due_at", Type.TIME, row -> row.notice().dueAt()),
            Column.of("state", Type.TEXT, row -> NoticeState.QUEUED.name()),
            Column.of("attempts", Type.INT, row -> 0),
            Column.of("changed_at", Type.TIME, row -> row.notice().queuedAt()),
            Column.of("digest_key", Type.TEXT, row -> row.notice().digestKey().orElse(null)));

    private NoticeRows() {}

    /** A notice with its key, which is derived once. */
    record Keyed(String key, Notice notice) {
        static Keyed of(Notice notice) {
            return new Keyed(notice.key().hex(), notice);
        }
    }

    static Notice notice(ResultSet row, StatementContext context) throws SQLException {
        Channel channel = new Channel(row.getString("channel"));
        String address = row.getString("address");
        return new Notice(
                new NoticeId(Rows.uuid(row, "id")),
                Kind.of(row.getString("kind")),
                Subject.parse(row.getString("subject")),
                row.getString("revision"),
                Recipient.parse(row.getString("recipient")),
                channel,
                row.getString("slot"),
                address == null ? Address.DELETED : channel.address(address),
                Locale.forLanguageTag(row.getString("language")),
                Variables.read(row.getString("variables")),
                Rows.time(row, "queued_at"),
                Rows.time(row, "due_at"),
                row.getString("digest_key") != null);
    }

    /** What was handed over, from a row that has the columns of a notice. */
    public static Notice.@Nullable SentText text(ResultSet row) throws SQLException {
        String text = row.getString("sent_text");
        return text == null ? null : new Notice.SentText(row.getString("sent_subject"), text);
    }

    static Notice.Entry entry(ResultSet row, StatementContext context) throws SQLException {
        return new Notice.Entry(
                notice(row, context),
                NoticeState.valueOf(row.getString("state_now")),
                row.getInt("attempts_now"),
                row.getString("reason_now"),
                Rows.time(row, "changed_now"),
                text(row));
    }
}
