package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.ImportHistory.Counts;
import dev.cartable.reminder.model.LegacyReminder;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanChangedException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImportHistoryTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);

    private final ReminderWorld school = new ReminderWorld();
    private final List<LegacyReminder> told = new ArrayList<>();
    private final List<RowError> errors = new ArrayList<>();

    @Test
    void whatAnOlderSystemHasToldIsNotToldAgain() {
        school.session("s1", ALI, "2026-11-30T17:30");
        school.session("s2", ALI, "2026-11-30T18:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));

        assertThat(run()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(run()).isEqualTo(new Counts(1, 0, 1, 0));

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("18:30"));
    }

    @Test
    void aStateThatWasNotToldIsTold() {
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "2026-11-30T16:30", null));
        run();
        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);

        school.session("s2", ALI, "2026-11-30T18:00");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s2", "2026-11-30T18:00", null));
        run();
        assertThat(school.send(ReminderKinds.SESSION).queued()).isZero();
    }

    @Test
    void whatOnePersonWasToldIsToldToOthers() {
        school.session("s1", ALI, "2026-11-30T17:30");
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", Recipient.pupil(BINTA)));
        run();

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
    }

    @Test
    void rowsThatCannotBeUsedAreErrorsAndTheRestGoesOn() {
        told.add(legacy(Kind.of("reminder.unknown"), ALI, "x", "", null));
        told.add(new LegacyReminder(ReminderKinds.SESSION, ALI, "late", "", "", null, MONDAY.plusDays(1)));
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));

        assertThat(run()).isEqualTo(new Counts(4, 1, 1, 2));

        assertThat(errors)
                .extracting(RowError::line, RowError::column, RowError::code)
                .containsExactly(tuple(1L, "kind", "UNKNOWN_KIND"), tuple(2L, "day", "FUTURE_DAY"));
    }

    @Test
    void aPlanWritesNothingAndOnlyTheApprovedOneIsCarriedOut() {
        told.add(legacy(ReminderKinds.SESSION, ALI, "s1", "", null));
        var plan = importing().plan(new Told(), errors::add);
        assertThat(plan.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(importing().plan(new Told(), errors::add)).isEqualTo(plan);
        told.add(legacy(ReminderKinds.SESSION, ALI, "s2", "", null));

        assertThatExceptionOfType(PlanChangedException.class)
                .isThrownBy(() -> importing().apply(new Told(), plan.digest(), errors::add));
        assertThat(importing().plan(new Told(), errors::add).counts()).isEqualTo(new Counts(2, 2, 0, 0));
    }

    private ImportHistory importing() {
        return school.cartable().reminders().importHistory();
    }

    private Counts run() {
        errors.clear();
        return importing().run(new Told(), errors::add).counts();
    }

    private static LegacyReminder legacy(
            Kind kind, PupilId pupil, String id, String revision, @Nullable Recipient recipient) {
        return new LegacyReminder(kind, pupil, id, revision, "", recipient, MONDAY);
    }

    private final class Told implements LegacyReminders {
        @Override
        public String name() {
            return "older.csv";
        }

        @Override
        public void read(Consumer<? super LegacyRow> each) {
            int line = 0;
            for (LegacyReminder reminder : told) {
                each.accept(new LegacyRow.Usable(reminder, ++line));
            }
        }
    }
}
