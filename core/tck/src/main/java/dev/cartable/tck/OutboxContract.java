package dev.cartable.tck;

import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.again;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.notice;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.GuardianId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an {@link Outbox} promises of queueing and of the history; {@link OutboxClaimContract} has the sending. */
public abstract class OutboxContract extends StoresContract<NoticeStores> {
    @Test
    void aQueuedNoticeStandsInTheHistoryAsItWasWritten() {
        assertThat(add(notice(1))).containsExactly(noticeId(1));

        assertThat(entry(1)).isEqualTo(new Notice.Entry(notice(1), NoticeState.QUEUED, 0, null, NOW));
        assertThat(outbox().find(noticeId(2))).isEmpty();
    }

    @Test
    void noticesAreCountedByChannelKindAndStateWithinASpan() {
        add(notice(1));
        add(notice(2));
        add(notice(3));
        finish(1, NoticeState.SENT, "250");
        Kind kind = notice(1).kind();

        assertThat(outbox().counts(NOW, NOW.plusSeconds(1)))
                .containsExactly(
                        new NoticeStatistics.Count(Channel.EMAIL, kind, NoticeState.QUEUED, 2),
                        new NoticeStatistics.Count(Channel.EMAIL, kind, NoticeState.SENT, 1));
        assertThat(outbox().counts(NOW.minusSeconds(60), NOW)).isEmpty();
        assertThat(outbox().oldestWaiting()).contains(NOW);
    }

    @Test
    void nothingWaitsInAnEmptyOutbox() {
        assertThat(outbox().oldestWaiting()).isEmpty();
        assertThat(outbox().counts(NOW, NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void everyFieldComesBackAsItWasWritten() {
        Notice full = new Notice(
                noticeId(1),
                Kind.of("a".repeat(64)),
                new Subject("invoice", "n° 12/é:👩‍🏫 'x'"),
                "révision 3",
                new Recipient("guardian", "É:" + "m".repeat(200)),
                Channel.SMS,
                "2026-W36",
                new Address.Opaque("+224 620 00 00 00"),
                Locale.forLanguageTag("fr-GN"),
                Map.of(
                        "name",
                        "عائشة \"O'Brien\" \\ {x} <b> 👩‍👧",
                        "empty",
                        "",
                        "lines",
                        "a\r\n\tb\u0001\u202F",
                        "clé",
                        "é"),
                NOW.plusNanos(123_456_000),
                NOW.plusSeconds(60).plusNanos(654_321_000));
        add(full);

        assertThat(entry(1).notice()).isEqualTo(full);
        assertThat(claimAll(Channel.SMS, full)).extracting(Claimed::notice).containsExactly(full);
    }

    @Test
    void aKnownKeyIsNotQueuedAgain() {
        add(notice(1));

        assertThat(add(again(notice(1), 2), notice(3))).containsExactly(noticeId(3));
        assertThat(outbox().find(noticeId(2))).isEmpty();
        assertThat(history(null, null)).containsExactly(3, 1);
    }

    @Test
    void nothingToQueueIsNoFailure() {
        assertThat(add()).isEmpty();
    }

    @Test
    void aKeyTwiceInOneCallIsQueuedOnce() {
        assertThat(add(notice(1), again(notice(1), 2))).hasSize(1);
        assertThat(history(null, null)).hasSize(1);
    }

    @Test
    void theKeyOfAFinalNoticeIsStillKnown() {
        add(notice(1));
        finish(1, NoticeState.SENT, null);

        assertThat(add(again(notice(1), 2))).isEmpty();
    }

    @Test
    void anUndoneNoticeIsNotKnown() {
        undone(tx -> outbox().add(tx, List.of(notice(1))));

        assertThat(outbox().find(noticeId(1))).isEmpty();
        assertThat(add(again(notice(1), 2))).containsExactly(noticeId(2));
    }

    @Test
    void threadsThatQueueTheSameNoticesInOppositeOrdersQueueEachOnce() {
        List<Set<NoticeId>> won = Together.run(8, i -> {
            List<Notice> mine = new ArrayList<>(many(100, n -> again(notice(n), 1_000 * (i + 1) + n)));
            if (i % 2 == 1) {
                Collections.reverse(mine);
            }
            return this.<Set<NoticeId>>call(tx -> outbox().add(tx, mine));
        });

        assertThat(won.stream().flatMap(Collection::stream)).hasSize(100);
        assertThat(outbox().counts()).isEqualTo(Map.of(NoticeState.QUEUED, 100L));
    }

    @Test
    void theHistoryHasTheNewestFirstAndCanBeNarrowed() {
        add(notice(1), notice(2, 1, NOW), notice(3), notice(4, 1, NOW));
        finish(2, NoticeState.SENT, "250 ok");

        assertThat(history(null, null)).containsExactly(4, 3, 2, 1);
        assertThat(history(NoticeState.QUEUED, null)).containsExactly(4, 3, 1);
        assertThat(history(NoticeState.SENT, null)).containsExactly(2);
        assertThat(history(NoticeState.FAILED, null)).isEmpty();
        assertThat(history(null, recipient(1))).containsExactly(4, 2, 1);
        assertThat(history(NoticeState.QUEUED, recipient(1))).containsExactly(4, 1);
        assertThat(history(null, recipient(9))).isEmpty();
    }

    @Test
    void aHistoryMayBeLeftEarlyAndGoesOnWhileOthersWrite() {
        write(tx -> outbox().add(tx, many(1_000, Samples::notice)));
        for (int i = 0; i < 50; i++) {
            try (Stream<Notice.Entry> all = outbox().history(NoticeFilter.all())) {
                assertThat(all.findFirst()).isPresent();
            }
        }
        try (Stream<Notice.Entry> all = outbox().history(NoticeFilter.all())) {
            long seen = all.peek(entry -> {
                        if (entry.notice().id().equals(noticeId(500))) {
                            add(notice(5_000));
                        }
                    })
                    .filter(entry -> !entry.notice().id().equals(noticeId(5_000)))
                    .count();
            assertThat(seen).isEqualTo(1_000);
        }
    }

    @Test
    void theCountsTellHowManyStandWhere() {
        assertThat(outbox().counts()).isEmpty();
        assertThat(outbox().unfinished()).isEmpty();
        write(tx -> outbox().add(tx, many(7, Samples::notice)));
        finish(1, NoticeState.SENT, null);
        finish(2, NoticeState.SENT, null);
        finish(3, NoticeState.FAILED, "550 unknown");
        finish(4, NoticeState.SUPPRESSED, "paid");
        finish(5, NoticeState.UNCERTAIN, "line dropped");
        Claimed claimed = claim(6);
        write(tx -> outbox().sending(tx, List.of(claimed), LONG));

        assertThat(outbox().counts())
                .isEqualTo(Map.of(
                        NoticeState.SENT, 2L,
                        NoticeState.FAILED, 1L,
                        NoticeState.SUPPRESSED, 1L,
                        NoticeState.UNCERTAIN, 1L,
                        NoticeState.SENDING, 1L,
                        NoticeState.QUEUED, 1L));
        assertThat(outbox().unfinished()).isEqualTo(Map.of(NoticeState.SENDING, 1L, NoticeState.QUEUED, 1L));
    }

    @Test
    void noticesToAnErasedPersonLoseTheirAddressesAndThoseThatWaitAreSuppressed() {
        add(notice(1), notice(2, 1, NOW), notice(3, 1, NOW), notice(4));
        finish(1, NoticeState.SENT, "250 ok");
        Claimed claimed = claim(2);

        Person erased = Person.guardian(new GuardianId("g1"), accountId(1), Set.of());
        PersonalData personal = also(PrivacyStores.class).personalData();
        write(tx -> personal.erase(tx, erased, "nobody", "erased", NOW.plusSeconds(7)));

        assertThat(List.of(entry(1), entry(2), entry(3))).allSatisfy(entry -> {
            assertThat(entry.notice().address()).isEqualTo(Address.DELETED);
            assertThat(entry.notice().variables()).isEmpty();
        });
        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::reason)
                .as("a server's answer may name the address")
                .containsExactly(NoticeState.SENT, "erased");
        assertThat(List.of(entry(2), entry(3)))
                .extracting(Notice.Entry::state, Notice.Entry::reason, Notice.Entry::changedAt)
                .containsOnly(
                        org.assertj.core.groups.Tuple.tuple(NoticeState.SUPPRESSED, "erased", NOW.plusSeconds(7)));
        assertThat(entry(4).notice()).isEqualTo(notice(4));
        assertThat(this.<Set<NoticeId>>call(tx -> outbox().sending(tx, List.of(claimed), LONG)))
                .as("a claim from before")
                .isEmpty();
    }

    @Test
    void theWordsThatWereHandedOverAreKeptUntilTheDetailsAreDeletedOrThePersonIsErased() {
        add(notice(1), notice(2), notice(3), notice(4));
        Notice.SentText text = new Notice.SentText("Absence de Zéphyrine", "Zéphyrine KD n’était pas là.\n👩‍👧 مرحبا");
        for (int number : List.of(1, 2, 3)) {
            Claimed claimed = claim(number);
            write(tx -> outbox().finish(
                            tx, List.of(new Outcome(claimed, NoticeState.SENT, "250 ok", NOW.plusSeconds(1), text))));
        }
        finish(4, NoticeState.SENT, "250 ok");

        assertThat(entry(1).text()).isEqualTo(text);
        assertThat(entry(4).text()).isNull();
        try (Stream<Notice.Entry> entries = outbox().history(NoticeFilter.all())) {
            assertThat(entries.map(Notice.Entry::text)).containsExactly(null, text, text, text);
        }
        PrivacyStores privacy = also(PrivacyStores.class);
        Person recipient = Person.guardian(new GuardianId("g2"), accountId(2), Set.of("Zéphyrine KD"));
        write(tx -> privacy.personalData().erase(tx, recipient, "nobody", "erased", NOW));
        assertThat(entry(2).text()).isNull();
        assertThat(entry(1).text())
                .as("the erased person's words in what others were sent")
                .isEqualTo(new Notice.SentText("Absence de Zéphyrine", "… n’était pas là.\n👩‍👧 مرحبا"));
        write(tx -> privacy.retention().remove(tx, DataKind.MESSAGE_DETAILS, NOW.plusSeconds(1), 10));
        assertThat(entry(1).text()).isNull();
        assertThat(entry(1).state()).isEqualTo(NoticeState.SENT);
    }

    @Test
    void noneAndThousandsCanBeQueued() {
        assertThat(add()).isEmpty();
        assertThat(this.<Set<NoticeId>>call(tx -> outbox().add(tx, many(5_000, Samples::notice))))
                .hasSize(5_000);
        assertThat(this.<Set<NoticeId>>call(tx -> outbox().add(tx, many(5_001, Samples::notice))))
                .containsExactly(noticeId(5_000));
    }

    private Outbox outbox() {
        return stores().outbox();
    }

    private Set<NoticeId> add(Notice... notices) {
        return call(tx -> outbox().add(tx, List.of(notices)));
    }

    private Notice.Entry entry(int number) {
        return outbox().find(noticeId(number)).orElseThrow();
    }

    private List<Integer> history(@Nullable NoticeState state, @Nullable Recipient recipient) {
        try (Stream<Notice.Entry> entries =
                outbox().history(NoticeFilter.all().in(state).to(recipient))) {
            return entries.map(entry -> Samples.number(entry.notice().id())).toList();
        }
    }

    private List<Claimed> claimAll(Channel channel, Notice due) {
        return call(tx -> outbox().claim(tx, channel, 100, HERE, LONG, due.dueAt()));
    }

    /** Claims this one notice, and puts the others that were claimed with it back as they were. */
    private Claimed claim(int number) {
        List<Claimed> all = claimAll(Channel.EMAIL, notice(number));
        write(tx -> all.stream()
                .filter(claimed -> !claimed.notice().id().equals(noticeId(number)))
                .forEach(claimed -> outbox().putBack(tx, claimed, NOW, null, false)));
        return all.stream()
                .filter(claimed -> claimed.notice().id().equals(noticeId(number)))
                .findFirst()
                .orElseThrow();
    }

    private void finish(int number, NoticeState state, @Nullable String reason) {
        Claimed claimed = claim(number);
        write(tx -> outbox().finish(tx, List.of(new Outcome(claimed, state, reason, NOW.plusSeconds(1)))));
    }
}
