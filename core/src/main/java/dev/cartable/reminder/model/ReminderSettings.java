package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a school decides about its reminders. Immutable: each method returns other settings.
 *
 * @param site the address of the school's application, to which links lead; null for messages without links
 * @param dunning when people are reminded of an overdue instalment
 * @param absences how people are notified of absences
 * @param inactiveDays after so many school days without activity a pupil is reminded, 1 to 100
 * @param inactivePause for so many days a pupil is not reminded of it again, 1 to 365
 * @param planningDays for so many days study sessions are programmed from weekly plans, 1 to 366
 * @param schoolDays the days of the week with lessons, one or more; null for those of the calendar, which are Monday to Friday where the
 *     host's own calendar does not say otherwise
 */
public record ReminderSettings(
        @Nullable URI site,
        DunningLevels dunning,
        AbsenceSettings absences,
        int inactiveDays,
        int inactivePause,
        int planningDays,
        @Nullable Set<DayOfWeek> schoolDays) {
    private static final ReminderSettings DEFAULTS =
            new ReminderSettings(null, DunningLevels.defaults(), AbsenceSettings.defaults(), 3, 7, 14, null);

    public ReminderSettings {
        requireNonNull(dunning, "dunning");
        requireNonNull(absences, "absences");
        require("inactiveDays", inactiveDays, 100);
        require("inactivePause", inactivePause, 365);
        require("planningDays", planningDays, 366);
        schoolDays = schoolDays == null ? null : Set.copyOf(schoolDays);
        if (schoolDays != null && schoolDays.isEmpty()) {
            throw new IllegalArgumentException("schoolDays names no day of the week");
        }
    }

    private static void require(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not 1 to " + max);
        }
    }

    /**
     * No links; dunning 1, 7 and 30 days after the due date; absences once a day; inactivity after 3 school days, again after 7 days;
     * sessions programmed 14 days ahead.
     */
    public static ReminderSettings defaults() {
        return DEFAULTS;
    }

    /** The link to a page of the site, {@code site/path/id}; empty without a site. */
    public String link(String path, String id) {
        return site == null ? "" : site + "/" + path + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** With links to this site. */
    public ReminderSettings withSite(URI newSite) {
        return new ReminderSettings(
                requireNonNull(newSite, "newSite"),
                dunning,
                absences,
                inactiveDays,
                inactivePause,
                planningDays,
                schoolDays);
    }

    /** With these dunning levels. */
    public ReminderSettings withDunning(DunningLevels levels) {
        return new ReminderSettings(site, levels, absences, inactiveDays, inactivePause, planningDays, schoolDays);
    }

    /** With these settings of absences. */
    public ReminderSettings withAbsences(AbsenceSettings settings) {
        return new ReminderSettings(site, dunning, settings, inactiveDays, inactivePause, planningDays, schoolDays);
    }

    /** Inactivity after so many school days, and again after so many days at the earliest. */
    public ReminderSettings withInactivity(int days, int pause) {
        return new ReminderSettings(site, dunning, absences, days, pause, planningDays, schoolDays);
    }

    /** With lessons on these days of the week, such as Sunday to Thursday. */
    public ReminderSettings withSchoolDays(Set<DayOfWeek> days) {
        return new ReminderSettings(site, dunning, absences, inactiveDays, inactivePause, planningDays, days);
    }

    /** Sessions programmed for so many days. */
    public ReminderSettings withPlanningDays(int days) {
        return new ReminderSettings(site, dunning, absences, inactiveDays, inactivePause, days, schoolDays);
    }
}
