package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.work.Tx;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** Messages in the application, in the table {@code inbox}. */
public final class JdbcInbox implements Inbox {
    private static final Columns<Message> COLUMNS = Columns.of(
            Column.of("notice_id", Type.UUID, message -> message.id().value()),
            Column.of("recipient", Type.TEXT, message -> message.recipient().toString()),
            Column.of("subject", Type.TEXT, Message::subject),
            Column.of("body", Type.TEXT, Message::text),
            Column.of(
                    "link",
                    Type.TEXT,
                    message -> message.link() == null ? null : message.link().toString()),
            Column.of("arrived_at", Type.TIME, Message::arrivedAt),
            Column.of("read_at", Type.TIME, Message::readAt));

    private final Database database;
    private final String put;
    private final String of;
    private final String markRead;

    public JdbcInbox(Database database) {
        this.database = database;
        this.put = database.dialect()
                .insertNew(database.names().qualified("inbox"), COLUMNS, List.of("notice_id"), "notice_id");
        this.of = database.sql("""
                SELECT * FROM {inbox} WHERE recipient = :recipient
                ORDER BY arrived_at DESC, notice_id DESC FETCH FIRST :max ROWS ONLY""");
        this.markRead = database.sql("""
                UPDATE {inbox} SET read_at = COALESCE(read_at, :now)
                WHERE notice_id = :id AND recipient = :recipient""");
    }

    @Override
    public void put(Tx tx, Collection<Message> messages) {
        Map<UUID, Message> sorted = new TreeMap<>();
        messages.forEach(message -> sorted.putIfAbsent(message.id().value(), message));
        database.write(tx, h -> database.dialect().insertNew(h, put, COLUMNS, sorted.values(), UUID.class));
    }

    @Override
    public List<Message> of(Recipient recipient, int max) {
        return database.read(h -> h.createQuery(of)
                .bind("recipient", recipient.toString())
                .bind("max", max)
                .map(JdbcInbox::read)
                .list());
    }

    @Override
    public boolean markRead(Tx tx, Recipient recipient, NoticeId id, Instant now) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(markRead)
                                .bind("now", Type.time(now))
                                .bind("id", id.value())
                                .bind("recipient", recipient.toString())
                                .execute()
                        == 1);
    }

    private static Message read(ResultSet row, StatementContext context) throws SQLException {
        String link = row.getString("link");
        return new Message(
                new NoticeId(Rows.uuid(row, "notice_id")),
                Recipient.parse(row.getString("recipient")),
                row.getString("subject"),
                row.getString("body"),
                link == null ? null : URI.create(link),
                Rows.time(row, "arrived_at"),
                Rows.timeOrNull(row, "read_at"));
    }
}
