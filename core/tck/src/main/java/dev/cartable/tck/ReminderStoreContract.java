package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.guardian;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.numbered;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a {@link ReminderStore} promises. */
public abstract class ReminderStoreContract extends StoresContract<ReminderStores> {
    static final Kind KIND = Kind.of("reminder.absence");
    static final Kind OTHER_KIND = Kind.of("library.overdue");
    static final LocalDate DAY = LocalDate.of(2026, 9, 1);
    static final ReminderFilter EVERYTHING = ReminderFilter.days(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1));
    private static final String EVERY_SCRIPT = "l’élève n’est « pas » là 👩‍👧 مرحبا";
    private static final int THREADS = 4;

    @Test
    void anEmptyLedgerKnowsNothing() {
        assertThat(store().about(KIND, List.of(subject(1)), DAY)).isEmpty();
        assertThat(store().about(KIND, List.of(), DAY)).isEmpty();
        assertThat(history(EVERYTHING)).isEmpty();
        assertThat(store().counts(DAY, DAY)).isEmpty();
        assertThat(store().liveSince(List.of(KIND))).isEmpty();
    }

    @Test
    void allFieldsOfAnEntryAreKept() {
        List<ReminderEntry> entries = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            entries.add(new ReminderEntry(
                    KIND,
                    pupil(1),
                    new Subject("absence", EVERY_SCRIPT),
                    outcome.name(),
                    EVERY_SCRIPT,
                    new Recipient("guardian", "7:7"),
                    new Recipient("guardian", "8:8"),
                    Channel.SMS,
                    outcome,
                    EVERY_SCRIPT,
                    outcome == Outcome.QUEUED ? noticeId(1) : null,
                    null,
                    DAY,
                    NOW.plusNanos(123_456_000)));
        }
        entries.add(suppressed(1));

        save(entries);

        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(store().about(KIND, List.of(new Subject("absence", EVERY_SCRIPT), subject(1)), DAY))
                .containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void aLaterDecisionWithTheSameKeyTakesThePlaceOfTheEarlierOne() {
        ReminderEntry first = suppressed(1);
        ReminderEntry second = entry(1, 1, null, null, Outcome.NO_CHANNEL, "NO_ADDRESS", DAY.plusDays(1), NOW);
        save(List.of(first, suppressed(2)));

        save(List.of(first.withReason("in between"), second));

        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrder(second, suppressed(2));
    }

    @Test
    void eachPartOfAKeyMakesAnotherEntry() {
        ReminderEntry bare = entry(1, 1, null, null, Outcome.SUPPRESSED, "HOLIDAY", DAY, NOW);
        List<ReminderEntry> entries = List.of(
                bare,
                keyed(bare, OTHER_KIND, subject(1), "1", "", null, null),
                keyed(bare, KIND, new Subject("absence", "absence-1 "), "1", "", null, null),
                keyed(bare, KIND, subject(1), "2", "", null, null),
                keyed(bare, KIND, subject(1), "1", "1", null, null),
                keyed(bare, KIND, subject(1), "1", "", Recipient.guardian(guardian(1)), null),
                keyed(bare, KIND, subject(1), "1", "", Recipient.guardian(guardian(2)), null),
                keyed(bare, KIND, subject(1), "1", "", Recipient.guardian(guardian(1)), Channel.EMAIL),
                keyed(bare, KIND, subject(1), "1", "", Recipient.guardian(guardian(1)), Channel.SMS),
                keyed(bare, KIND, subject(1), "", "1", null, null));

        save(entries);
        save(entries);

        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrderElementsOf(entries);
    }

    private static ReminderEntry keyed(
            ReminderEntry like,
            Kind kind,
            Subject subject,
            String revision,
            String slot,
            @Nullable Recipient recipient,
            @Nullable Channel channel) {
        return new ReminderEntry(
                kind,
                like.pupil(),
                subject,
                revision,
                slot,
                recipient,
                null,
                channel,
                like.outcome(),
                like.reason(),
                null,
                null,
                like.day(),
                like.decidedAt());
    }

    @Test
    void onlyEntriesOfTheKindAboutTheSubjectsAreFound() {
        ReminderEntry other = keyed(suppressed(2), OTHER_KIND, subject(2), "1", "", null, null);
        save(List.of(suppressed(1), suppressed(2), suppressed(3), other));

        assertThat(store().about(KIND, List.of(subject(2), subject(3), subject(4), subject(2)), DAY))
                .containsExactlyInAnyOrder(suppressed(2), suppressed(3));
        assertThat(store().about(OTHER_KIND, List.of(subject(1), subject(2)), DAY))
                .containsExactly(other);
    }

    @Test
    void whatIsNotedAnewEachDayIsFoundSinceADay() {
        List<ReminderEntry> kept = List.of(
                entry(1, 1, null, null, Outcome.NO_CHANNEL, "NO_ADDRESS", DAY, NOW),
                keyed(held(1, "x"), KIND, subject(1), "2", "", null, null));
        ReminderEntry suppressed = keyed(suppressed(1), KIND, subject(1), "3", "", null, null);
        ReminderEntry failed =
                keyed(suppressed(1).decided(Outcome.FAILED, "RULE_FAILED", NOW), KIND, subject(1), "4", "", null, null);
        save(kept);
        save(List.of(suppressed, failed));

        assertThat(store().about(KIND, List.of(subject(1)), DAY)).hasSize(4).contains(suppressed, failed);
        assertThat(store().about(KIND, List.of(subject(1)), DAY.plusDays(1))).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(store().about(KIND, List.of(subject(1)), null)).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void anEntryShowsThePresentStateOfItsNotice() {
        NoticeStores notices = also(NoticeStores.class);
        write(tx -> {
            notices.outbox().add(tx, many(3, i -> notice(i + 1)));
            store().save(tx, many(3, i -> queued(i + 1)));
        });
        write(tx -> notices.outbox().cancel(tx, List.of(noticeId(2)), "not wanted", NOW.plusSeconds(5)));
        write(tx -> notices.outbox().hold(tx, 10, "restored", NOW.plusSeconds(6)));
        ReminderEntry waits = queued(1).withState(NoticeState.HELD);
        ReminderEntry over = queued(2).withState(NoticeState.CANCELLED);

        assertThat(store().about(KIND, many(2, i -> subject(i + 1)), DAY)).containsExactlyInAnyOrder(waits, over);
        assertThat(history(EVERYTHING.about(Set.of(pupil(1), pupil(2)))))
                .containsExactlyInAnyOrder(
                        new ReminderLine(waits, "restored", NOW.plusSeconds(6), null),
                        new ReminderLine(over, "not wanted", NOW.plusSeconds(5), null));
        assertThat(store().counts(DAY, DAY))
                .containsExactly(
                        new ReminderStatistics.Count(DAY, KIND, Outcome.QUEUED, NoticeState.CANCELLED, 1),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.QUEUED, NoticeState.HELD, 2));
    }

    @Test
    void aFilterLetsThroughWhatMeetsAllConditionsTheLatestFirst() {
        List<ReminderEntry> all = new ArrayList<>();
        Random random = new Random(20_260_901);
        for (int i = 0; i < 300; i++) {
            all.add(new ReminderEntry(
                    random.nextBoolean() ? KIND : OTHER_KIND,
                    pupil(random.nextInt(4)),
                    subject(i),
                    "1",
                    "",
                    random.nextBoolean() ? null : Recipient.guardian(guardian(random.nextInt(3))),
                    null,
                    null,
                    Outcome.SUPPRESSED,
                    "HOLIDAY",
                    null,
                    null,
                    DAY.plusDays(random.nextInt(5)),
                    NOW.plusSeconds(random.nextInt(10))));
        }
        save(all);
        for (ReminderFilter days : List.of(EVERYTHING, ReminderFilter.days(DAY.plusDays(1), DAY.plusDays(3)))) {
            for (Set<PupilId> pupils : Arrays.<@Nullable Set<PupilId>>asList(
                    null, Set.of(), Set.of(pupil(1)), Set.of(pupil(1), pupil(3), pupil(9)))) {
                for (Recipient recipient : Arrays.<@Nullable Recipient>asList(
                        null, Recipient.guardian(guardian(1)), Recipient.guardian(guardian(9)))) {
                    for (Kind kind : Arrays.<@Nullable Kind>asList(null, KIND)) {
                        ReminderFilter filter = days.about(pupils).to(recipient).of(kind);
                        List<ReminderEntry> found = entries(filter);
                        assertThat(found)
                                .as("%s", filter)
                                .containsExactlyInAnyOrderElementsOf(
                                        all.stream().filter(filter::matches).toList());
                        assertThat(found)
                                .extracting(entry -> entry.day() + " " + entry.decidedAt())
                                .isSortedAccordingTo(Collections.reverseOrder());
                        assertThat(read(store().subjects(filter, EnumSet.of(Outcome.SUPPRESSED, Outcome.HELD))))
                                .as("%s", filter)
                                .containsExactlyElementsOf(found.stream()
                                        .map(ReminderEntry::subject)
                                        .sorted(Comparator.comparing(Subject::toString))
                                        .toList());
                        assertThat(read(store().subjects(filter, EnumSet.of(Outcome.HELD))))
                                .isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void aLongHistoryIsReadPageByPageWithoutGapOrRepetition() {
        List<ReminderEntry> all = many(
                2_500,
                i -> entry(
                        i, 1, null, null, Outcome.SUPPRESSED, "HOLIDAY", DAY.plusDays(i % 3), NOW.plusSeconds(i % 7)));
        save(all);

        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(entries(EVERYTHING.about(pupil(1)))).hasSize(2_500);
        save(many(2_500, i -> all.get(i).on(DAY.plusDays(7)).decided(Outcome.HELD, "run", NOW)));
        assertThat(read(store().subjects(EVERYTHING, EnumSet.allOf(Outcome.class))))
                .containsExactlyElementsOf(all.stream()
                        .map(ReminderEntry::subject)
                        .sorted(Comparator.comparing(Subject::toString))
                        .toList());
    }

    @Test
    void countsAreByDayKindOutcomeAndState() {
        save(List.of(
                suppressed(1),
                suppressed(2),
                entry(3, 3, null, null, Outcome.NO_CHANNEL, "NO_ADDRESS", DAY, NOW),
                entry(4, 4, null, null, Outcome.HELD, null, DAY.plusDays(1), NOW),
                entry(5, 5, null, null, Outcome.HELD, null, DAY.plusDays(2), NOW),
                keyed(suppressed(6), OTHER_KIND, subject(6), "1", "", null, null)));

        assertThat(store().counts(DAY, DAY.plusDays(1)))
                .containsExactly(
                        new ReminderStatistics.Count(DAY, OTHER_KIND, Outcome.SUPPRESSED, null, 1),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.NO_CHANNEL, null, 1),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.SUPPRESSED, null, 2),
                        new ReminderStatistics.Count(DAY.plusDays(1), KIND, Outcome.HELD, null, 1));
    }

    @Test
    void aPersonIsCountedOnceByTheChannelThatHasComeFarthest() {
        NoticeStores notices = also(NoticeStores.class);
        List<List<Channel>> channels = List.of(
                List.of(Channel.EMAIL, Channel.SMS),
                List.of(Channel.EMAIL, Channel.IN_APP),
                List.of(Channel.IN_APP),
                List.of(Channel.LETTER, Channel.SMS, Channel.IN_APP));
        List<Notice> queued = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            for (Channel channel : channels.get(i)) {
                queued.add(numbered(
                        queued.size() + 1,
                        Notice.draft(KIND, subject(i), NOW)
                                .to(
                                        Recipient.guardian(guardian(i)),
                                        channel,
                                        EmailAddress.of("awa@example.org"),
                                        Locale.FRENCH)));
            }
        }
        write(tx -> {
            notices.outbox().add(tx, queued);
            store().save(tx, queued.stream().map(ReminderStoreContract::of).toList());
            store().save(tx, List.of(suppressed(9), suppressed(10).on(DAY.minusDays(1))));
        });
        write(tx -> notices.outbox().cancel(tx, List.of(noticeId(2), noticeId(6)), "not wanted", NOW.plusSeconds(5)));

        assertThat(store().countsByPerson(DAY))
                .containsExactly(
                        new ReminderStatistics.Count(DAY, KIND, Outcome.QUEUED, NoticeState.QUEUED, 4),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.SUPPRESSED, null, 1));
        write(tx -> notices.outbox().cancel(tx, List.of(noticeId(3), noticeId(7)), "not wanted", NOW.plusSeconds(6)));
        assertThat(store().countsByPerson(DAY))
                .as("a message in the application is no other channel")
                .containsExactly(
                        new ReminderStatistics.Count(DAY, KIND, Outcome.QUEUED, NoticeState.CANCELLED, 2),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.QUEUED, NoticeState.QUEUED, 2),
                        new ReminderStatistics.Count(DAY, KIND, Outcome.SUPPRESSED, null, 1));
        assertThat(store().countsByPerson(DAY.plusDays(1))).isEmpty();
    }

    private static ReminderEntry of(Notice notice) {
        return new ReminderEntry(
                notice.kind(),
                pupil(1),
                notice.subject(),
                notice.revision(),
                notice.slot(),
                notice.recipient(),
                null,
                notice.channel(),
                Outcome.QUEUED,
                null,
                notice.id(),
                null,
                DAY,
                NOW);
    }

    @Test
    void aRuleIsLiveSinceItsEarliestDay() {
        write(tx -> store().goLive(tx, KIND, DAY));
        write(tx -> store().goLive(tx, KIND, DAY.plusDays(1)));
        assertThat(store().liveSince(List.of(KIND))).containsExactly(Map.entry(KIND, DAY));

        write(tx -> store().goLive(tx, KIND, DAY.minusDays(1)));

        assertThat(store().liveSince(List.of(KIND, OTHER_KIND))).containsExactly(Map.entry(KIND, DAY.minusDays(1)));
        assertThat(store().liveSince(List.of(OTHER_KIND))).isEmpty();
        assertThat(store().liveSince(List.of())).isEmpty();
    }

    @Test
    void itIsKnownForWhichDaysARuleWasAskedAndWhenFirst() {
        write(tx -> store().asked(tx, KIND, DAY, NOW));
        write(tx -> store().asked(tx, KIND, DAY, NOW.plusSeconds(60)));
        write(tx -> store().asked(tx, KIND, DAY.plusDays(1), NOW.plusSeconds(120)));

        assertThat(store().askedAt(List.of(KIND), DAY)).containsOnly(Map.entry(KIND, NOW));
        assertThat(store().askedAt(List.of(KIND), DAY.plusDays(1))).containsOnly(Map.entry(KIND, NOW.plusSeconds(120)));
        assertThat(store().askedAt(List.of(KIND), DAY.minusDays(1))).isEmpty();
        assertThat(store().askedAt(List.of(OTHER_KIND), DAY)).isEmpty();
        assertThat(store().askedAt(List.of(), DAY)).isEmpty();
        write(tx -> store().asked(tx, OTHER_KIND, DAY, NOW.plusSeconds(5)));
        assertThat(store().askedAt(List.of(OTHER_KIND, KIND), DAY))
                .containsOnly(Map.entry(KIND, NOW), Map.entry(OTHER_KIND, NOW.plusSeconds(5)));
    }

    @Test
    void aHoldTakesThePlaceOfTheOneWithTheSameRun() {
        Hold open = hold();
        Hold school = new Hold(
                "absence-2026-09-01.2", KIND, DAY, NOW, DAY.minusDays(1), null, 12, 40, Hold.State.OPEN, NOW, null);
        write(tx -> store().saveHold(tx, school));
        write(tx -> store().saveHold(tx, open));
        assertThat(store().hold(open.run())).contains(open);
        assertThat(store().hold("absence-2026-09-02")).isEmpty();
        assertThat(store().holds(DAY)).containsExactly(open, school);

        Hold alarmed = open.alarmed(NOW.plusSeconds(3_600));
        Hold decided = alarmed.decided(Hold.State.RELEASED, NOW.plusSeconds(7_200));
        write(tx -> store().saveHold(tx, alarmed));
        assertThat(store().hold(open.run())).contains(alarmed);
        write(tx -> store().saveHold(tx, decided));
        assertThat(store().hold(open.run())).contains(decided);
        assertThat(store().holds(DAY)).containsExactly(decided, school);
        assertThat(store().holds(DAY.plusDays(1)))
                .as("the open ones of all days")
                .containsExactly(school);
    }

    @Test
    void whatIsDecidedAboutAHoldIsDecidedOnce() {
        Hold open = hold();
        Hold released = open.decided(Hold.State.RELEASED, NOW.plusSeconds(60));
        assertThat(decide(released)).as("no such hold").isFalse();
        write(tx -> store().saveHold(tx, open));

        assertThat(decide(released)).isTrue();
        assertThat(decide(open.decided(Hold.State.DISCARDED, NOW.plusSeconds(120))))
                .isFalse();
        assertThat(store().hold(open.run())).contains(released);
    }

    private boolean decide(Hold decided) {
        return call(tx -> store().decide(tx, decided));
    }

    @Test
    void onlyWhatARunStillHoldsGetsAnotherOutcome() {
        Hold hold = hold();
        List<ReminderEntry> held = many(5, i -> held(i + 1, hold.reason()));
        ReminderEntry other = held(10, hold.reason() + ".2");
        ReminderEntry nextDay = held(11, hold.reason()).on(DAY.plusDays(1));
        ReminderEntry otherKind = keyed(held(12, hold.reason()), OTHER_KIND, subject(12), "1", "", null, null);
        ReminderEntry decided = held(13, "x").decided(Outcome.SUPPRESSED, hold.reason(), NOW);
        save(held);
        save(List.of(other, nextDay, otherKind, decided));
        ReminderEntry since = entry(1, 1, null, null, Outcome.NO_CHANNEL, "NO_ADDRESS", DAY, NOW.plusSeconds(5));
        save(List.of(since));

        assertThat(settle(hold, 3)).isEqualTo(3);
        assertThat(settle(hold, 3)).isEqualTo(1);
        assertThat(settle(hold, 3)).isZero();

        List<ReminderEntry> expected = new ArrayList<>(List.of(other, nextDay, otherKind, decided, since));
        held.subList(1, 5)
                .forEach(entry -> expected.add(entry.decided(Outcome.DISCARDED, "RUN_DISCARDED", NOW.plusSeconds(60))));
        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private int settle(Hold hold, int max) {
        return call(tx -> store().settle(tx, hold, Outcome.DISCARDED, "RUN_DISCARDED", NOW.plusSeconds(60), max));
    }

    static ReminderEntry held(int number, String reason) {
        return entry(number, number, null, null, Outcome.HELD, reason, DAY, NOW);
    }

    static Hold hold() {
        return new Hold(
                "absence-2026-09-01",
                KIND,
                DAY,
                NOW,
                DAY,
                new PromotionId(EVERY_SCRIPT),
                8,
                25,
                Hold.State.OPEN,
                NOW,
                null);
    }

    @Test
    void runsThatSaveTheSameAtOnceLeaveEachEntryOnce() {
        List<ReminderEntry> entries = many(50, ReminderStoreContract::suppressed);
        Together.run(THREADS, i -> {
            List<ReminderEntry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, new Random(i));
            save(shuffled);
            write(tx -> store().goLive(tx, KIND, DAY.plusDays(i)));
            return i;
        });

        assertThat(entries(EVERYTHING)).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(store().liveSince(List.of(KIND))).containsExactly(Map.entry(KIND, DAY));
    }

    private ReminderStore store() {
        return stores().reminders();
    }

    private void save(List<ReminderEntry> entries) {
        write(tx -> store().save(tx, entries));
    }

    private List<ReminderLine> history(ReminderFilter filter) {
        return read(store().history(filter));
    }

    private List<ReminderEntry> entries(ReminderFilter filter) {
        return history(filter).stream().map(ReminderLine::entry).toList();
    }

    private static Subject subject(int number) {
        return new Subject("absence", "absence-" + number);
    }

    /** An entry about the pupil with this number. */
    static ReminderEntry suppressed(int number) {
        return entry(number, number, null, null, Outcome.SUPPRESSED, "HOLIDAY", DAY, NOW);
    }

    private static ReminderEntry queued(int number) {
        return new ReminderEntry(
                KIND,
                pupil(number),
                subject(number),
                "1",
                "",
                Recipient.guardian(guardian(number)),
                null,
                Channel.EMAIL,
                Outcome.QUEUED,
                null,
                noticeId(number),
                null,
                DAY,
                NOW);
    }

    private static ReminderEntry entry(
            int number,
            int pupil,
            @Nullable Recipient recipient,
            @Nullable Channel channel,
            Outcome outcome,
            @Nullable String reason,
            LocalDate day,
            Instant at) {
        return new ReminderEntry(
                KIND,
                pupil(pupil),
                subject(number),
                "1",
                "",
                recipient,
                null,
                channel,
                outcome,
                reason,
                null,
                null,
                day,
                at);
    }

    private static Notice notice(int number) {
        return numbered(
                number,
                Notice.draft(KIND, subject(number), NOW)
                        .to(
                                Recipient.guardian(guardian(number)),
                                Channel.EMAIL,
                                EmailAddress.of("awa" + number + "@example.org"),
                                Locale.FRENCH));
    }
}
