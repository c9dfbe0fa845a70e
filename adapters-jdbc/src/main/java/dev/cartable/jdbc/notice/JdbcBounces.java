package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;

/** E-mails that came back, in the table {@code bounce}. Addresses are in lower case, so that they are found by an index. */
public final class JdbcBounces implements BounceStore {
    private static final UUID LAST = new UUID(-1, -1);

    private static final Columns<Bounce> COLUMNS = Columns.of(
            Column.of("notice_id", Type.UUID, bounce -> bounce.notice().value()),
            Column.of("type", Type.TEXT, bounce -> bounce.type().name()),
            Column.of("address", Type.TEXT, bounce -> bounce.address().folded()),
            Column.of("recipient", Type.TEXT, bounce -> bounce.recipient().toString()),
            Column.of("status", Type.TEXT, Bounce::status),
            Column.of("detail", Type.TEXT, Bounce::detail),
            Column.of("bounced_at", Type.TIME, Bounce::at),
            Column.of("suppresses", Type.BOOLEAN, Bounce::suppresses),
            Column.of("lifted_at", Type.TIME, Bounce::liftedAt));

    private final Database database;
    private final String add;
    private final String removeOlder;
    private final String lift;
    private final String suppressed;
    private final String of;
    private final String all;

    public JdbcBounces(Database database) {
        this.database = database;
        this.add = database.dialect()
                .insertNew(database.names().qualified("bounce"), COLUMNS, List.of("notice_id"), "notice_id");
        this.removeOlder = database.sql("DELETE FROM {bounce} WHERE notice_id = :notice AND bounced_at < :sentAgain");
        this.lift = database.sql("UPDATE {bounce} SET lifted_at = :now WHERE address = :address AND lifted_at IS NULL");
        this.suppressed = database.sql("SELECT DISTINCT address FROM {bounce} WHERE suppresses AND lifted_at IS NULL");
        this.of = database.sql("SELECT * FROM {bounce} WHERE address = :address ORDER BY notice_id DESC");
        this.all = database.sql("SELECT * FROM {bounce} WHERE notice_id < :before ORDER BY notice_id DESC {PAGE}");
    }

    @Override
    public boolean add(Tx tx, Bounce bounce) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, add, COLUMNS, List.of(bounce), UUID.class)
                        .isEmpty());
    }

    @Override
    public boolean replace(Tx tx, Bounce bounce, Instant sentAgain) {
        int removed = database.<Integer>write(
                tx,
                h -> h.createUpdate(removeOlder)
                        .bind("notice", bounce.notice().value())
                        .bind("sentAgain", Type.time(sentAgain))
                        .execute());
        return removed > 0 && add(tx, bounce);
    }

    @Override
    public int lift(Tx tx, EmailAddress address, Instant now) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(lift)
                        .bind("now", Type.time(now))
                        .bind("address", address.folded())
                        .execute());
    }

    @Override
    public Set<EmailAddress> suppressed() {
        return database.read(h -> new HashSet<>(h.createQuery(suppressed)
                .mapTo(String.class)
                .map(EmailAddress::of)
                .list()));
    }

    @Override
    public List<Bounce> of(EmailAddress address) {
        return database.read(h -> h.createQuery(of)
                .bind("address", address.folded())
                .map(JdbcBounces::read)
                .list());
    }

    @Override
    public Stream<Bounce> all() {
        return Pages.stream(last -> database.read(h -> h.createQuery(all)
                .bind("before", last == null ? LAST : last.notice().value())
                .map(JdbcBounces::read)
                .list()));
    }

    private static Bounce read(ResultSet row, StatementContext context) throws SQLException {
        return new Bounce(
                new NoticeId(Rows.uuid(row, "notice_id")),
                Bounce.Type.valueOf(row.getString("type")),
                EmailAddress.of(row.getString("address")),
                Recipient.parse(row.getString("recipient")),
                row.getString("status"),
                row.getString("detail"),
                Rows.time(row, "bounced_at"),
                row.getBoolean("suppresses"),
                Rows.timeOrNull(row, "lifted_at"));
    }
}
