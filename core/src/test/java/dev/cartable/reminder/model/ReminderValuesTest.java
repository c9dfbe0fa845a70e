package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice.SentText;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.AbsenceSettings.Brake;
import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.reminder.model.Decision.Audience;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What settings and decisions about reminders may say, to their edges. */
class ReminderValuesTest {
    private static final PupilId ALI = new PupilId("p1");
    private static final Kind ABSENCE = Kind.of("school.absence");
    private static final Recipient GUARDIAN = Recipient.guardian(new GuardianId("G7"));
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final Instant NOW = Instant.parse("2026-11-28T17:00:00Z");
    private static final AbsenceSettings ABSENCES = AbsenceSettings.defaults();

    private static void assertRefused(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }

    @Test
    void absencesAreNotifiedOnceADayUnlessTheSchoolSaysOtherwise() {
        assertThat(AbsenceSettings.defaults())
                .isEqualTo(new AbsenceSettings(true, null, new Brake(30, 8), new Thresholds(4, 3, 10)));
    }

    @Test
    void aGraceLastsUpToADay() {
        assertThat(ABSENCES.atOnce().grace()).isEqualTo(Duration.ofMinutes(15));
        assertThat(ABSENCES.atOnceAfter(Duration.ZERO).grace()).isZero();
        assertThat(ABSENCES.atOnceAfter(Duration.ofDays(1)).grace()).isEqualTo(Duration.ofHours(24));
        assertRefused(() -> ABSENCES.atOnceAfter(Duration.ofNanos(-1)), "0 to 24 hours");
        assertRefused(() -> ABSENCES.atOnceAfter(Duration.ofDays(1).plusNanos(1)), "0 to 24 hours");
    }

    @Test
    void eachSettingOfAbsencesLeavesTheOthers() {
        AbsenceSettings all =
                ABSENCES.withoutExcused().atOnce().withBrake(new Brake(50, 5)).withThresholds(Thresholds.off());

        assertThat(all)
                .isEqualTo(
                        new AbsenceSettings(false, Duration.ofMinutes(15), new Brake(50, 5), new Thresholds(0, 0, 0)));
        assertThat(all.withBrake(null).brake()).isNull();
    }

    @Test
    void aBrakeHoldsFromItsPercentageAndItsNumberOfPupils() {
        Brake brake = new Brake(30, 8);

        assertThat(brake.holds(9, 30)).isTrue();
        assertThat(brake.holds(8, 26)).as("30.8 %").isTrue();
        assertThat(brake.holds(8, 27)).as("29.6 %").isFalse();
        assertThat(brake.holds(7, 7)).as("too few pupils").isFalse();
    }

    @Test
    void aBrakeThatWouldHoldEverythingOrNothingIsRefused() {
        assertThat(new Brake(1, 1)).isNotEqualTo(new Brake(100, 1));
        assertRefused(() -> new Brake(0, 8), "0 %");
        assertRefused(() -> new Brake(101, 8), "101 %");
        assertRefused(() -> new Brake(30, 0), "0 pupils");
    }

    @Test
    void thresholdsAreOffAtZeroAndEndAtAHundred() {
        assertThat(new Thresholds(0, 100, 100).daysInARow()).isEqualTo(100);
        assertRefused(() -> new Thresholds(-1, 0, 0), "-1");
        assertRefused(() -> new Thresholds(0, -1, 0), "-1");
        assertRefused(() -> new Thresholds(0, 101, 0), "101");
        assertRefused(() -> new Thresholds(0, 0, -1), "-1");
        assertRefused(() -> new Thresholds(0, 0, 101), "101");
    }

    @Test
    void dunningIsWithinTenYearsOfTheDueDate() {
        assertThat(DunningLevels.of(-3_650, 3_650).last()).isEqualTo(OptionalInt.of(3_650));
        assertThat(DunningLevels.everyDays(3_650).every()).isEqualTo(3_650);
        assertRefused(() -> DunningLevels.of(3_651), "3650 days");
        assertRefused(() -> DunningLevels.of(-3_651, 1), "3650 days");
        assertRefused(() -> DunningLevels.everyDays(3_651), "3650 days");
        assertRefused(() -> DunningLevels.everyDays(-1), "3650 days");
        assertRefused(() -> new DunningLevels(List.of(), 0), "levels");
        assertRefused(() -> new DunningLevels(List.of(1), 1), "levels");
    }

    @Test
    void theFirstLevelMayComeBeforeTheDueDateAndRepetitionHasNoLast() {
        assertThat(DunningLevels.of(-3, 7).daysBefore()).isEqualTo(3);
        assertThat(DunningLevels.of(1, 7).daysBefore()).isZero();
        assertThat(DunningLevels.everyDays(7).daysBefore()).isZero();
        assertThat(DunningLevels.everyDays(7).last()).isEmpty();
        assertThat(DunningLevels.defaults().last()).hasValue(30);
    }

    @Test
    void settingsAreWithinTheirBounds() {
        ReminderSettings defaults = ReminderSettings.defaults();

        assertThat(defaults.withDunning(DunningLevels.everyDays(1)).dunning()).hasToString("every 1 day");
        assertThat(defaults.withInactivity(100, 365).inactiveDays()).isEqualTo(100);
        assertThat(defaults.withInactivity(1, 1).inactivePause()).isEqualTo(1);
        assertThat(defaults.withPlanningDays(366).planningDays()).isEqualTo(366);
        assertRefused(() -> defaults.withInactivity(0, 7), "inactiveDays is 0, not 1 to 100");
        assertRefused(() -> defaults.withInactivity(101, 7), "inactiveDays");
        assertRefused(() -> defaults.withInactivity(3, 366), "inactivePause");
        assertRefused(() -> defaults.withPlanningDays(367), "planningDays");
    }

    @Test
    void aLinkNamesItsPageAndWithoutASiteThereIsNone() {
        assertThat(ReminderSettings.defaults().link("invoices", "F 1")).isEmpty();
        assertThat(ReminderSettings.defaults()
                        .withSite(URI.create("https://ecole.gn"))
                        .link("invoices", "F 1/2"))
                .isEqualTo("https://ecole.gn/invoices/F+1%2F2");
    }

    @Test
    void aDecisionRemindsPeopleOrSaysWhyNot() {
        assertThat(Decision.remind(ALI, "s1").andGuardians().andStaff().audience())
                .containsExactly(Audience.PUPIL, Audience.GUARDIANS, Audience.STAFF);
        assertThat(Decision.notifyGuardians(ALI, "s1").audience()).containsExactly(Audience.GUARDIANS);
        assertThat(Decision.skip(ALI, "s1", "LOST").audience()).isEmpty();
        assertThat(Decision.skip(ALI, "s1", "LOST").skipped()).isEqualTo("LOST");
        assertRefused(() -> Decision.skip(ALI, "s1", "LOST").andStaff(), "'s1'");
    }

    @Test
    void whatADecisionAddsLeavesTheRest() {
        Decision decision = Decision.remind(ALI, "s1")
                .revision("r2")
                .slot("2026-11-28")
                .onlyOnce()
                .againAfter(7)
                .except("guardian:G7")
                .with("title", "Kirikou")
                .andGuardians();

        assertThat(decision)
                .returns("r2", Decision::revision)
                .returns("2026-11-28", Decision::slot)
                .returns(true, Decision::once)
                .returns(7, Decision::daysBetween)
                .returns("guardian:G7", Decision::except)
                .returns(Set.of(), Decision::only);
        assertThat(decision.except(null)).isSameAs(decision);
        assertThat(decision.variables()).containsOnlyKeys("title");
    }

    @Test
    void anOccasionKeepsItsDayAndMovesItsMoment() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Occasion planned = Occasion.planning(NOW, NOW.plusSeconds(60), tokyo);

        assertThat(planned.day()).isEqualTo(DAY.plusDays(1));
        assertThat(planned.moment()).isEqualTo(Occasion.Moment.ITS_TIME);
        assertThat(planned.betweenTimes().moment()).isEqualTo(Occasion.Moment.BETWEEN_TIMES);
        Occasion sending = planned.sendingAt(NOW.plus(Duration.ofDays(2)));
        assertThat(sending.moment()).isEqualTo(Occasion.Moment.SENDING);
        assertThat(sending.day()).isEqualTo(DAY.plusDays(1));
        assertThat(sending.today()).isEqualTo(DAY.plusDays(3));
        assertThat(planned.instantOf(DAY.atTime(9, 0))).isEqualTo(Instant.parse("2026-11-28T00:00:00Z"));
    }

    @Test
    void aTimeThatComesTwiceIsTheEarlierOneAndOneThatIsSkippedTheFirstAfterTheGap() {
        Occasion paris = Occasion.planning(NOW, NOW, ZoneId.of("Europe/Paris"));

        assertThat(paris.instantOf(LocalDateTime.parse("2026-10-25T02:30")))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(paris.instantOf(LocalDateTime.parse("2026-03-29T02:30")))
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
    }

    private static Hold hold(Hold.State state, @Nullable Instant decidedAt) {
        return new Hold("absence-2026-11-28", ABSENCE, DAY, NOW, DAY, null, 10, 30, state, NOW, decidedAt);
    }

    @Test
    void aHoldIsOpenUntilAPersonDecides() {
        Hold open = hold(Hold.State.OPEN, null);

        assertThat(open.percent()).isEqualTo(33);
        assertThat(open.counted(15).percent()).isEqualTo(50);
        assertThat(open.alarmed(NOW.plusSeconds(1)).alarmedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(open.decided(Hold.State.RELEASED, NOW).state()).isEqualTo(Hold.State.RELEASED);
        assertThat(open.reason()).isEqualTo("TOO_MANY_ABSENT: absence-2026-11-28");
        assertThat(open.reasonOfDiscarded()).isEqualTo("RUN_DISCARDED: absence-2026-11-28");
        assertRefused(() -> hold(Hold.State.OPEN, NOW), "absence-2026-11-28");
        assertRefused(() -> hold(Hold.State.DISCARDED, null), "absence-2026-11-28");
    }

    @Test
    void ofNoPupilsAllAreAbsent() {
        Hold none = new Hold("r", ABSENCE, DAY, NOW, DAY, null, 0, 0, Hold.State.OPEN, NOW, null);

        assertThat(none.percent()).isEqualTo(100);
    }

    private static ReminderStatistics.Count count(
            ReminderEntry.Outcome outcome, @Nullable NoticeState state, long entries) {
        return new ReminderStatistics.Count(DAY, ABSENCE, outcome, state, entries);
    }

    @Test
    void eachEntryCountsOnceByWhatBecameOfIt() {
        List<ReminderStatistics.Count> counts = List.of(
                count(ReminderEntry.Outcome.QUEUED, NoticeState.SENT, 1),
                count(ReminderEntry.Outcome.QUEUED, NoticeState.QUEUED, 2),
                count(ReminderEntry.Outcome.QUEUED, NoticeState.FAILED, 4),
                count(ReminderEntry.Outcome.QUEUED, NoticeState.UNCERTAIN, 8),
                count(ReminderEntry.Outcome.QUEUED, NoticeState.SUPPRESSED, 16),
                count(ReminderEntry.Outcome.QUEUED, NoticeState.CANCELLED, 32),
                count(ReminderEntry.Outcome.NO_CHANNEL, null, 64),
                count(ReminderEntry.Outcome.HELD, null, 128),
                count(ReminderEntry.Outcome.DISCARDED, null, 256),
                count(ReminderEntry.Outcome.IMPORTED, null, 512));

        ReminderTally tally = requireNonNull(ReminderStatistics.byKind(counts).get(ABSENCE));

        assertThat(tally).isEqualTo(new ReminderTally(1, 2, 4, 8, 16, 32, 64, 128, 256, 512));
        assertThat(tally.missing()).isEqualTo(14);
        assertThat(tally.expected()).isEqualTo(15);
        assertThat(tally.plus(tally)).isEqualTo(new ReminderTally(2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024));
    }

    @Test
    void whatIsNeitherSentNorSettledIsMissing() {
        assertThat(Stream.of(NoticeState.values())
                        .filter(state -> entry(ReminderEntry.Outcome.QUEUED, new NoticeId(new UUID(0, 1)), state)
                                .isMissing()))
                .containsExactly(
                        NoticeState.QUEUED,
                        NoticeState.SENDING,
                        NoticeState.HELD,
                        NoticeState.FAILED,
                        NoticeState.UNCERTAIN);
        assertThat(entry(ReminderEntry.Outcome.FAILED, null).isMissing()).isTrue();
        assertThat(entry(ReminderEntry.Outcome.SUPPRESSED, null).isMissing()).isFalse();
    }

    @Test
    void aNoticeThatTheHistoryHasForgottenIsUncertain() {
        assertThat(ReminderStatistics.byKind(List.of(count(ReminderEntry.Outcome.QUEUED, null, 3)))
                        .get(ABSENCE))
                .isEqualTo(new ReminderTally(0, 0, 0, 3, 0, 0, 0, 0, 0, 0));
    }

    private static ReminderEntry entry(ReminderEntry.Outcome outcome, @Nullable NoticeId notice) {
        return entry(outcome, notice, null);
    }

    private static ReminderEntry entry(
            ReminderEntry.Outcome outcome, @Nullable NoticeId notice, @Nullable NoticeState state) {
        return new ReminderEntry(
                ABSENCE,
                ALI,
                new Subject("absence", "a1"),
                "1",
                "",
                GUARDIAN,
                null,
                Channel.EMAIL,
                outcome,
                notice == null ? "NO_ADDRESS" : null,
                notice,
                state,
                DAY,
                NOW);
    }

    @Test
    void aLineInALogHasNoWordsOfAMessage() {
        ReminderLine line = new ReminderLine(
                entry(ReminderEntry.Outcome.HELD, null), "answer", NOW, new SentText("subject", "words"));

        assertThat(line.toString()).contains("a1").doesNotContain("answer", "subject=", "words");
    }

    @Test
    void anEntryHasANoticeIfAndOnlyIfItIsQueued() {
        NoticeId notice = new NoticeId(new UUID(0, 1));

        assertRefused(() -> entry(ReminderEntry.Outcome.QUEUED, null), "has a notice");
        assertRefused(() -> entry(ReminderEntry.Outcome.HELD, notice), "has a notice");
        assertThat(entry(ReminderEntry.Outcome.QUEUED, notice)
                        .decided(ReminderEntry.Outcome.DISCARDED, "LATE", NOW.plusSeconds(1)))
                .returns(null, ReminderEntry::notice)
                .returns("LATE", ReminderEntry::reason)
                .returns(NOW.plusSeconds(1), ReminderEntry::decidedAt);
    }

    @Test
    void onlyWhatWasSaidOrDecidedSettlesAMatter() {
        ReminderEntry queued = entry(ReminderEntry.Outcome.QUEUED, new NoticeId(new UUID(0, 1)));

        assertThat(queued.settles()).isTrue();
        assertThat(queued.withState(NoticeState.FAILED).settles()).isTrue();
        assertThat(queued.withState(NoticeState.SUPPRESSED).settles()).isFalse();
        assertThat(entry(ReminderEntry.Outcome.IMPORTED, null).settles()).isTrue();
        assertThat(entry(ReminderEntry.Outcome.DISCARDED, null).settles()).isTrue();
        assertThat(entry(ReminderEntry.Outcome.NO_CHANNEL, null).settles()).isFalse();
    }

    @Test
    void aDecisionIsTheSameWheneverItWasMadeAndForWhateverReason() {
        ReminderEntry entry = entry(ReminderEntry.Outcome.NO_CHANNEL, null);
        ReminderEntry later = entry.on(DAY.plusDays(1)).withReason("NO_CONSENT");

        assertThat(later.day()).isEqualTo(DAY.plusDays(1));
        assertThat(later.reason()).isEqualTo("NO_CONSENT");
        assertThat(later.key().hex()).isEqualTo(entry.key().hex()).hasSize(64);
        assertThat(entry).asString().contains("a1").doesNotContain("NO_ADDRESS");
    }

    @Test
    void aFilterMeansTheEntriesThatMeetAllItsConditions() {
        ReminderEntry entry = entry(ReminderEntry.Outcome.NO_CHANNEL, null);
        ReminderFilter day = ReminderFilter.days(DAY, DAY);

        assertThat(day.matches(entry)).isTrue();
        assertThat(day.matches(entry.on(DAY.minusDays(1)))).isFalse();
        assertThat(day.matches(entry.on(DAY.plusDays(1)))).isFalse();
        assertThat(day.about(ALI).to(GUARDIAN).of(ABSENCE).matches(entry)).isTrue();
        assertThat(day.about(new PupilId("p2")).matches(entry)).isFalse();
        assertThat(day.to(Recipient.guardian(new GuardianId("G8"))).matches(entry))
                .isFalse();
        assertThat(day.of(Kind.of("school.payment")).matches(entry)).isFalse();
    }

    private static LegacyReminder legacy(String id, String revision, String slot) {
        return new LegacyReminder(ABSENCE, ALI, id, revision, slot, null, DAY);
    }

    @Test
    void whatAnOlderSystemSaidFitsTheLedger() {
        String longest = "x".repeat(255);

        assertThat(legacy(longest, longest, longest)).asString().contains(longest);
        assertRefused(() -> legacy(" ", "", ""), "1 to 255 characters");
        assertRefused(() -> legacy("x" + longest, "", ""), "1 to 255 characters");
        assertRefused(() -> legacy("x", "x" + longest, ""), "255 at most");
        assertRefused(() -> legacy("x", "", "x" + longest), "255 at most");
    }
}
