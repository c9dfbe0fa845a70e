package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Receipts;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What gateways owe and have said, in the table {@code receipt}. */
public final class JdbcReceipts implements Receipts {
    private static final List<String> KEY = List.of("channel", "reference");

    private static final Columns<Expected> EXPECTED = Columns.of(
            Column.of("channel", Type.TEXT, row -> row.channel().name()),
            Column.of("reference", Type.TEXT, Expected::reference),
            Column.of("notice_id", Type.UUID, row -> row.notice().value()),
            Column.of("until_at", Type.TIME, Expected::until));

    private static final Columns<DeliveryReceipt> RECEIVED = Columns.of(
            Column.of("channel", Type.TEXT, row -> row.channel().name()),
            Column.of("reference", Type.TEXT, DeliveryReceipt::reference),
            Column.of("state", Type.TEXT, row -> row.state().name()),
            Column.of("detail", Type.TEXT, DeliveryReceipt::detail),
            Column.of("received_at", Type.TIME, DeliveryReceipt::at));

    private final Database database;
    private final String expectNew;
    private final String expect;
    private final String receiveNew;
    private final String receive;
    private final String ended;
    private final String remove;
    private final String forget;

    public JdbcReceipts(Database database) {
        this.database = database;
        String table = database.names().qualified("receipt");
        this.expectNew = database.dialect().insertNew(table, EXPECTED, KEY, "reference");
        this.expect = database.sql("""
                UPDATE {receipt} SET notice_id = :notice, until_at = :until
                WHERE channel = :channel AND reference = :reference""");
        this.receiveNew = database.dialect().insertNew(table, RECEIVED, KEY, "reference");
        this.receive = database.sql("""
                UPDATE {receipt} SET state = :state, detail = :detail, received_at = :at
                WHERE channel = :channel AND reference = :reference AND state IS NULL""");
        this.ended = database.sql("""
                SELECT * FROM {receipt} WHERE notice_id IS NOT NULL AND state IS NOT NULL
                UNION ALL
                SELECT * FROM {receipt} WHERE notice_id IS NOT NULL AND state IS NULL AND until_at <= :now
                FETCH FIRST :max ROWS ONLY""");
        this.remove = database.sql("""
                DELETE FROM {receipt}
                WHERE channel = :channel AND reference = :reference
                AND (:known OR (state IS NULL AND until_at = :until))""");
        this.forget = database.dialect()
                .deleteSome(table, "state IS NOT NULL AND notice_id IS NULL AND received_at < :before", ":max");
    }

    private record Expected(Channel channel, String reference, NoticeId notice, Instant until) {}

    @Override
    public void expect(Tx tx, Channel channel, String reference, NoticeId notice, Instant until) {
        Expected row = new Expected(channel, reference, notice, until);
        database.write(tx, h -> {
            if (isNew(h, expectNew, EXPECTED, row)) {
                return 1;
            }
            return h.createUpdate(expect)
                    .bind("notice", notice.value())
                    .bind("until", Type.time(until))
                    .bind("channel", channel.name())
                    .bind("reference", reference)
                    .execute();
        });
    }

    @Override
    public boolean receive(Tx tx, DeliveryReceipt receipt) {
        return database.<Boolean>write(
                tx,
                h -> isNew(h, receiveNew, RECEIVED, receipt)
                        || h.createUpdate(receive)
                                        .bind("state", receipt.state().name())
                                        .bind("detail", receipt.detail())
                                        .bind("at", Type.time(receipt.at()))
                                        .bind("channel", receipt.channel().name())
                                        .bind("reference", receipt.reference())
                                        .execute()
                                == 1);
    }

    private <T> boolean isNew(Handle handle, String insert, Columns<T> columns, T row) {
        return !database.dialect()
                .insertNew(handle, insert, columns, List.of(row), String.class)
                .isEmpty();
    }

    @Override
    public List<Ended> ended(Instant now, int max) {
        return database.read(h -> h.createQuery(ended)
                .bind("now", Type.time(now))
                .bind("max", max)
                .map(JdbcReceipts::read)
                .list());
    }

    private static Ended read(ResultSet row, StatementContext context) throws SQLException {
        Channel channel = new Channel(row.getString("channel"));
        String reference = row.getString("reference");
        String state = row.getString("state");
        DeliveryReceipt receipt = state == null
                ? null
                : new DeliveryReceipt(
                        channel,
                        reference,
                        DeliveryReceipt.State.valueOf(state),
                        row.getString("detail"),
                        Rows.time(row, "received_at"));
        return new Ended(
                channel, reference, new NoticeId(Rows.uuid(row, "notice_id")), Rows.time(row, "until_at"), receipt);
    }

    @Override
    public boolean remove(Tx tx, Ended ended) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(remove)
                                .bind("channel", ended.channel().name())
                                .bind("reference", ended.reference())
                                .bind("known", ended.receipt() != null)
                                .bind("until", Type.time(ended.until()))
                                .execute()
                        == 1);
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(forget)
                        .bind("before", Type.time(before))
                        .bind("max", max)
                        .execute());
    }
}
