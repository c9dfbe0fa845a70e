package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.reminder.model.ReminderSettings;
import java.net.URI;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What people are reminded of. When each rule looks is the schedule of its task, such as
 * cartable.tasks.each.reminder-session.schedule.
 *
 * @param site Address of the application that links in reminders lead to, such as https://school.example.org. Without it,
 *     reminders have no links.
 * @param channels Channels that people are reminded by, such as email,in_app. Without it, those that have a courier: e-mail where
 *     there is a mail server. Name in_app if the application shows people their inbox.
 * @param dunning When families are reminded of an overdue payment: days after the due date, such as 1 7 30, or every 1 day.
 * @param inactiveDays After how many school days without activity a pupil is reminded.
 * @param inactivePause For how many days a pupil is not reminded of that again.
 * @param planningDays For how many days study sessions are programmed from weekly plans.
 * @param schoolDays Days of the week with lessons, such as sunday,monday,tuesday. Without it, those of the school's calendar: Monday
 *     to Friday, unless the application's own calendar says otherwise.
 * @param absences How people are notified of absences.
 */
public record ReminderProperties(
        @Nullable URI site,
        @DefaultValue List<String> channels,
        @DefaultValue("1 7 30") String dunning,
        @DefaultValue("3") int inactiveDays,
        @DefaultValue("7") int inactivePause,
        @DefaultValue("14") int planningDays,
        @DefaultValue Set<DayOfWeek> schoolDays,
        @NestedConfigurationProperty @DefaultValue AbsenceProperties absences) {
    public ReminderProperties {
        channels = List.copyOf(channels);
        schoolDays = Set.copyOf(schoolDays);
        requireNonNull(absences, "absences");
        URI address = site;
        if (address != null && !(address.isAbsolute() && address.getHost() != null)) {
            throw new IllegalArgumentException(
                    "cartable.reminders.site: '" + address + "' is no address such as https://school.example.org");
        }
        List<String> names = channels;
        CartableProperties.checked(
                "cartable.reminders.channels",
                () -> names.stream().map(Channel::of).toList());
        CartableProperties.checked("cartable.reminders.dunning", () -> DunningLevels.parse(dunning));
        CartableProperties.checked(
                "cartable.reminders",
                () -> ReminderSettings.defaults()
                        .withInactivity(inactiveDays, inactivePause)
                        .withPlanningDays(planningDays));
    }

    ReminderSettings settings(ReminderSettings defaults) {
        ReminderSettings settings = defaults.withDunning(DunningLevels.parse(dunning))
                .withInactivity(inactiveDays, inactivePause)
                .withPlanningDays(planningDays)
                .withAbsences(absences.settings());
        ReminderSettings withDays = schoolDays.isEmpty() ? settings : settings.withSchoolDays(schoolDays);
        return site == null ? withDays : withDays.withSite(site);
    }

    /** Empty where the host's couriers say it. */
    Set<Channel> used() {
        return channels.stream().map(Channel::of).collect(Collectors.toSet());
    }
}
