package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.ReportCard.Attendance;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttendanceRulesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    private final List<Absence> absences = new ArrayList<>();

    @Test
    void aWholeDayIsTwoHalfDaysAndAHalfOne() {
        absent(0, Absence.Part.DAY, true);
        absent(1, Absence.Part.MORNING, false);
        absent(2, Absence.Part.AFTERNOON, true);

        assertThat(AttendanceRules.attendance(absences)).isEqualTo(new Attendance(3, 1, 0, 0));
        assertThat(AttendanceRules.attendance(absences).halfDays()).isEqualTo(4);
    }

    @Test
    void aHalfDayIsCountedOnceAndIsJustifiedIfAllOfItIs() {
        absent(0, Absence.Part.DAY, true);
        absent(0, Absence.Part.MORNING, false);
        absent(0, Absence.Part.LESSON, false);

        assertThat(AttendanceRules.attendance(absences)).isEqualTo(new Attendance(1, 1, 0, 0));
    }

    @Test
    void lessonsOfADayAreOneHalfDayWhereItHasNoOtherAbsence() {
        absent(0, Absence.Part.LESSON, true);
        absent(0, Absence.Part.LESSON, true);
        absent(1, Absence.Part.LESSON, true);
        absent(1, Absence.Part.LESSON, false);

        assertThat(AttendanceRules.attendance(absences)).isEqualTo(new Attendance(1, 1, 0, 0));
    }

    @Test
    void lateArrivalsAreNoAbsences() {
        late(0, 5);
        late(0, 10);
        late(1, 0);

        assertThat(AttendanceRules.attendance(absences)).isEqualTo(new Attendance(0, 0, 3, 15));
        assertThat(AttendanceRules.attendance(List.of())).isEqualTo(Attendance.COMPLETE);
    }

    private void absent(int day, Absence.Part part, boolean excused) {
        absences.add(absence(day, Absence.Type.ABSENT, part, 0, excused));
    }

    private void late(int day, int minutes) {
        absences.add(absence(day, Absence.Type.LATE, Absence.Part.DAY, minutes, false));
    }

    private Absence absence(int day, Absence.Type type, Absence.Part part, int minutes, boolean excused) {
        return new Absence(
                "a" + absences.size(),
                new PupilId("P1"),
                DAY.plusDays(day),
                type,
                part,
                null,
                minutes,
                excused,
                null,
                null,
                Instant.EPOCH,
                null);
    }
}
