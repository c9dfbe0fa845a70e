package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.port.StudySessions;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reminders of a Spring host: rules and data of its own. */
class HostRemindersTest {
    private static final TaskName LIBRARY = new TaskName("library-overdue");

    @ParameterizedTest
    @EnumSource
    void aRuleOfTheHostIsABeanAndRemindsOnce(TestDatabase.Kind kind) {
        try (ConfigurableApplicationContext host = start(kind.fresh())) {
            lend(host);
            Reminders reminders = host.getBean(Reminders.class);

            assertThat(reminders.send().run(Request.due(), step -> {}).queued()).isEqualTo(1);
            assertThat(reminders.send().run(Request.due(), step -> {}).queued()).isZero();

            Notices notices = host.getBean(Notices.class);
            notices.dispatch().drain();
            assertThat(notices.inbox(Recipient.guardian(new GuardianId("9")), 10))
                    .singleElement()
                    .satisfies(message -> assertThat(message.text()).contains("Le Petit Prince"));
        }
    }

    @Test
    void theTaskOfARuleIsOneOfTheTasks() {
        try (ConfigurableApplicationContext host = start(TestDatabase.h2())) {
            lend(host);

            var run = host.getBean(Tasks.class).run(LIBRARY);

            assertThat(run.state()).isEqualTo(Occurrence.State.DONE);
            assertThat(run.counts()).containsEntry("queued", 1L);
        }
    }

    @Test
    void theTaskOfARuleRunsByItselfOnceTheApplicationTicks() throws Exception {
        BookOverdue.asked = new CountDownLatch(1);
        try (ConfigurableApplicationContext host = start(
                TestDatabase.h2(),
                "cartable.tasks.enabled=true",
                "cartable.tasks.engine=executor",
                "cartable.tasks.each.library-overdue.schedule=every 1s")) {
            assertThat(host.isActive()).isTrue();
            assertThat(BookOverdue.asked.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Sessions that the host has elsewhere. */
    @Component
    static class OwnSessions implements StudySessions {
        @Override
        public Stream<StudySession> between(LocalDate first, LocalDate last) {
            return Stream.of(new StudySession(
                    "s1", new PupilId("9"), "Français", last.atTime(23, 59), 45, null, StudySession.State.PLANNED));
        }

        @Override
        public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
            return List.of();
        }

        @Override
        public List<StudySession> sessions(Collection<String> ids) {
            return List.of();
        }
    }

    @Test
    void aPortOfTheHostIsAskedForItsData() {
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, OwnSessions.class),
                TestDatabase.h2(),
                "cartable.reminders.channels=in_app",
                "cartable.tasks.each.reminder-session.schedule=daily 00:00")) {
            host.getBean(JdbcTemplate.class).update("INSERT INTO portal_child VALUES (9, 'Binta', 'Diallo', '6e A')");

            var counts = host.getBean(Reminders.class)
                    .send()
                    .run(Request.only(Set.of(Kind.of("reminder.session"))), step -> {});

            assertThat(counts.candidates()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cartable.reminders.site=school",
                "cartable.reminders.channels=e-mail",
                "cartable.reminders.dunning=weekly",
                "cartable.reminders.absences.brake-percent=200"
            })
    void aSettingThatCannotWorkStopsTheStartAndIsNamed(String property) {
        assertThatThrownBy(() -> start(TestDatabase.h2(), property).close())
                .rootCause()
                .hasMessageContaining(property.replaceAll("\\.brake-percent|=.*", ""));
    }

    @Test
    void withoutARuleOfTheHostThereAreCartablesOwn() {
        try (ConfigurableApplicationContext host = Portal.start(TestDatabase.Kind.H2)) {
            assertThat(host.getBean(Reminders.class).rules().stream().map(ReminderRule::kind))
                    .doesNotContain(Kind.of("library.overdue"));
        }
    }

    private static ConfigurableApplicationContext start(TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(
                List.of("cartable.reminders.channels=in_app", "cartable.reminders.site=https://school.example.org"));
        all.addAll(List.of(properties));
        return Portal.start(List.of(Portal.class, BookOverdue.class), database, all.toArray(String[]::new));
    }

    private static void lend(ConfigurableApplicationContext host) {
        JdbcTemplate jdbc = host.getBean(JdbcTemplate.class);
        jdbc.update("INSERT INTO portal_parent VALUES (9, 'Mariama', 'Diallo', NULL)");
        jdbc.update("INSERT INTO portal_child VALUES (9, 'Binta', 'Diallo', '6e A')");
        jdbc.update("INSERT INTO portal_tie VALUES (9, 9)");
        jdbc.update("INSERT INTO portal_loan VALUES (1, 9, 'Le Petit Prince', ?)", LocalDate.of(2026, 3, 3));
    }
}
