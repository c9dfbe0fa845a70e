package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which readings are of one session, and what was used in it. Times are minutes after ten. */
class SessionTimelineTest {
    private static final long WRAP = 1L << 32;
    private static final NasId NAS = new NasId("portal-1");
    private static final Session.Key KEY = new Session.Key(NAS, "0001", new UserId("john"));

    private List<SessionReading> readings;
    private List<NasEvent> events;

    @BeforeEach
    void nothingWasTold() {
        readings = new ArrayList<>();
        events = new ArrayList<>();
    }

    private static Instant minute(long minute) {
        return Instant.parse("2026-11-21T10:00:00Z").plus(Duration.ofMinutes(minute));
    }

    private void start(long minute) {
        readings.add(SessionReading.of(KEY, Status.START, minute(minute)));
    }

    private void stop(long minute) {
        readings.add(SessionReading.of(KEY, Status.STOP, minute(minute)));
    }

    /** Says nothing of the session's own time. */
    private void told(Status status, long minute, Octets down) {
        readings.add(new SessionReading(KEY, status, minute(minute), Octets.of(0), down, null));
    }

    private void timed(Status status, long minute, Octets down, long sessionMinutes) {
        readings.add(new SessionReading(
                KEY, status, minute(minute), Octets.of(0), down, Duration.ofMinutes(sessionMinutes)));
    }

    private void server(NasEvent.Status status, long minute) {
        events.add(new NasEvent(NAS, status, minute(minute)));
    }

    private SessionTimeline timeline() {
        return SessionTimeline.of(null, readings, events, QuotaSettings.LINE_SPEED);
    }

    private List<Long> used() {
        return timeline().sessions().stream()
                .map(session -> session.traffic().down())
                .toList();
    }

    private Session only() {
        assertThat(timeline().sessions()).hasSize(1);
        return timeline().sessions().get(0);
    }

    @Test
    void cumulativeReadingsCountTheirDifferences() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(100));
        told(Status.INTERIM_UPDATE, 20, Octets.of(250));
        told(Status.STOP, 30, Octets.of(300));

        assertThat(timeline().increments())
                .extracting(increment -> increment.traffic().down())
                .containsExactly(100L, 150L, 50L);
        assertThat(only()).returns(new Traffic(0, 300), Session::traffic).returns(End.STOPPED, Session::end);
        assertThat(only().started()).isEqualTo(minute(0));
        assertThat(only().endedAt()).isEqualTo(minute(30));
    }

    @Test
    void inputIsUploadAndOutputIsDownload() {
        readings.add(new SessionReading(KEY, Status.STOP, minute(5), Octets.of(3), Octets.of(7), null));

        assertThat(only().traffic()).isEqualTo(new Traffic(3, 7));
    }

    @Test
    void withoutGigawordsACounterThatGoesBackHasWrappedOnce() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(WRAP - 10));
        told(Status.INTERIM_UPDATE, 20, Octets.of(5));
        told(Status.INTERIM_UPDATE, 30, Octets.of(WRAP - 1));
        told(Status.STOP, 40, Octets.of(1));

        assertThat(used()).containsExactly(2 * WRAP + 1);
    }

    @Test
    void withGigawordsSeveralWrapsBetweenTwoReadingsCount() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, new Octets(WRAP - 1, 0L));
        told(Status.INTERIM_UPDATE, 20, new Octets(7, 5L));

        assertThat(used()).containsExactly(5 * WRAP + 7);
    }

    @Test
    void gigawordsThatAreLeftOutWhileTheyAreZeroCountAsZero() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(WRAP - 10));
        told(Status.INTERIM_UPDATE, 20, new Octets(20, 1L));
        told(Status.STOP, 30, new Octets(20, 1L));

        assertThat(used()).containsExactly(WRAP + 20);
    }

    @Test
    void gigawordsAfterWrapsThatWereInferredAreNotAddedToThem() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(WRAP - 10));
        told(Status.INTERIM_UPDATE, 20, Octets.of(5));
        told(Status.STOP, 30, new Octets(9, 1L));

        assertThat(used()).containsExactly(WRAP + 9);
    }

    @Test
    void countersUpToTheMostThatIsCountedAreExact() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.full(Traffic.MAX - 1));
        told(Status.STOP, 20, Octets.full(Traffic.MAX));

        assertThat(used()).containsExactly(Traffic.MAX);
        assertThat(timeline().increments())
                .extracting(increment -> increment.traffic().down())
                .containsExactly(Traffic.MAX - 1, 1L);
    }

    @Test
    void aWrapBeyondTheMostThatIsCountedStaysThere() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.full(Traffic.MAX));
        told(Status.STOP, 20, Octets.of(1));

        assertThat(used()).containsExactly(Traffic.MAX);
    }

    @Test
    void countersThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Octets.of(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> Octets.of(WRAP)).withMessageContaining("" + WRAP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Octets(0, 1L << 30))
                .withMessageContaining("" + (1L << 30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionReading(KEY, Status.STOP, minute(0), Octets.of(1), null, null))
                .withMessageContaining("one direction");
    }

    @Test
    void aSessionTimeThatGoesBackIsARestartAndNoWrap() {
        start(0);
        timed(Status.INTERIM_UPDATE, 10, Octets.of(1_000), 10);
        timed(Status.INTERIM_UPDATE, 12, Octets.of(40), 1);
        timed(Status.STOP, 20, Octets.of(90), 9);

        assertThat(used()).containsExactly(1_000L, 90L);
        assertThat(timeline().sessions()).extracting(Session::end).containsExactly(End.SUPERSEDED, End.STOPPED);
        assertThat(timeline().sessions().get(1).started()).isEqualTo(minute(11));
    }

    @Test
    void aSessionThatBeganAfterTheLastReadingIsAnotherOneAlsoWhereItHasUsedMore() {
        timed(Status.INTERIM_UPDATE, 10, Octets.full(1_000), 2);
        timed(Status.INTERIM_UPDATE, 60, Octets.full(5_000), 40);

        assertThat(used()).containsExactly(1_000L, 5_000L);
    }

    @Test
    void aStartOfAnotherTimeUnderTheSameIdBeginsAnotherSession() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(1_000));
        start(15);
        told(Status.STOP, 20, Octets.of(2_000));

        assertThat(used()).containsExactly(1_000L, 2_000L);
        assertThat(timeline().sessions()).extracting(Session::started).containsExactly(minute(0), minute(15));
        assertThat(timeline().sessions().get(0).endedAt()).isEqualTo(minute(15));
    }

    @Test
    void aRestartOfTheServerBeginsAnotherSessionUnderTheSameId() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(1_000));
        told(Status.INTERIM_UPDATE, 30, Octets.of(3_000));
        assertThat(used()).containsExactly(3_000L);

        server(NasEvent.Status.ACCOUNTING_ON, 20);

        assertThat(used()).containsExactly(1_000L, 3_000L);
        assertThat(timeline().sessions().get(0))
                .returns(End.NAS_RESTARTED, Session::end)
                .returns(minute(20), Session::endedAt);
        assertThat(timeline().increments().get(1).from()).isEqualTo(minute(20));
    }

    @Test
    void aSessionThatIsOlderThanTheRestartByItsOwnTimeGoesOn() {
        timed(Status.INTERIM_UPDATE, 10, Octets.of(1_000), 10);
        timed(Status.INTERIM_UPDATE, 30, Octets.of(3_000), 30);
        server(NasEvent.Status.ACCOUNTING_ON, 20);

        assertThat(used()).containsExactly(3_000L);
        assertThat(only().isOpen()).isTrue();
    }

    @Test
    void openSessionsEndWhenTheirServerGoesOffAndThoseOfAnotherDoNot() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(5));
        events.add(new NasEvent(new NasId("portal-2"), NasEvent.Status.ACCOUNTING_OFF, minute(11)));
        assertThat(only().isOpen()).isTrue();

        server(NasEvent.Status.ACCOUNTING_OFF, 12);

        assertThat(only()).returns(End.NAS_RESTARTED, Session::end).returns(minute(12), Session::endedAt);
    }

    @Test
    void aRestartOfAnotherServerOrBeforeTheSessionPartsNothing() {
        server(NasEvent.Status.ACCOUNTING_ON, -1);
        events.add(new NasEvent(new NasId("portal-2"), NasEvent.Status.ACCOUNTING_ON, minute(15)));
        told(Status.INTERIM_UPDATE, 10, Octets.of(5));
        told(Status.INTERIM_UPDATE, 20, Octets.of(8));

        assertThat(used()).containsExactly(8L);
        assertThat(only().isOpen()).isTrue();
    }

    @Test
    void aStopAfterTheServerWentOffIsOfTheSameSession() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(5));
        server(NasEvent.Status.ACCOUNTING_OFF, 12);
        told(Status.STOP, 13, Octets.of(8));

        assertThat(only()).returns(new Traffic(0, 8), Session::traffic).returns(End.STOPPED, Session::end);
    }

    @Test
    void aStopWithoutOctetsKeepsWhatIsKnown() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(77));
        stop(20);

        assertThat(only()).returns(new Traffic(0, 77), Session::traffic).returns(minute(20), Session::endedAt);
    }

    @Test
    void aSessionWithoutAnyOctetsCountsNothing() {
        start(0);
        stop(20);

        assertThat(only().traffic()).isEqualTo(Traffic.NONE);
        assertThat(timeline().increments()).isEmpty();
    }

    @Test
    void anInterimBeforeItsStartIsOfTheSessionThatTheStartBegan() {
        timed(Status.INTERIM_UPDATE, 10, Octets.of(50), 9);
        assertThat(only().started()).isEqualTo(minute(1));

        start(0);

        assertThat(only().started()).isEqualTo(minute(0));
        assertThat(timeline().increments()).containsExactly(increment(0, 0, 10, 50));
    }

    @Test
    void aSessionThatNobodyToldOfIsSpreadOverItsOwnTime() {
        timed(Status.STOP, 100, Octets.of(50), 60);
        assertThat(timeline().increments()).containsExactly(increment(40, 40, 100, 50));
    }

    @Test
    void aSessionTimeOfYearsIsSpreadOverAMonth() {
        timed(Status.STOP, 0, Octets.of(50), 60L * 24 * 3_650);
        assertThat(only().started()).isEqualTo(minute(0).minus(SessionTimeline.MAX_UNREPORTED));
    }

    @Test
    void aCounterWithGigawordsThatGoesBackInOneSessionCountsNothing() {
        start(0);
        timed(Status.INTERIM_UPDATE, 10, Octets.full(9_000), 10);
        timed(Status.INTERIM_UPDATE, 20, Octets.full(8_000), 20);
        timed(Status.STOP, 30, Octets.full(9_500), 30);

        assertThat(used()).containsExactly(9_500L);
    }

    @Test
    void aCounterWithGigawordsThatGoesBackWithoutASessionTimeIsARestart() {
        told(Status.INTERIM_UPDATE, 10, Octets.full(9_000));
        told(Status.INTERIM_UPDATE, 20, Octets.full(8_000));

        assertThat(used()).containsExactly(9_000L, 8_000L);
    }

    @Test
    void afterAStopACounterThatGoesBackIsAnotherSessionAndNoWrap() {
        start(0);
        told(Status.STOP, 10, Octets.of(9_000));
        told(Status.INTERIM_UPDATE, 20, Octets.of(100));

        assertThat(used()).containsExactly(9_000L, 100L);
        assertThat(timeline().sessions().get(1).isOpen()).isTrue();
    }

    @Test
    void anUpdateThatWasOvertakenByItsStopCountsNothing() {
        start(0);
        timed(Status.STOP, 10, Octets.of(9_000), 10);
        timed(Status.INTERIM_UPDATE, 11, Octets.of(8_000), 10);

        assertThat(used()).containsExactly(9_000L);
        assertThat(only().end()).isEqualTo(End.STOPPED);
    }

    @Test
    void whatGoesOnAfterAStopCountsAndTheStopStaysTheEnd() {
        start(0);
        timed(Status.STOP, 10, Octets.of(100), 10);
        timed(Status.INTERIM_UPDATE, 11, Octets.of(150), 11);

        assertThat(only()).returns(new Traffic(0, 150), Session::traffic).returns(minute(10), Session::endedAt);
    }

    @ParameterizedTest
    @CsvSource({"60, 90", "40, 110", "40, 90"})
    void afterAStopAReadingThatGoesBackInOneDirectionCountsInNone(long up, long down) {
        both(Status.STOP, 10, 50, 100);
        both(Status.INTERIM_UPDATE, 11, up, down);

        assertThat(only().traffic()).isEqualTo(new Traffic(50, 100));
    }

    private void both(Status status, long minute, long up, long down) {
        readings.add(new SessionReading(
                KEY, status, minute(minute), Octets.of(up), Octets.of(down), Duration.ofMinutes(minute)));
    }

    @ParameterizedTest
    @CsvSource({"START, ", "ADMITTED, ", "INTERIM_UPDATE, NAS_RESTARTED"})
    void aSessionThatBeginsWhenItsServerGoesOffBeginsAfterIt(Status status, @Nullable End end) {
        readings.add(SessionReading.of(KEY, status, minute(5)));
        server(NasEvent.Status.ACCOUNTING_OFF, 5);

        assertThat(only().end()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"30, NAS_RESTARTED, 30", "40, STALE, 40", "50, STALE, 40"})
    void aFreedSessionEndedWithItsServerIfThatWasEarlier(long server, End end, long ended) {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(100));
        own(Status.FREED_STALE, 40);
        server(NasEvent.Status.ACCOUNTING_OFF, server);

        assertThat(only()).returns(end, Session::end).returns(minute(ended), Session::endedAt);
    }

    @Test
    void readingsOfOneInstantAreReadInTheOrderOfTheirStatus() {
        told(Status.STOP, 0, Octets.of(30));
        told(Status.INTERIM_UPDATE, 0, Octets.of(20));
        told(Status.INTERIM_UPDATE, 0, Octets.of(10));
        start(0);

        assertThat(only()).returns(new Traffic(0, 30), Session::traffic).returns(End.STOPPED, Session::end);
    }

    // Cartable's own readings

    private void own(Status status, long minute) {
        readings.add(SessionReading.of(KEY, status, minute(minute)));
    }

    @Test
    void theStartOfAnAdmittedSessionIsNoOtherSession() {
        own(Status.ADMITTED, 0);
        start(2);
        told(Status.STOP, 12, Octets.of(10));

        assertThat(only()).returns(minute(0), Session::started).returns(End.STOPPED, Session::end);
        assertThat(timeline().increments()).containsExactly(increment(0, 2, 12, 10));
    }

    @Test
    void anAdmissionAfterTheEndIsAnotherSession() {
        start(0);
        stop(5);
        own(Status.ADMITTED, 6);

        assertThat(timeline().sessions()).extracting(Session::isOpen).containsExactly(false, true);
    }

    @Test
    void whatAFreedSessionTellsLaterCountsAndDoesNotReopenIt() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(10));
        own(Status.FREED_STALE, 60);
        told(Status.INTERIM_UPDATE, 70, Octets.of(25));

        assertThat(only())
                .returns(new Traffic(0, 25), Session::traffic)
                .returns(End.STALE, Session::end)
                .returns(minute(60), Session::endedAt);
    }

    @Test
    void aStopTellsBetterWhenAFreedSessionEnded() {
        start(0);
        own(Status.FREED_IDLE, 60);
        assertThat(only().end()).isEqualTo(End.IDLE);
        told(Status.STOP, 70, Octets.of(25));

        assertThat(only())
                .returns(new Traffic(0, 25), Session::traffic)
                .returns(End.STOPPED, Session::end)
                .returns(minute(70), Session::endedAt);
    }

    @Test
    void aStartAfterASessionWasFreedBeginsAnotherOne() {
        own(Status.ADMITTED, 0);
        own(Status.FREED_STALE, 60);
        start(61);

        assertThat(timeline().sessions()).extracting(Session::isOpen).containsExactly(false, true);
        assertThat(timeline().sessions().get(1).started()).isEqualTo(minute(61));
    }

    @Test
    void aSessionIsIdleWhenItsReadingsShowNoGrowth() {
        start(0);
        told(Status.INTERIM_UPDATE, 5, Octets.of(10));
        told(Status.INTERIM_UPDATE, 14, Octets.of(10));
        assertThat(only().isIdle(Duration.ofMinutes(10))).isFalse();
        told(Status.INTERIM_UPDATE, 15, Octets.of(10));
        assertThat(only().isIdle(Duration.ofMinutes(10))).isTrue();
        assertThat(only().isIdle(null)).isFalse();
    }

    private static UsageIncrement increment(long started, long from, long to, long down) {
        return new UsageIncrement(minute(started), minute(from), minute(to), new Traffic(0, down));
    }

    @Test
    void aCheckpointKnowsNothingOfWhatHappensAfterIt() {
        start(0);
        told(Status.INTERIM_UPDATE, 10, Octets.of(100));
        told(Status.INTERIM_UPDATE, 20, Octets.of(150));
        server(NasEvent.Status.ACCOUNTING_ON, 25);

        assertThat(SessionTimeline.checkpoint(null, readings, events, QuotaSettings.LINE_SPEED, minute(20)))
                .isNotNull()
                .returns(new Traffic(0, 100), Session.Checkpoint::counted)
                .returns(null, Session.Checkpoint::serverEndedAt)
                .returns(null, Session.Checkpoint::restartedAt);
        assertThat(SessionTimeline.checkpoint(null, readings, events, QuotaSettings.LINE_SPEED, minute(26)))
                .isNotNull()
                .returns(minute(25), Session.Checkpoint::restartedAt);
    }
}
