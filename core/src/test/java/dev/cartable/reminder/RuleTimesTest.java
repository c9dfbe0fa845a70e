package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When rules are asked: by their tasks, at times that may change, and between them. */
class RuleTimesTest {
    private static final TaskName TASK = new TaskName("reminder-absence");

    private final ReminderWorld school = ReminderWorld.listing();

    @Test
    void aTimeThatIsPutOffOrMovedForwardDoublesNothingAndLeavesNoGap() {
        tickAt("2026-11-30T16:00");
        school.absent("a1", ALI, "2026-11-30");
        school.cartable().tasks().at(TASK, Schedule.daily(LocalTime.of(18, 0)), null);
        assertThat(tickAt("2026-11-30T17:00")).isEmpty();
        assertThat(tickAt("2026-11-30T18:00")).containsExactly("Ali lundi 30 novembre 2026");

        school.cartable().tasks().at(TASK, Schedule.daily(LocalTime.of(19, 0)), null);
        assertThat(tickAt("2026-11-30T19:00")).isEmpty();
        school.absent("a2", BINTA, "2026-12-01");
        school.cartable().tasks().at(TASK, Schedule.daily(LocalTime.of(12, 0)), null);
        assertThat(tickAt("2026-12-01T12:00")).containsExactly("Binta mardi 1er décembre 2026");
        school.cartable().tasks().at(TASK, null, null);
        assertThat(tickAt("2026-12-01T17:00")).isEmpty();
    }

    static Stream<Long> seeds() {
        return new Random(1712).longs(25).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void howeverTheTimeChangesEachAbsenceIsNotifiedOnce(long seed) {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        List<String> notified = new ArrayList<>();
        school.set("2026-11-01T17:00");
        school.send(ABSENCE);
        tickAt("2026-11-01T23:00");
        for (LocalDate day = LocalDate.of(2026, 11, 2);
                day.isBefore(LocalDate.of(2026, 11, 14));
                day = day.plusDays(1)) {
            for (int hour = 6; hour < 24; hour += 2) {
                school.set(day + "T" + LocalTime.of(hour, 0));
                if (random.nextInt(6) == 0) {
                    school.cartable().tasks().at(TASK, Schedule.daily(LocalTime.of(random.nextInt(24), 0)), null);
                }
                if (hour == 8) {
                    school.absent("a" + day, ALI, day.toString());
                    expected.add("Ali " + Phrases.date(day, Locale.FRENCH));
                }
                if (random.nextInt(4) > 0) {
                    notified.addAll(tickAt(day + "T" + LocalTime.of(hour, 30)));
                }
            }
        }
        school.cartable().tasks().at(TASK, null, null);
        notified.addAll(tickAt("2026-11-15T17:00"));

        assertThat(notified).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aSessionThatAppearsAfterItsRulesTimeIsRemindedOfByTheNextCheck() {
        tickAt("2026-11-30T08:00");
        school.session("s1", ALI, "2026-11-30T17:00");
        school.session("soon", ALI, "2026-11-30T12:30");

        assertThat(mailsAt("2026-11-30T12:05"))
                .extracting(mail -> mail.subject() + mail.text().contains("time=17:00"))
                .containsExactly("reminder.sessiontrue");
        assertThat(mailsAt("2026-11-30T12:10")).isEmpty();
    }

    @Test
    void aRuleThatCannotBeReadEndsTheRunAfterTheOthers() {
        ReminderWorld withBroken = new ReminderWorld(builder -> builder.reminderRule(new Broken()));
        withBroken.set("2026-11-30T07:00");
        withBroken.session("s1", ALI, "2026-11-30T17:00");
        withBroken.set("2026-11-30T08:00");

        assertThatThrownBy(() -> withBroken.cartable().reminders().send().run(Request.due(), step -> {}))
                .hasMessage("the library is closed");
        assertThat(withBroken.deliver()).hasSize(1);
    }

    /** Sorts before all others. */
    private static final class Broken implements ReminderRule<String> {
        @Override
        public Kind kind() {
            return Kind.of("library.overdue");
        }

        @Override
        public Schedule when() {
            return Schedule.daily(LocalTime.of(7, 0));
        }

        @Override
        public Stream<String> candidates(Occasion occasion) {
            throw new IllegalStateException("the library is closed");
        }

        @Override
        public Optional<String> stillTrue(String id) {
            return Optional.empty();
        }

        @Override
        public Decision decide(String candidate, Occasion occasion) {
            return Decision.remind(ALI, candidate);
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    /** The absences that Awa is notified of: pupil and day. */
    private List<String> tickAt(String time) {
        return mailsAt(time).stream()
                .filter(mail -> mail.subject().equals(ABSENCE.name()))
                .map(mail -> value(mail, "given_name") + " " + value(mail, "day"))
                .toList();
    }

    /** A tick sends messages, too. */
    private List<RenderedNotice> mailsAt(String time) {
        school.set(time);
        school.mails.clear();
        school.cartable().tasks().tick();
        return List.copyOf(school.mails);
    }

    private static String value(RenderedNotice mail, String name) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
