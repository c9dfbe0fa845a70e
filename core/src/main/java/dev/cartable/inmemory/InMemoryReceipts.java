package dev.cartable.inmemory;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Receipts;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Receipts in memory. Safe for use by several threads. */
final class InMemoryReceipts implements Receipts {
    private final InMemoryTable<Key, Row> rows;

    InMemoryReceipts(InMemoryUnitOfWork unitOfWork) {
        this.rows = new InMemoryTable<>(
                unitOfWork, Comparator.comparing(Key::channel).thenComparing(Key::reference));
    }

    private record Key(Channel channel, String reference) {}

    private record Row(
            @Nullable NoticeId notice,
            @Nullable Instant until,
            @Nullable DeliveryReceipt receipt) {}

    @Override
    public void expect(Tx tx, Channel channel, String reference, NoticeId notice, Instant until) {
        Key key = new Key(channel, reference);
        Row known = rows.get(key);
        rows.put(tx, key, new Row(notice, until, known == null ? null : known.receipt()));
    }

    @Override
    public boolean receive(Tx tx, DeliveryReceipt receipt) {
        Key key = new Key(receipt.channel(), receipt.reference());
        Row known = rows.get(key);
        if (known != null && known.receipt() != null) {
            return false;
        }
        rows.put(
                tx,
                key,
                known == null ? new Row(null, null, receipt) : new Row(known.notice(), known.until(), receipt));
        return true;
    }

    @Override
    public List<Ended> ended(Instant now, int max) {
        return rows.entries().entrySet().stream()
                .flatMap(entry -> ended(entry.getKey(), entry.getValue(), now))
                .limit(max)
                .toList();
    }

    private static Stream<Ended> ended(Key key, Row row, Instant now) {
        NoticeId notice = row.notice();
        Instant until = row.until();
        boolean over = row.receipt() != null || (until != null && !until.isAfter(now));
        return notice != null && until != null && over
                ? Stream.of(new Ended(key.channel(), key.reference(), notice, until, row.receipt()))
                : Stream.empty();
    }

    @Override
    public boolean remove(Tx tx, Ended ended) {
        Key key = new Key(ended.channel(), ended.reference());
        Row row = rows.get(key);
        return row != null
                && (ended.receipt() != null
                        || (row.receipt() == null && ended.until().equals(row.until())))
                && rows.remove(tx, key);
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        return rows.removeWhere(
                tx,
                row -> row.notice() == null
                        && row.receipt() != null
                        && row.receipt().at().isBefore(before),
                max);
    }
}
