package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.StoredPreferences;
import dev.cartable.notice.internal.SuppressedAddresses;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalQuietHoursTest {
    private final NoticeWorld world = new NoticeWorld();

    PersonalQuietHoursTest() {
        world.preferences = new DispatchPreferences(
                new SuppressedAddresses(
                        new StoredPreferences(
                                world.stores.preferences(), kind -> Category.SCHOOL, PreferenceSettings.defaults()),
                        world.stores::bounces,
                        world.clock),
                PreferenceSettings.defaults(),
                new UnsubscribeLinks(null, null),
                AnswerLinks.disabled(),
                "",
                ZoneOffset.UTC,
                new MailThreads(null));
    }

    private Notice queue(String kind, Channel channel) {
        Notice notice = world.notice(kind, channel);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(notice)));
        return notice;
    }

    private void quiet(Notice notice, String hours, ZoneId zone) {
        world.stores
                .unitOfWork()
                .run(tx -> world.stores
                        .preferences()
                        .setQuietHours(tx, notice.recipient(), QuietHours.parse(hours, zone), Instant.EPOCH));
    }

    /** It is 07:00 in UTC, 03:00 in Montreal in winter. */
    @Test
    void onePersonsNoticeWaitsUntilTheMorningInTheirZoneWhileOthersGo() {
        Notice sleeper = queue(NoticeWorld.PATIENT, Channel.EMAIL);
        Notice other = queue(NoticeWorld.PATIENT, Channel.EMAIL);
        quiet(sleeper, "21:00-07:30", ZoneId.of("America/Toronto"));

        DispatchNotices.Report report = world.drain();

        assertThat(report.deferred()).isEqualTo(1);
        assertThat(report.deferredUntil()).isEqualTo(Instant.parse("2026-03-03T12:30:00Z"));
        assertThat(world.state(other.id())).isEqualTo(NoticeState.SENT);
        assertThat(world.state(sleeper.id())).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(sleeper.id()).reason()).isEqualTo("QUIET_HOURS");
        assertThat(world.entry(sleeper.id()).attempts()).isZero();

        world.clock.advance(Duration.ofMinutes(5 * 60 + 30));
        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(sleeper.id())).isEqualTo(NoticeState.SENT);
    }

    @Test
    void whatCannotWaitAndWhatDisturbsNobodyGoes() {
        world.couriers.add(new ScriptedCourier(Channel.IN_APP));
        Notice asked = queue(NoticeWorld.ONCE, Channel.EMAIL);
        Notice inApp = queue(NoticeWorld.PATIENT, Channel.IN_APP);
        quiet(asked, "00:00-23:59", ZoneOffset.UTC);
        quiet(inApp, "00:00-23:59", ZoneOffset.UTC);

        assertThat(world.drain().deferred()).isZero();

        assertThat(world.state(asked.id())).isEqualTo(NoticeState.SENT);
        assertThat(world.state(inApp.id())).isEqualTo(NoticeState.SENT);
    }

    /** In the night of 2026-03-29, Paris goes from 02:00 to 03:00; in that of 2026-10-25, from 03:00 to 02:00. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T23:00:00Z, 22:00-06:00, 2026-03-29T04:00:00Z",
        "2026-03-28T23:00:00Z, 22:00-02:30, 2026-03-29T01:30:00Z",
        "2026-10-24T22:00:00Z, 22:00-06:00, 2026-10-25T05:00:00Z",
        "2026-10-25T00:30:00Z, 22:00-02:15, ",
        "2026-06-01T12:00:00Z, 22:00-06:00, "
    })
    void theEndIsReadOnThePersonsClockAlsoWhereItChanges(String now, String hours, @Nullable String end) {
        QuietHours quiet = QuietHours.parse(hours, ZoneId.of("Europe/Paris"));

        assertThat(DispatchPreferences.quietUntil(null, quiet, Instant.parse(now)))
                .isEqualTo(Optional.ofNullable(end).map(Instant::parse));
    }

    @ParameterizedTest
    @CsvSource({
        "22:00, 21:00-07:00, 06:00-08:00, 08:00",
        "22:00, 06:00-08:00, 21:00-07:00, 08:00",
        "12:00, 21:00-07:00, 11:00-13:00, 13:00",
        "12:00, 21:00-07:00, 07:00-09:00, ",
        "06:00, 21:00-07:00, 20:00-05:00, 07:00",
    })
    void theSchoolsHoursAndThePersonsBothCount(String now, String school, String person, @Nullable String until) {
        Instant at = Instant.parse("2026-03-03T" + now + ":00Z");
        Optional<Instant> found = DispatchPreferences.quietUntil(
                QuietHours.parse(school, ZoneOffset.UTC), QuietHours.parse(person, ZoneOffset.UTC), at);

        assertThat(found.map(end -> end.atZone(ZoneOffset.UTC).toLocalTime().toString()))
                .isEqualTo(Optional.ofNullable(until));
    }

    @Test
    void whereTheTwoLeaveNoTimeOfTheDayThePersonsOwnCount() {
        QuietHours school = QuietHours.parse("19:00-07:00", ZoneOffset.UTC);
        QuietHours person = QuietHours.parse("07:00-19:00", ZoneOffset.UTC);

        assertThat(DispatchPreferences.quietUntil(school, person, Instant.parse("2026-03-03T12:00:00Z")))
                .contains(Instant.parse("2026-03-03T19:00:00Z"));
        assertThat(DispatchPreferences.quietUntil(school, person, Instant.parse("2026-03-03T19:00:00Z")))
                .isEmpty();
    }

    @Test
    void lessThanTwoHoursOfTheDayCountAsNone() {
        QuietHours school = QuietHours.parse("21:00-07:00", ZoneOffset.UTC);
        QuietHours person = QuietHours.parse("07:30-19:30", ZoneOffset.UTC);
        QuietHours busy = QuietHours.parse("07:00-19:00", ZoneOffset.UTC);

        assertThat(DispatchPreferences.quietUntil(school, person, Instant.parse("2026-03-03T22:00:00Z")))
                .isEmpty();
        assertThat(DispatchPreferences.quietUntil(school, person, Instant.parse("2026-03-03T12:00:00Z")))
                .contains(Instant.parse("2026-03-03T19:30:00Z"));
        assertThat(DispatchPreferences.quietUntil(school, busy, Instant.parse("2026-03-03T22:00:00Z")))
                .contains(Instant.parse("2026-03-04T19:00:00Z"));
    }
}
