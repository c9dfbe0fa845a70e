package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.task.Task;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.Counts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmMailTest {
    private static final TaskName DAILY = new TaskName("daily");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final List<Alarm> logged = new ArrayList<>();
    private final List<RenderedNotice> delivered = new ArrayList<>();
    private Locale language = Locale.FRENCH;

    @Test
    void aTaskThatFailsNotifiesTheAdministratorOnceADay() {
        try (Cartable cartable = builder().alarmsTo("Admin@School.example").build()) {
            cartable.tasks().tick();
            tickAt(cartable, "2026-09-01T10:00:00Z");
            tickAt(cartable, "2026-09-01T12:00:00Z");

            assertThat(logged).hasSize(2);
            assertThat(delivered).singleElement().satisfies(mail -> {
                assertThat(mail.address().value()).isEqualTo("Admin@school.example");
                assertThat(mail.subject()).isEqualTo("Lycée Test\u00A0: la tâche daily a échoué");
                assertThat(mail.text())
                        .containsPattern("échoué définitivement le 1er septembre 2026( à)? 12:00, après 1 essai\\.")
                        .contains("Échéance\u00A0: 2026-09-01. Raison\u00A0: java.lang.IllegalStateException\n")
                        .contains("cartable tasks run daily")
                        .doesNotContain("{", "Aucune tâche", "trop tard", "messages partis");
            });

            tickAt(cartable, "2026-09-01T22:01:00Z");
            assertThat(delivered).as("nothing has failed on the next day yet").hasSize(1);
            tickAt(cartable, "2026-09-02T10:00:00Z");
            assertThat(logged).hasSize(3);
            assertThat(delivered).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|NOTHING_TICKED||since|2026-09-01T05:00:00Z|No scheduled task ran from September 1, 2026.{1,4}7:00.AM until September 1, 2026.{1,4}10:00.AM\\.",
                "fr|NOTHING_TICKED||since|2026-09-01T05:00:00Z|ces deux moments\u00A0: 1er septembre 2026( à)? 07:00 et 1er septembre 2026( à)? 10:00\\.",
                "en|TASK_MISSED|daily|missed|1|1 run was missed.",
                "en|TASK_MISSED|daily|missed|3|3 runs were missed.",
                "fr|TASK_MISSED|daily|missed|3|3 exécutions manquées.",
                "en|MESSAGES_UNSENT|messages|expected|12|of 12 messages went out.",
                "fr|MESSAGES_UNSENT|messages|expected|12|sur 12 attendus.",
                "en|REMINDERS_HELD|reminder-absence|run|absence-2026-09-01|cartable reminders release absence-2026-09-01",
                "fr|REMINDERS_HELD|reminder-absence|absent|12|12 élèves absents sur",
                "en|REMINDERS_STILL_HELD|reminder-absence|run|absence-2026-09-01|still waited for a decision",
                "fr|REMINDERS_STILL_HELD|reminder-absence|absent|12|attendaient toujours une décision",
                "en|REMINDERS_UNSENT|reminder-reconciliation|day|2026-09-01|cartable reminders reconcile --day 2026-09-01",
                "fr|REMINDERS_UNSENT|reminder-reconciliation|expected|12|sur 12 attendus",
                "en|CALENDAR_ENDS|calendar-check|day|2027-06-30|ends on 2027-06-30",
                "fr|CALENDAR_ENDS|calendar-check|day|2027-06-30|finit le 2027-06-30",
                "en|BACKUP_DOUBTFUL|backup|file|a.zip|backup accept a.zip",
                "fr|BACKUP_DOUBTFUL|backup|file|a.zip|La sauvegarde a.zip",
                "en|BACKUP_OVERDUE|backup-check|file|a.zip|The latest is a.zip",
                "fr|BACKUP_OVERDUE|backup-check|hours|50|pas de sauvegarde récente",
                "en|OFFSITE_OVERDUE|backup-check|file|a.zip|The latest is a.zip",
                "fr|OFFSITE_OVERDUE|backup-check|place|s3://b/|dans le second lieu, s3://b/.",
                "en|BACKUPS_VANISHED|backup-check|files|a.zip|missing or changed: a.zip",
                "fr|BACKUPS_VANISHED|backup-check|files|a.zip|attendues manquaient",
                "en|DRILL_FAILED|backup-drill|file|a.zip|the backup a.zip was restored for a trial",
                "fr|DRILL_FAILED|backup-drill|file|a.zip|la sauvegarde a.zip a été restaurée pour essai"
            })
    void eachAlarmSaysWhatHappened(
            String tag, Alarm.Code code, String task, String fact, String value, String expected) {
        language = Locale.forLanguageTag(tag);
        CartableBuilder builder = builder().alarmsTo("admin@school.example");
        try (Cartable cartable = builder.build()) {
            new Parts(builder.clone())
                    .alarms()
                    .raise(new Alarm(code, task == null ? null : new TaskName(task), now, Map.of(fact, value)));
            cartable.notices().dispatch().drain();

            assertThat(delivered)
                    .singleElement()
                    .extracting(RenderedNotice::text)
                    .asString()
                    .containsPattern(expected)
                    .contains(tag.equals("fr") ? "À faire" : "What to do")
                    .doesNotContain("{");
        }
    }

    @Test
    void withoutAnAddressTheLogAloneGetsIt() {
        try (Cartable cartable = builder().build()) {
            cartable.tasks().tick();
            tickAt(cartable, "2026-09-01T10:00:00Z");

            assertThat(logged).hasSize(1);
            assertThat(delivered).isEmpty();
            assertThat(cartable.notices().list()).isEmpty();
        }
    }

    @Test
    void whatIsQueuedIsNotSentOnceTheAddressIsTakenAway() {
        CartableBuilder before = builder().alarmsTo("admin@school.example");
        try (Cartable cartable = before.build()) {
            new Parts(before.clone()).alarms().raise(new Alarm(Alarm.Code.TASK_MISSED, DAILY, now, Map.of()));
            assertThat(cartable.notices().list()).hasSize(1);
        }
        try (Cartable cartable = builder().build()) {
            cartable.notices().dispatch().drain();

            assertThat(delivered).isEmpty();
            assertThat(cartable.notices().list())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.state()).isEqualTo(NoticeState.SUPPRESSED));
        }
    }

    @Test
    void anAddressThatIsNoneAndStoresWithoutNoticesAreRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder().alarmsTo("admin"))
                .withMessageContaining("e-mail address");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Cartable.builder()
                        .taskStores(stores)
                        .zone(PARIS)
                        .alarmsTo("admin@school.example")
                        .build())
                .withMessageContaining("noticeStores(...)");
    }

    private void tickAt(Cartable cartable, String time) {
        now = Instant.parse(time);
        cartable.tasks().tick();
        cartable.notices().dispatch().drain();
    }

    private CartableBuilder builder() {
        return Cartable.builder()
                .stores(stores)
                .zone(PARIS)
                .school("Lycée Test")
                .language(language)
                .activationPage(URI.create("https://parents.example.org/activate"))
                .time(() -> now)
                .courier(new KeepingCourier(Channel.EMAIL, Courier.Reach.NOBODY, delivered))
                .alarms(logged::add)
                .tasks(settings -> new TaskSettings(
                        settings.zone(), settings.changes(), Duration.ofDays(30), settings.remembered()))
                .task(new Failing());
    }

    /** A task of noon and 14:00 that always fails, without retries. */
    private static final class Failing implements Task {
        @Override
        public TaskName name() {
            return DAILY;
        }

        @Override
        public Schedule schedule() {
            return Schedule.daily(LocalTime.of(12, 0), LocalTime.of(14, 0));
        }

        @Override
        public TaskPolicy policy() {
            return TaskPolicy.defaults().withRetries(Duration.ofMinutes(1), 0);
        }

        @Override
        public Counts run(Task.Run run) {
            throw new IllegalStateException("the sample fails");
        }
    }
}
