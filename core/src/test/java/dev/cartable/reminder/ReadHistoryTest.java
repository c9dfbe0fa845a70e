package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.ReadHistory.Explanation;
import dev.cartable.reminder.ReadHistory.Explanation.Silence;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import dev.cartable.task.model.TaskName;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadHistoryTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);
    private static final ReminderFilter DAY = ReminderFilter.days(MONDAY, MONDAY);
    private static final UserId TEACHER = new UserId("teacher");
    private static final Kind FACT = Kind.of("host.fact");

    private final Map<PromotionId, Set<UserId>> supervisors = new HashMap<>();
    private final ReminderWorld school = new ReminderWorld(builder -> builder.supervisors(() -> supervisors));

    @Test
    void theHistorySaysWhoGotWhatAndHowItEnded() {
        school.session("s1", ALI, "2026-11-30T17:30");
        school.session("s2", BINTA, "2026-11-30T17:30");
        school.send();
        school.deliver();

        assertThat(read(Viewer.administrator(), DAY))
                .extracting(
                        line -> line.entry().recipient(),
                        line -> line.entry().outcome(),
                        line -> line.entry().state(),
                        line -> line.entry().reason())
                .containsExactlyInAnyOrder(
                        tuple(Recipient.pupil(ALI), Outcome.QUEUED, NoticeState.SENT, null),
                        tuple(Recipient.pupil(BINTA), Outcome.NO_CHANNEL, null, "NO_ADDRESS"));
        assertThat(read(Viewer.pupil(ALI), DAY))
                .singleElement()
                .satisfies(line -> assertThat(line.text())
                        .isNotNull()
                        .satisfies(text -> assertThat(text.text()).contains("Mathématiques", "17:30")));
        assertThat(read(Viewer.administrator(), ReminderFilter.days(MONDAY.minusDays(1), MONDAY.minusDays(1))))
                .isEmpty();
    }

    /** What each viewer sees of entries to the pupil, to each parent and to nobody in particular, for two pupils. */
    @Test
    void eachViewerSeesWhatTheyAreEntitledToAndNothingElse() {
        save(entry(1, ALI, Recipient.pupil(ALI)));
        save(entry(2, ALI, Recipient.guardian(AWA)));
        save(entry(3, ALI, Recipient.guardian(BAKARY)));
        save(entry(4, ALI, null));
        save(entry(5, BINTA, Recipient.pupil(BINTA)));
        save(entry(6, BINTA, Recipient.guardian(BAKARY)));
        school.link(new Guardianship(BAKARY, ALI, Guardianship.Relation.FATHER, false, false, false, null, null));
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .userStore()
                        .save(tx, List.of(new User(TEACHER, "teacher", "t@example.org", null, null, true))));

        assertThat(seen(Viewer.administrator())).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(seen(Viewer.pupil(ALI))).containsExactly("1");
        assertThat(seen(Viewer.pupil(BINTA))).containsExactly("5");
        assertThat(seen(Viewer.guardian(AWA))).containsExactly("1", "2", "5");
        assertThat(seen(Viewer.guardian(BAKARY)))
                .as("barred from Ali, also from what he was told before")
                .containsExactly("5", "6");
        assertThat(seen(Viewer.staff(TEACHER))).isEmpty();
        supervisors.put(CM2, Set.of(TEACHER));
        assertThat(seen(Viewer.staff(TEACHER))).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void whatAParentWroteIsReadByTheChildTheParentAndStaffAndNotByTheOtherParent() {
        school.cartable().reminders().remind(AWA, ALI, "Papa ne doit pas le savoir");
        school.deliver();

        for (Viewer viewer : List.of(Viewer.guardian(AWA), Viewer.pupil(ALI), Viewer.administrator())) {
            assertThat(read(viewer, DAY))
                    .as("%s", viewer)
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .isNotNull()
                            .satisfies(text -> assertThat(text.text()).contains("Papa ne doit pas le savoir")));
        }
        assertThat(read(Viewer.guardian(BAKARY), DAY)).isEmpty();
        assertThat(read(Viewer.guardian(BAKARY), DAY.about(ALI))).isEmpty();
    }

    @Test
    void aPupilWhomAViewerMayNotSeeIsUnknownToThem() {
        save(entry(1, ALI, Recipient.pupil(ALI)));
        for (Viewer viewer :
                List.of(Viewer.pupil(BINTA), Viewer.staff(TEACHER), Viewer.guardian(new GuardianId("nobody")))) {
            assertThatExceptionOfType(UnknownPupilException.class)
                    .isThrownBy(() -> read(viewer, DAY.about(ALI)))
                    .satisfies(e -> assertThat(e.facts()).containsOnly(Map.entry("pupil", "ali")));
        }
        assertThat(read(Viewer.pupil(ALI), DAY.about(ALI))).hasSize(1);
    }

    @Test
    void whyAnswersForEachRuleWhatWasDecidedOrWhyNothingWas() {
        school.session("s1", ALI, "2026-11-30T17:30");
        assertThat(why(ALI, MONDAY).silent())
                .containsEntry(ReminderKinds.SESSION, Silence.NOT_LIVE)
                .containsEntry(ReminderKinds.EVE, Silence.NOT_YET);
        school.send();
        school.deliver();

        Explanation ali = why(ALI, MONDAY);
        assertThat(ali.enrolled()).isTrue();
        assertThat(ali.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.entry().state()).isEqualTo(NoticeState.SENT));
        assertThat(ali.silent()).doesNotContainKey(ReminderKinds.SESSION);
        assertThat(why(BINTA, MONDAY).silent()).containsEntry(ReminderKinds.SESSION, Silence.NOTHING_FOUND);
        assertThat(why(new PupilId("gone"), MONDAY).enrolled()).isFalse();
        assertThat(why(ALI, MONDAY.plusDays(1)).silent()).containsEntry(ReminderKinds.SESSION, Silence.NOT_YET);
        assertThat(why(ALI, MONDAY.minusDays(1)).silent()).containsEntry(ReminderKinds.SESSION, Silence.NOT_LIVE);
        school.set("2026-12-02T09:00");
        assertThat(why(ALI, MONDAY.plusDays(1)).silent()).containsEntry(ReminderKinds.SESSION, Silence.NOT_RUN);
        school.cartable().tasks().off(new TaskName("reminder-session"));
        assertThat(why(ALI, MONDAY.plusDays(2)).silent()).containsEntry(ReminderKinds.SESSION, Silence.OFF);
    }

    @Test
    void whyNamesEachRuleForWhichTheSchoolHasNoData() {
        InMemoryStores stores = school.stores();
        try (Cartable bare = Cartable.builder()
                .schoolStores(stores)
                .noticeStores(stores)
                .reminderStores(stores)
                .taskStores(stores)
                .zone(ReminderWorld.ZONE)
                .time(school::now)
                .build()) {
            Map<Kind, Silence> silent = bare.reminders()
                    .history()
                    .why(Viewer.administrator(), ALI, MONDAY)
                    .silent();

            assertThat(silent).containsOnlyKeys(ReminderKinds.RULES);
            assertThat(Set.copyOf(silent.values())).containsExactly(Silence.NO_SOURCE);
        }
        assertThat(school.cartable().reminders().rules())
                .extracting(ReminderRule::kind)
                .as("those of a school that has all data")
                .containsExactlyInAnyOrderElementsOf(ReminderKinds.RULES);
    }

    @Test
    void whySpeaksOfHolidays() {
        ReminderWorld away = new ReminderWorld(builder -> builder.calendar(() -> SchoolCalendar.of(
                List.of(new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, "Vacances", MONDAY, MONDAY.plusDays(6))))));
        away.send();
        assertThat(away.cartable()
                        .reminders()
                        .history()
                        .why(Viewer.administrator(), ALI, MONDAY)
                        .silent())
                .containsEntry(ReminderKinds.SESSION, Silence.HOLIDAY);
    }

    @Test
    void whyIsNotForPupilsAndGuardians() {
        for (Viewer viewer : List.of(Viewer.pupil(ALI), Viewer.guardian(AWA))) {
            assertThatExceptionOfType(UnknownPupilException.class)
                    .isThrownBy(() -> school.cartable().reminders().history().why(viewer, ALI, MONDAY));
        }
    }

    private Explanation why(PupilId pupil, LocalDate day) {
        return school.cartable().reminders().history().why(Viewer.administrator(), pupil, day);
    }

    private List<ReminderLine> read(Viewer viewer, ReminderFilter filter) {
        try (Stream<ReminderLine> lines =
                school.cartable().reminders().history().read(viewer, filter)) {
            return lines.toList();
        }
    }

    private Set<String> seen(Viewer viewer) {
        Set<String> ids = new TreeSet<>();
        read(viewer, DAY).forEach(line -> ids.add(line.entry().subject().id()));
        return ids;
    }

    private void save(ReminderEntry entry) {
        school.stores().unitOfWork().run(tx -> school.stores().reminders().save(tx, List.of(entry)));
    }

    private ReminderEntry entry(int id, PupilId pupil, @Nullable Recipient recipient) {
        return new ReminderEntry(
                FACT,
                pupil,
                new Subject("fact", Integer.toString(id)),
                "1",
                "",
                recipient,
                null,
                null,
                Outcome.SUPPRESSED,
                "CODE",
                null,
                null,
                MONDAY,
                school.now());
    }
}
