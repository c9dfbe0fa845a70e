package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.WeeklyRule.Weeks;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.internal.Chunks;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a pupil's week on Sunday evening: the sessions and the activity of the week, and the goals of the next one. A pupil who has
 * a session in neither week gets none. A summary that has waited is sent on Monday, or on Tuesday if Monday is a holiday, and no later:
 * it would speak of a week that has gone on without it. That of a Sunday in the holidays is sent then, too, if the holidays are over.
 */
final class WeeklyRule implements ReminderRule<Weeks>, LegacyForms {
    private static final int PAGE = 500;

    private final StudySessions sessions;
    private final @Nullable Subscriptions subscriptions;
    private final CalendarSource calendar;
    private final ReminderSettings settings;

    /** @param subscriptions where the activity is known; null if it is not */
    WeeklyRule(
            StudySessions sessions,
            @Nullable Subscriptions subscriptions,
            CalendarSource calendar,
            ReminderSettings settings) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.subscriptions = subscriptions;
        this.calendar = requireNonNull(calendar, "calendar");
        this.settings = requireNonNull(settings, "settings");
    }

    /**
     * A pupil's sessions of two weeks.
     *
     * @param monday the first day of the week that is summed up
     * @param activity null if it is not known
     */
    record Weeks(
            PupilId pupil,
            LocalDate monday,
            List<StudySession> sessions,
            @Nullable Subscription activity) {
        private List<StudySession> week(int number) {
            LocalDate first = monday.plusWeeks(number);
            return sessions.stream()
                    .filter(session -> session.state() != StudySession.State.CANCELLED)
                    .filter(session -> !session.startsAt().toLocalDate().isBefore(first)
                            && session.startsAt().toLocalDate().isBefore(first.plusWeeks(1)))
                    .toList();
        }

        List<StudySession> past() {
            return week(0);
        }

        List<StudySession> next() {
            return week(1).stream()
                    .filter(session -> session.state() == StudySession.State.PLANNED)
                    .toList();
        }

        /** The last day of the week on which the pupil was active; null if there is none. */
        @Nullable
        LocalDate lastActive(ZoneId zone) {
            if (activity == null || activity.lastActiveAt() == null) {
                return null;
            }
            LocalDate day = LocalDate.ofInstant(activity.lastActiveAt(), zone);
            return day.isBefore(monday) ? null : day;
        }

        String id() {
            return id(monday, pupil);
        }

        static String id(LocalDate monday, PupilId pupil) {
            return monday + "/" + pupil;
        }
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Override
    public Function<LegacyReminder, List<LegacyReminder>> legacy(Collection<LegacyReminder> reminders) {
        return reminder -> {
            String id = reminder.id().equals(reminder.pupil().value())
                    ? Weeks.id(monday(reminder.day()), reminder.pupil())
                    : reminder.id();
            return id.endsWith("/" + reminder.pupil())
                    ? List.of(reminder.named(reminder.pupil(), id, "", ""))
                    : List.of();
        };
    }

    @Override
    public Kind kind() {
        return ReminderKinds.WEEKLY;
    }

    @Override
    public Category category() {
        return Category.STUDY;
    }

    @Override
    public Schedule when() {
        return Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(20, 0));
    }

    @Override
    public BetweenTimes betweenTimes() {
        return BetweenTimes.AFTER_HOLIDAYS;
    }

    @Override
    public Stream<Weeks> candidates(Occasion occasion) {
        LocalDate monday = monday(occasion.day());
        Stream<List<StudySession>> byPupil =
                PupilGroups.of(sessions.between(monday, monday.plusDays(13)), StudySession::pupil);
        return Chunks.stream(byPupil, PAGE)
                .flatMap(page -> weeks(page, monday).stream())
                .onClose(byPupil::close);
    }

    private List<Weeks> weeks(List<List<StudySession>> page, LocalDate monday) {
        List<PupilId> pupils = page.stream().map(group -> group.get(0).pupil()).toList();
        Map<PupilId, Subscription> activity = subscriptions == null
                ? Map.of()
                : subscriptions.of(pupils).stream()
                        .collect(Collectors.toMap(Subscription::pupil, Function.identity(), (a, b) -> a));
        return page.stream()
                .map(group -> {
                    PupilId pupil = group.get(0).pupil();
                    return new Weeks(pupil, monday, group, activity.get(pupil));
                })
                .toList();
    }

    @Override
    public Optional<Weeks> stillTrue(String id) {
        int mark = id.indexOf('/');
        LocalDate monday = LocalDate.parse(id.substring(0, mark));
        List<StudySession> now = sessions.of(List.of(new PupilId(id.substring(mark + 1))), monday, monday.plusDays(13));
        return now.isEmpty()
                ? Optional.empty()
                : weeks(List.of(now), monday).stream().findFirst();
    }

    @Override
    public Optional<About> about(Weeks weeks) {
        return Optional.of(new About(weeks.pupil(), weeks.id()));
    }

    @Override
    public Decision decide(Weeks weeks, Occasion occasion) {
        if (occasion.today().isAfter(lastDay(weeks.monday().plusWeeks(1)))) {
            return Decision.skip(weeks.pupil(), weeks.id(), SuppressReason.OUTDATED.name());
        }
        List<StudySession> past = weeks.past();
        List<StudySession> next = weeks.next();
        if (past.isEmpty() && next.isEmpty()) {
            return Decision.skip(weeks.pupil(), weeks.id(), SuppressReason.EMPTY.name());
        }
        long done = past.stream()
                .filter(session -> session.state() == StudySession.State.DONE)
                .count();
        LocalDate active = weeks.lastActive(occasion.zone());
        return Decision.remind(weeks.pupil(), weeks.id())
                .with("sessions", past.isEmpty() ? "" : Integer.toString(past.size()))
                .with("done", past.isEmpty() ? "" : Long.toString(done))
                .with("week", language -> Phrases.date(weeks.monday(), language))
                .with("topics", language -> Phrases.list(topics(past), language))
                .with("active_day", language -> active == null ? "" : Phrases.date(active, language))
                .with("next_sessions", next.isEmpty() ? "" : Integer.toString(next.size()))
                .with("goals", language -> goals(next, language))
                .with("link", settings.site() == null ? "" : settings.site().toString());
    }

    private LocalDate lastDay(LocalDate nextMonday) {
        return calendar.calendar().isHoliday(nextMonday) ? nextMonday.plusDays(1) : nextMonday;
    }

    private static List<String> topics(List<StudySession> past) {
        return past.stream().map(StudySession::topic).distinct().toList();
    }

    /** A line for each session: when, what, and to what end. */
    private static String goals(List<StudySession> next, Locale language) {
        return next.stream()
                .map(session -> "- " + Phrases.date(session.startsAt().toLocalDate(), language) + ", "
                        + session.startsAt().toLocalTime() + " – " + session.topic()
                        + (session.goal() == null ? "" : " – " + session.goal()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "week",
                SampleWords.day(language, 0),
                "sessions",
                "3",
                "done",
                "2",
                "topics",
                SampleWords.of(language, "Mathématiques et Français", "Mathematics and French"),
                "active_day",
                SampleWords.day(language, 3),
                "next_sessions",
                "1",
                "goals",
                "- " + SampleWords.day(language, 7)
                        + SampleWords.of(
                                language,
                                ", 17:30 – Mathématiques – Revoir les fractions",
                                ", 17:30 – Mathematics – Revise fractions"),
                "link",
                settings.site() == null ? "" : settings.site().toString());
    }
}
