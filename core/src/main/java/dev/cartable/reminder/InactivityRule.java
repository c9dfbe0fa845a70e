package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.task.model.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Encourages pupils with a subscription who have not used the learning application for some whole school days. */
final class InactivityRule implements ReminderRule<Subscription> {
    /** A calendar without school days must not be searched for ever. */
    private static final int LONGEST_SEARCH = 366;

    private final Subscriptions subscriptions;
    private final CalendarSource calendar;
    private final ReminderSettings settings;

    InactivityRule(Subscriptions subscriptions, CalendarSource calendar, ReminderSettings settings) {
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        this.calendar = requireNonNull(calendar, "calendar");
        this.settings = requireNonNull(settings, "settings");
    }

    @Override
    public Kind kind() {
        return ReminderKinds.INACTIVITY;
    }

    @Override
    public Category category() {
        return Category.STUDY;
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(10, 0));
    }

    @Override
    public Stream<Subscription> candidates(Occasion occasion) {
        LocalDate firstDayAway = firstDayAway(occasion.day(), calendar.calendar());
        return subscriptions.inactiveSince(
                occasion.day(), firstDayAway.atStartOfDay(occasion.zone()).toInstant());
    }

    /** Who was active on this day or later has not been away for long enough. */
    private LocalDate firstDayAway(LocalDate day, SchoolCalendar days) {
        LocalDate first = day;
        for (int away = 0, looked = 0; away < settings.inactiveDays() && looked < LONGEST_SEARCH; looked++) {
            first = first.minusDays(1);
            if (days.isSchoolDay(first)) {
                away++;
            }
        }
        return first;
    }

    @Override
    public Optional<Subscription> stillTrue(String id) {
        return subscriptions.of(List.of(new PupilId(id))).stream().findFirst();
    }

    @Override
    public Optional<About> about(Subscription subscription) {
        return Optional.of(new About(subscription.pupil(), subscription.pupil().value()));
    }

    @Override
    public Decision decide(Subscription subscription, Occasion occasion) {
        PupilId pupil = subscription.pupil();
        LocalDate today = occasion.today();
        if (!subscription.activeOn(today)) {
            return Decision.skip(pupil, pupil.value(), SuppressReason.NO_SUBSCRIPTION.name());
        }
        long away = calendar.calendar()
                .schoolDaysBetween(lastDay(subscription, occasion.zone()), today)
                .count();
        if (away < settings.inactiveDays()) {
            return Decision.skip(pupil, pupil.value(), SuppressReason.ACTIVE_AGAIN.name());
        }
        return Decision.remind(pupil, pupil.value())
                .slot(occasion.day().toString())
                .againAfter(settings.inactivePause())
                .with("days", Long.toString(away))
                .with("day", language -> Phrases.date(today, language))
                .with(
                        "last_day",
                        language -> subscription.lastActiveAt() == null
                                ? ""
                                : Phrases.date(lastDay(subscription, occasion.zone()), language))
                .with("link", settings.site() == null ? "" : settings.site().toString());
    }

    /** The last day on which the pupil was active, or the eve of the subscription. */
    private static LocalDate lastDay(Subscription subscription, ZoneId zone) {
        return subscription.lastActiveAt() == null
                ? subscription.from().minusDays(1)
                : LocalDate.ofInstant(subscription.lastActiveAt(), zone);
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "days",
                "4",
                "day",
                SampleWords.day(language, 4),
                "last_day",
                SampleWords.day(language, 0),
                "link",
                settings.site() == null ? "" : settings.site().toString());
    }
}
