package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.TaskName;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountRemindersTest {
    private static final ReminderTally SENT = new ReminderTally(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final ReminderTally WAITING = new ReminderTally(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final ReminderTally SUPPRESSED = new ReminderTally(0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    private static final ReminderTally NO_CHANNEL = new ReminderTally(0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    private final ReminderWorld school = new ReminderWorld();

    /** From Tuesday 24 to Monday 30 November: sent, waiting until it is no longer true, without address, and waiting. */
    private void week(ReminderWorld world) {
        world.set("2026-11-24T08:00");
        world.session("tuesday", ALI, "2026-11-24T17:30");
        world.send(ReminderKinds.SESSION);
        world.deliver();
        world.set("2026-11-29T08:00");
        world.session("sunday", ALI, "2026-11-29T17:30");
        world.send(ReminderKinds.SESSION);
        world.set("2026-11-29T18:00");
        world.deliver();
        world.set("2026-11-30T08:00");
        world.session("monday", ALI, "2026-11-30T17:30");
        world.session("binta", BINTA, "2026-11-30T17:30");
        world.send(ReminderKinds.SESSION);
    }

    @Test
    void remindersAreCountedByDayKindAndOutcome() {
        week(school);

        ReminderStatistics statistics = school.cartable().reminders().statistics();

        assertThat(statistics.ofToday()).containsOnlyKeys(ReminderKinds.SESSION);
        assertThat(statistics.ofToday().get(ReminderKinds.SESSION)).isEqualTo(WAITING.plus(NO_CHANNEL));
        assertThat(statistics.ofThisWeek()).isEqualTo(statistics.ofToday());
        assertThat(statistics.ofLastSevenDays().get(ReminderKinds.SESSION))
                .isEqualTo(SENT.plus(SUPPRESSED).plus(WAITING).plus(NO_CHANNEL));
        assertThat(statistics.perDay()).hasSize(30);
        assertThat(statistics.perDay().get(LocalDate.of(2026, 11, 24))).isEqualTo(SENT);
        assertThat(statistics.perDay().get(LocalDate.of(2026, 11, 25))).isEqualTo(ReminderTally.NONE);
        assertThat(statistics.perDay().lastKey()).isEqualTo(LocalDate.of(2026, 11, 30));
    }

    @Test
    void theWeekBeginsOnTheSchoolsFirstDay() {
        QuotaSettings usual = QuotaSettings.defaults();
        ReminderWorld sunday = new ReminderWorld(builder -> builder.quotas(new QuotaSettings(
                usual.levels(),
                DayOfWeek.SUNDAY,
                usual.onChange(),
                usual.lateness(),
                usual.remembered(),
                usual.staleAfter())));
        week(sunday);

        assertThat(sunday.cartable().reminders().statistics().ofThisWeek().get(ReminderKinds.SESSION))
                .isEqualTo(SUPPRESSED.plus(WAITING).plus(NO_CHANNEL));
    }

    private ReminderTally sessions(LocalDate day) {
        return requireNonNull(school.cartable().reminders().reconcile(day).get(ReminderKinds.SESSION));
    }

    @Test
    void whatWasExpectedAndIsNotSentIsMissing() {
        week(school);
        LocalDate monday = LocalDate.of(2026, 11, 30);

        ReminderTally before = sessions(monday);
        assertThat(before.expected()).isEqualTo(1);
        assertThat(before.missing()).isEqualTo(1);
        assertThat(sessions(monday.minusDays(1)).missing())
                .as("no longer true, so not expected")
                .isZero();
        school.deliver();

        ReminderTally after = sessions(monday);
        assertThat(after.expected()).isEqualTo(1);
        assertThat(after.missing()).isZero();
    }

    /** A school that sends short messages, too, and reads absences: Awa's mail is refused. */
    private static ReminderWorld withTelephones(List<RenderedNotice> texts) {
        ReminderWorld world = new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts));
        world.address(AWA, "awa@example.org", "+224620123456");
        world.refused.add("awa@example.org");
        return world;
    }

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);

    @Test
    void whoIsNotifiedByAFurtherChannelIsNotMissing() {
        List<RenderedNotice> texts = new ArrayList<>();
        ReminderWorld world = withTelephones(texts);
        world.address(BAKARY, "bakary@example.org");
        world.refused.add("bakary@example.org");
        world.set("2026-11-30T17:00");
        List.of("2026-11-26", "2026-11-27", "2026-11-30").forEach(day -> world.absent(day, ALI, day));
        world.send(ReminderKinds.THRESHOLD);
        world.deliver();
        world.deliver();

        assertThat(texts).extracting(text -> text.recipient().id()).containsExactly("awa");
        ReminderTally tally =
                requireNonNull(world.cartable().reminders().reconcile(MONDAY).get(ReminderKinds.THRESHOLD));
        assertThat(tally.expected()).isEqualTo(2);
        assertThat(tally.sent()).isEqualTo(1);
        assertThat(missing(world)).containsExactly("guardian:bakary EMAIL");
        assertThat(world.ledger(ReminderKinds.THRESHOLD))
                .as("the ledger has both messages")
                .containsExactly("guardian:awa QUEUED null", "guardian:awa QUEUED null", "guardian:bakary QUEUED null");
    }

    @Test
    void ofSeveralChannelsOneIsEnough() {
        List<RenderedNotice> texts = new ArrayList<>();
        ReminderWorld world = withTelephones(texts);
        world.set("2026-11-30T17:00");
        world.absent("a1", ALI, "2026-11-30");
        world.send(ReminderKinds.ABSENCE);

        assertThat(missing(world)).as("each person once").containsExactly("guardian:awa EMAIL");
        world.deliver();

        assertThat(texts).hasSize(1);
        assertThat(missing(world)).isEmpty();
        ReminderTally tally =
                requireNonNull(world.cartable().reminders().reconcile(MONDAY).get(ReminderKinds.ABSENCE));
        assertThat(tally.expected()).isEqualTo(1);
        assertThat(tally.missing()).isZero();
    }

    private static List<String> missing(ReminderWorld world) {
        try (Stream<ReminderLine> lines = world.cartable().reminders().missing(MONDAY)) {
            return lines.map(ReminderLine::entry)
                    .map(entry -> entry.recipient() + " " + entry.channel())
                    .toList();
        }
    }

    @Test
    void theTaskAlarmsWhereRemindersOfYesterdayAreMissing() {
        List<Alarm> alarms = new ArrayList<>();
        ReminderWorld world = new ReminderWorld(builder -> builder.alarms(alarms::add));
        TaskName task = new TaskName("reminder-reconciliation");
        world.set("2026-11-24T18:30");
        world.session("wednesday", ALI, "2026-11-25T17:30");
        world.send(ReminderKinds.EVE);
        world.set("2026-11-25T08:30");

        assertThat(world.cartable().tasks().run(task).counts())
                .containsEntry("expected", 1L)
                .containsEntry("sent", 0L)
                .containsEntry("missing", 1L);
        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.code()).isEqualTo(Alarm.Code.REMINDERS_UNSENT);
            assertThat(alarm.task()).isEqualTo(task);
            assertThat(alarm.facts())
                    .containsEntry("day", "2026-11-24")
                    .containsEntry("expected", "1")
                    .containsEntry("sent", "0");
        });

        world.set("2026-11-24T18:40");
        world.deliver();
        world.set("2026-11-25T08:31");
        assertThat(world.cartable().tasks().run(task).counts()).containsEntry("sent", 1L);
        assertThat(alarms).as("nothing is missing any more").hasSize(1);
    }
}
