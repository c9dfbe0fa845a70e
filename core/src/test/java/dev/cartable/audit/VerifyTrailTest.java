package dev.cartable.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.audit.internal.ChainedAuditLog;
import dev.cartable.audit.internal.EntryHash;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditEntry.Seal;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.audit.model.TrailReport.Finding;
import dev.cartable.work.Actor;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.AuditLog.Erasure;
import dev.cartable.work.internal.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever somebody changes by hand is found, and the first entry that is not right is named. */
class VerifyTrailTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final HostKey KEY = HostKey.of("a key of thirty-two bytes or more".getBytes(US_ASCII));
    private static final HostKey OTHER = HostKey.of("another key of thirty-two bytes!!".getBytes(US_ASCII));
    private static final Actor STAFF = new Actor("M. Diallo", Actor.Via.REST, "192.0.2.7");
    private static final Tx TX = action -> {};

    private final OpenAuditStore store = new OpenAuditStore();

    private void record(int entries) {
        ChainedAuditLog log = log(KEY);
        for (int i = 0; i < entries; i++) {
            log.record(TX, STAFF, Deed.of("invoice.cancel", "invoice", store.entries.size() + 1));
        }
    }

    private ChainedAuditLog log(@Nullable HostKey key) {
        return new ChainedAuditLog(store, key, InstantSource.fixed(NOW));
    }

    private TrailReport verify() {
        return verify(KEY, null);
    }

    private TrailReport verify(@Nullable HostKey key, @Nullable AuditHead noted) {
        return new VerifyTrail(store, key, NOW.minus(Duration.ofDays(1))).run(noted);
    }

    private static Finding finding(TrailReport.Type type, long number) {
        return new Finding(type, number, null);
    }

    private void change(long number, UnaryOperator<AuditEntry> change) {
        store.entries.compute(number, (same, entry) -> change.apply(requireNonNull(entry)));
    }

    private static AuditEntry with(
            AuditEntry entry, long number, String deed, String actor, String hash, @Nullable Seal seal) {
        return new AuditEntry(
                number,
                entry.at(),
                deed,
                entry.outcome(),
                entry.subject(),
                entry.digest(),
                entry.counts(),
                actor,
                entry.via(),
                entry.from(),
                entry.actorProof(),
                entry.subjectProof(),
                hash,
                seal);
    }

    private AuditEntry entry(long number) {
        return requireNonNull(store.entries.get(number));
    }

    /** Hashes all entries from one on anew, as somebody would who knows how, without the key. */
    private void rehash(long from) {
        store.entries.tailMap(from, true).keySet().stream().toList().forEach(number -> {
            AuditEntry before = store.entries.get(number - 1);
            String previous = before == null ? AuditHead.none().hash() : before.hash();
            change(
                    number,
                    entry -> with(
                            entry, number, entry.deed(), entry.actor(), EntryHash.of(previous, entry), entry.seal()));
        });
        AuditEntry last = store.at(store.entries.lastKey());
        store.head = new AuditHead(last.number(), last.hash(), store.head.seal());
    }

    @Test
    void whatWasRecordedIsUnbroken() {
        record(5);

        TrailReport report = verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.numbers()).isEqualTo(new TrailReport.Numbers(5, 0, 0, 0, 0, 0));
        assertThat(report.head().toString()).isEqualTo("5:" + entry(5).hash());
        assertThat(AuditHead.parse(report.head().toString()).hash())
                .isEqualTo(report.head().hash());
    }

    @Test
    void anEmptyTrailIsUnbroken() {
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aChangedEntryIsNamed() {
        record(5);
        change(3, entry -> with(entry, 3, "invoice.issue", entry.actor(), entry.hash(), entry.seal()));

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.CHANGED, 3));
    }

    @Test
    void aChangedActorIsNamed() {
        record(5);
        change(3, entry -> with(entry, 3, entry.deed(), "Mme Bah", entry.hash(), entry.seal()));

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.VALUES_CHANGED, 3));
    }

    @Test
    void aDeletedEntryIsNamed() {
        record(5);
        store.entries.remove(3L);

        assertThat(verify().findings()).contains(new Finding(TrailReport.Type.MISSING, 3, 3L));
    }

    @Test
    void swappedEntriesAreNamed() {
        record(5);
        AuditEntry third = entry(3);
        change(3, entry -> {
            AuditEntry fourth = entry(4);
            return with(fourth, 3, fourth.deed(), fourth.actor(), fourth.hash(), fourth.seal());
        });
        change(4, entry -> with(third, 4, third.deed(), third.actor(), third.hash(), third.seal()));

        assertThat(verify().findings())
                .startsWith(finding(TrailReport.Type.CHANGED, 3))
                .contains(finding(TrailReport.Type.CHANGED, 4));
    }

    @Test
    void anInsertedEntryIsNamed() {
        record(5);
        AuditEntry fifth = entry(5);
        store.entries.put(6L, with(fifth, 6, "invoice.issue", fifth.actor(), fifth.hash(), fifth.seal()));
        rehash(6);
        store.head = new AuditHead(5, fifth.hash(), store.head.seal());

        assertThat(verify().findings())
                .contains(finding(TrailReport.Type.BAD_END, 5), finding(TrailReport.Type.BAD_SEAL, 6));
    }

    @Test
    void aTailThatWasCutOffIsFound() {
        record(5);
        store.entries.remove(5L);
        store.entries.remove(4L);

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.BAD_END, 3));
    }

    @Test
    void aTailThatWasCutOffTogetherWithTheEndIsFoundByItsSeal() {
        record(5);
        store.entries.remove(5L);
        store.head = new AuditHead(4, entry(4).hash(), store.head.seal());

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.BAD_END, 4));
    }

    @Test
    void whatIsRecordedAfterATailWasCutOffSaysSo() {
        record(5);
        store.entries.remove(5L);
        store.head = new AuditHead(4, entry(4).hash(), store.head.seal());
        record(2);

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.BROKEN_BEFORE, 5));
        assertThat(entry(5).deed()).isEqualTo(ChainedAuditLog.BROKEN);
    }

    @Test
    void anEndThatWasForgottenSaysSoWithTheNextEntry() {
        record(5);
        store.entries.remove(5L);
        record(1);

        assertThat(verify().findings())
                .containsExactly(
                        new Finding(TrailReport.Type.MISSING, 5, 5L), finding(TrailReport.Type.BROKEN_BEFORE, 6));
    }

    @Test
    void aTrailThatWasHashedAnewIsFoundByItsSeals() {
        record(5);
        change(3, entry -> with(entry, 3, "invoice.issue", entry.actor(), entry.hash(), entry.seal()));
        rehash(3);

        assertThat(verify().findings())
                .containsExactly(
                        finding(TrailReport.Type.BAD_SEAL, 3),
                        finding(TrailReport.Type.BAD_SEAL, 4),
                        finding(TrailReport.Type.BAD_SEAL, 5),
                        finding(TrailReport.Type.BAD_END, 5));
    }

    @Test
    void entriesWithoutASealAreFoundAfterOneWith() {
        record(3);
        change(3, entry -> with(entry, 3, "invoice.issue", entry.actor(), entry.hash(), null));
        rehash(3);
        store.head = new AuditHead(3, entry(3).hash(), null);

        assertThat(verify().findings())
                .containsExactly(finding(TrailReport.Type.UNSEALED, 3), finding(TrailReport.Type.BAD_END, 3));
    }

    @Test
    void entriesWithTheSealOfAnUnknownKeyAreFoundAfterOneOfAKnownKey() {
        record(3);
        Seal made = new Seal("0123456789abcdef", "0".repeat(64));
        change(3, entry -> with(entry, 3, "invoice.issue", entry.actor(), entry.hash(), made));
        rehash(3);
        store.head = new AuditHead(3, entry(3).hash(), made);

        assertThat(verify().findings())
                .containsExactly(finding(TrailReport.Type.BAD_SEAL, 3), finding(TrailReport.Type.BAD_END, 3));
    }

    @Test
    void aKeyThatWasReplacedStillProvesWhatItSealed() {
        record(2);
        HostKey ring = OTHER.withOld(List.of(KEY));
        log(ring).record(TX, STAFF, Deed.of("host-key.adopt"));

        assertThat(verify(ring, null).findings()).isEmpty();
    }

    @Test
    void afterAKeyWasLostTheTrailGoesOn() {
        record(2);
        log(OTHER).record(TX, STAFF, Deed.of("host-key.start-anew"));

        TrailReport report = verify(OTHER, null);

        assertThat(report.findings()).isEmpty();
        assertThat(report.numbers().otherKey()).isEqualTo(2);
    }

    @Test
    void aTrailThatWasPutBackAsAWholeIsFoundByTheEndThatWasNoted() {
        record(3);
        AuditHead third = store.head;
        record(2);
        AuditHead noted = AuditHead.parse(store.head.toString());
        store.entries.tailMap(3L, false).clear();
        store.head = third;

        assertThat(verify().findings()).isEmpty();
        assertThat(verify(KEY, noted).findings()).containsExactly(finding(TrailReport.Type.NOT_AS_NOTED, 5));

        record(3);
        assertThat(verify(KEY, noted).findings()).containsExactly(finding(TrailReport.Type.NOT_AS_NOTED, 5));
    }

    @Test
    void aRestoreExplainsThatTheEndThatWasNotedIsGone() {
        record(3);
        AuditHead third = store.head;
        record(2);
        AuditHead noted = AuditHead.parse(store.head.toString());
        store.entries.tailMap(3L, false).clear();
        store.head = third;
        log(KEY).record(
                        TX,
                        STAFF,
                        Deed.of(ChainedAuditLog.RESTORED, "restore", "r1")
                                .with(ChainedAuditLog.REPLACED, noted.number())
                                .digest(noted.hash()));
        record(3);

        TrailReport report = verify(KEY, noted);

        assertThat(report.findings()).isEmpty();
        assertThat(report.numbers().restored()).isEqualTo(1);
        assertThat(verify(KEY, AuditHead.parse(third.toString())).findings()).isEmpty();
    }

    @Test
    void anErasureTakesNamesAwayAndLeavesTheChain() {
        record(2);
        log(KEY).record(
                        TX,
                        new Actor("root", Actor.Via.COMMAND_LINE, "desk"),
                        Deed.of("person.export", "guardian", "G1"));
        erase();

        assertThat(entry(1).actor()).isEqualTo("erased-1");
        assertThat(entry(1).from()).isEmpty();
        assertThat(entry(3).subject()).isEqualTo("guardian:erased-1");
        assertThat(entry(3).actor()).isEqualTo("root");
        assertThat(entry(4).counts()).isEqualTo("actors=2 subjects=1");
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().numbers().nameless()).isEqualTo(3);
    }

    /** The first page still has the name, the second one has not; the erasure says that it was taken out of both. */
    @Test
    void anErasureThatComesWhileEntriesAreReadIsNoFinding() {
        record(502);
        store.meanwhile = () -> {
            store.meanwhile = () -> {};
            erase();
        };

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().findings()).isEmpty();
        assertThat(entry(503).counts()).isEqualTo("actors=502 subjects=0");
    }

    private void erase() {
        erase(new Actor("root", Actor.Via.COMMAND_LINE, "desk"));
    }

    private void erase(Actor actor) {
        log(KEY).erase(
                        TX,
                        actor,
                        new Erasure(
                                Deed.of("person.erase", "guardian", "erased-1"),
                                Set.of("M. Diallo"),
                                "erased-1",
                                Map.of("guardian:G1", "guardian:erased-1")));
    }

    @Test
    void aPersonWhoErasesThemselvesStandsNowhere() {
        record(2);
        erase(STAFF);

        assertThat(store.entries.values()).extracting(AuditEntry::actor).containsOnly("erased-1");
        assertThat(store.entries.values()).extracting(AuditEntry::from).containsOnly("");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void everyFieldStandsInTheHash() {
        record(1);
        AuditEntry entry = store.at(1);
        String none = AuditHead.none().hash();
        Proof other = new Proof(null, "0".repeat(64), 0);
        List<AuditEntry> others = List.of(
                with(entry, 2, entry.deed(), entry.actor(), "", null),
                with(entry, 1, "invoice.issue", entry.actor(), "", null),
                new AuditEntry(
                        1,
                        NOW.plusMillis(1),
                        entry.deed(),
                        "DONE",
                        "",
                        null,
                        "",
                        "",
                        "REST",
                        "",
                        entry.actorProof(),
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "FAILED",
                        "",
                        null,
                        "",
                        "",
                        "REST",
                        "",
                        entry.actorProof(),
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "DONE",
                        "",
                        "",
                        "",
                        "",
                        "REST",
                        "",
                        entry.actorProof(),
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "DONE",
                        "",
                        null,
                        "a=1",
                        "",
                        "REST",
                        "",
                        entry.actorProof(),
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "DONE",
                        "",
                        null,
                        "",
                        "",
                        "TASK",
                        "",
                        entry.actorProof(),
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "DONE",
                        "",
                        null,
                        "",
                        "",
                        "REST",
                        "",
                        other,
                        entry.subjectProof(),
                        "",
                        null),
                new AuditEntry(
                        1,
                        NOW,
                        entry.deed(),
                        "DONE",
                        "",
                        null,
                        "",
                        "",
                        "REST",
                        "",
                        entry.actorProof(),
                        other,
                        "",
                        null));

        assertThat(EntryHash.of(none, entry)).isEqualTo(entry.hash());
        assertThat(others).extracting(one -> EntryHash.of(none, one)).doesNotContain(entry.hash());
        assertThat(EntryHash.of("1".repeat(64), entry)).isNotEqualTo(entry.hash());
    }

    @Test
    void namesThatNoErasureTookAwayAreMissed() {
        record(2);
        erase();
        record(2);
        change(5, entry -> nameless(entry, 0));

        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.VALUES_MISSING, 5));

        change(5, entry -> nameless(entry, 3));
        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.VALUES_MISSING, 3));

        change(5, entry -> nameless(entry, 4));
        assertThat(verify().findings()).containsExactly(finding(TrailReport.Type.VALUES_MISSING, 4));
    }

    private static AuditEntry nameless(AuditEntry entry, long erasedBy) {
        return new AuditEntry(
                entry.number(),
                entry.at(),
                entry.deed(),
                entry.outcome(),
                entry.subject(),
                entry.digest(),
                entry.counts(),
                "",
                entry.via(),
                "",
                new Proof(null, entry.actorProof().hash(), erasedBy),
                entry.subjectProof(),
                entry.hash(),
                entry.seal());
    }

    @Test
    void namesThatWereKeptLongEnoughAreNotMissed() {
        record(2);
        change(2, entry -> nameless(entry, 0));

        TrailReport report = new VerifyTrail(store, KEY, NOW.plusSeconds(1)).run(null);

        assertThat(report.findings()).isEmpty();
    }

    @Test
    void withoutAKeyTheChainAloneIsVerified() {
        log(null).record(TX, STAFF, Deed.of("one"));
        log(null).record(TX, STAFF, Deed.of("two"));

        assertThat(verify(null, null).findings()).isEmpty();
        assertThat(verify(null, null).numbers().unsealed()).isEqualTo(2);
        change(1, entry -> with(entry, 1, "three", entry.actor(), entry.hash(), null));
        assertThat(verify(null, null).findings()).containsExactly(finding(TrailReport.Type.CHANGED, 1));
    }
}
