package dev.cartable.spring;

import dev.cartable.reminder.model.AbsenceSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people are notified of absences.
 *
 * @param excused Whether people are notified of excused absences, too.
 * @param grace How long after it was recorded an absence may be corrected before people are notified at once, such as 15m.
 *     Without it, they are notified once a day.
 * @param brakePercent A run that says that so many per cent of a class or of the school are absent is held until a person
 *     decides; 0 for no brake.
 * @param brakePupils The brake holds only if at least so many pupils are absent.
 * @param unexcused Staff and guardians are notified of so many unexcused absences in a calendar month; 0 for never.
 * @param daysInARow Staff and guardians are notified of so many school days in a row; 0 for never.
 * @param termPercent Staff and guardians are notified of so many per cent of the term's school days; 0 for never.
 */
public record AbsenceProperties(
        @DefaultValue("true") boolean excused,
        @Nullable Duration grace,
        @DefaultValue("30") int brakePercent,
        @DefaultValue("8") int brakePupils,
        @DefaultValue("4") int unexcused,
        @DefaultValue("3") int daysInARow,
        @DefaultValue("10") int termPercent) {
    public AbsenceProperties {
        CartableProperties.checked(
                "cartable.reminders.absences",
                () -> settings(excused, grace, brakePercent, brakePupils, unexcused, daysInARow, termPercent));
    }

    AbsenceSettings settings() {
        return settings(excused, grace, brakePercent, brakePupils, unexcused, daysInARow, termPercent);
    }

    private static AbsenceSettings settings(
            boolean excused,
            @Nullable Duration grace,
            int brakePercent,
            int brakePupils,
            int unexcused,
            int daysInARow,
            int termPercent) {
        return new AbsenceSettings(
                excused,
                grace,
                brakePercent == 0 ? null : new AbsenceSettings.Brake(brakePercent, brakePupils),
                new AbsenceSettings.Thresholds(unexcused, daysInARow, termPercent));
    }
}
