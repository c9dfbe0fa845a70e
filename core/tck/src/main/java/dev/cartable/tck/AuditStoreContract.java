package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.audit.internal.ChainedAuditLog;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditEntry.Seal;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.work.Actor;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What an {@link AuditStore} promises. */
public abstract class AuditStoreContract extends StoresContract<AuditStores> {
    private static final int THREADS = 4;
    private static final int EACH = 10;

    static AuditEntry entry(long number) {
        String hash = Long.toHexString(number).repeat(64).substring(0, 64);
        return new AuditEntry(
                number,
                NOW.plusSeconds(number),
                number % 2 == 0 ? "invoice.cancel" : "invoice.issue",
                "DONE",
                "invoice:" + number,
                number == 1 ? null : hash,
                "created=3 skipped=1",
                number % 2 == 0 ? "M. Diallo" : "",
                "REST",
                "192.0.2." + number,
                new Proof("a" + number, hash, 0),
                new Proof("b" + number, hash, 0),
                hash,
                number == 1 ? null : new Seal("0123456789abcdef", hash));
    }

    static AuditHead end(long number) {
        AuditEntry last = entry(number);
        return new AuditHead(number, last.hash(), last.seal());
    }

    static void add(AuditStore store, Tx tx, long... numbers) {
        store.lock(tx);
        LongStream.of(numbers).forEach(number -> store.append(tx, entry(number), end(number)));
    }

    private AuditStore store() {
        return stores().audit();
    }

    @Test
    void anEmptyTrailHasAnEnd() {
        assertThat(store().head()).isEqualTo(AuditHead.none());
        assertThat(store().after(0, 10)).isEmpty();
        assertThat(store().before(Long.MAX_VALUE, AuditFilter.all(), 10)).isEmpty();
        write(tx -> assertThat(store().lock(tx)).isEqualTo(new AuditStore.End(AuditHead.none(), null)));
        assertThat(store().head()).isEqualTo(AuditHead.none());
    }

    @Test
    void whatIsAppendedIsKeptAsItIs() {
        write(tx -> add(store(), tx, 1, 2, 3));

        assertThat(store().head()).isEqualTo(end(3));
        assertThat(store().after(0, 10)).containsExactly(entry(1), entry(2), entry(3));
        assertThat(store().after(1, 1)).containsExactly(entry(2));
        write(tx -> assertThat(store().lock(tx)).isEqualTo(new AuditStore.End(end(3), entry(3))));
    }

    @Test
    void entriesAreListedTheLastFirst() {
        write(tx -> add(store(), tx, 1, 2, 3, 4));

        assertThat(store().before(Long.MAX_VALUE, AuditFilter.all(), 2)).containsExactly(entry(4), entry(3));
        assertThat(store().before(3, AuditFilter.all(), 9)).containsExactly(entry(2), entry(1));
        assertThat(listed(new AuditFilter("M. Diallo", null, null, null, null))).containsExactly(4L, 2L);
        assertThat(listed(new AuditFilter(null, "invoice.issue", null, null, null)))
                .containsExactly(3L, 1L);
        assertThat(listed(new AuditFilter(null, null, "invoice:2", null, null))).containsExactly(2L);
        assertThat(listed(new AuditFilter(null, null, null, entry(2).at(), entry(4).at())))
                .containsExactly(3L, 2L);
    }

    private List<Long> listed(AuditFilter filter) {
        return store().before(Long.MAX_VALUE, filter, 9).stream()
                .map(AuditEntry::number)
                .toList();
    }

    @Test
    void anEntryIsNeverWrittenTwice() {
        write(tx -> add(store(), tx, 1));

        assertThatThrownBy(() -> write(tx -> add(store(), tx, 1))).isInstanceOf(RuntimeException.class);

        assertThat(store().after(0, 10)).containsExactly(entry(1));
    }

    @Test
    void anErasureTakesAPersonOutOfAllEntries() {
        write(tx -> add(store(), tx, 1, 2, 3, 4));

        AuditStore.Erased erased = call(tx -> {
            store().lock(tx);
            return store().erase(tx, Set.of("M. Diallo", "m.diallo"), "erased-1", Map.of("invoice:1", "invoice:x"), 5);
        });

        assertThat(erased).isEqualTo(new AuditStore.Erased(2, 1));
        List<AuditEntry> left = store().after(0, 10);
        assertThat(left.get(2)).isEqualTo(entry(3));
        assertThat(left.get(1).actor()).isEqualTo("erased-1");
        assertThat(left.get(1).from()).isEmpty();
        assertThat(left.get(1).actorProof()).isEqualTo(new Proof(null, entry(2).hash(), 5));
        assertThat(left.get(1).subjectProof()).isEqualTo(entry(2).subjectProof());
        assertThat(left.get(0).subject()).isEqualTo("invoice:x");
        assertThat(left.get(0).subjectProof()).isEqualTo(new Proof(null, entry(1).hash(), 5));
        assertThat(left.get(0).from()).isEqualTo(entry(1).from());
        AuditStore.Erased again = call(tx ->
                store().erase(tx, Set.of("M. Diallo", "erased-1"), "erased-2", Map.of("invoice:x", "invoice:y"), 6));
        assertThat(again).isEqualTo(new AuditStore.Erased(0, 0));
    }

    /** As threads of one node do; two nodes share nothing but the store, either. */
    @Test
    void manyWhoAppendAtOnceMakeOneChain() {
        HostKey key = HostKey.random();
        Together.run(THREADS, thread -> {
            ChainedAuditLog log = new ChainedAuditLog(store(), key, InstantSource.fixed(NOW));
            Actor actor = new Actor("thread " + thread, Actor.Via.APPLICATION, "");
            for (int i = 0; i < EACH; i++) {
                Deed deed = Deed.of("test", "thread", thread);
                write(tx -> log.record(tx, actor, deed));
            }
            return thread;
        });

        try (Cartable cartable = Cartable.builder()
                .auditStores(stores())
                .checkKeyAtUse()
                .key(key)
                .zone(ZoneOffset.UTC)
                .time(InstantSource.fixed(NOW))
                .build()) {
            TrailReport report = cartable.auditTrail().verify();
            assertThat(report.findings()).isEmpty();
            assertThat(report.numbers().entries()).isEqualTo(THREADS * EACH);
            assertThat(report.head().number()).isEqualTo(THREADS * EACH);
            assertThat(cartable.auditTrail().entries().map(AuditEntry::subject).distinct())
                    .hasSize(THREADS);
        }
    }
}
