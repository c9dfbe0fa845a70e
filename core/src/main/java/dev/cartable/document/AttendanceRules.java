package dev.cartable.document;

import dev.cartable.document.model.ReportCard.Attendance;
import dev.cartable.school.model.Absence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts half-days of absence. A whole day is two; a missed lesson is one, unless the day has another absence. A half-day is justified
 * if all absences in it are excused.
 */
final class AttendanceRules {
    private AttendanceRules() {}

    /** The half-days and late arrivals of one pupil's absences. */
    public static Attendance attendance(Collection<Absence> absences) {
        Map<LocalDate, List<Absence>> days = new TreeMap<>();
        int late = 0;
        int minutes = 0;
        for (Absence absence : absences) {
            if (absence.type() == Absence.Type.LATE) {
                late++;
                minutes += absence.minutes();
            } else {
                days.computeIfAbsent(absence.day(), day -> new ArrayList<>()).add(absence);
            }
        }
        int justified = 0;
        int all = 0;
        for (List<Absence> day : days.values()) {
            Map<Absence.Part, Boolean> halves = halves(day);
            all += halves.size();
            justified +=
                    (int) halves.values().stream().filter(excused -> excused).count();
        }
        return new Attendance(justified, all - justified, late, minutes);
    }

    /** Whether each half-day of absence is excused. */
    private static Map<Absence.Part, Boolean> halves(List<Absence> day) {
        Map<Absence.Part, Boolean> halves = new EnumMap<>(Absence.Part.class);
        for (Absence absence : day) {
            if (absence.part() == Absence.Part.DAY || absence.part() == Absence.Part.MORNING) {
                halves.merge(Absence.Part.MORNING, absence.excused(), Boolean::logicalAnd);
            }
            if (absence.part() == Absence.Part.DAY || absence.part() == Absence.Part.AFTERNOON) {
                halves.merge(Absence.Part.AFTERNOON, absence.excused(), Boolean::logicalAnd);
            }
        }
        if (halves.isEmpty()) {
            halves.put(Absence.Part.LESSON, day.stream().allMatch(Absence::excused));
        }
        return halves;
    }
}
