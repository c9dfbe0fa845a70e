package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.port.StudySessions;
import dev.cartable.task.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reminds pupils of their study sessions: on the day itself, or on its eve. */
final class SessionRule implements ReminderRule<StudySession>, LegacyForms {
    /** How long after its time a run counts as on time: it may wait for a lease, or for a restart. */
    private static final Duration ON_TIME = Duration.ofMinutes(15);

    /** A session that was entered after the rule's time is not reminded of if it begins within this. */
    private static final Duration NOTICE = Duration.ofMinutes(30);

    private final Kind kind;
    private final Schedule when;
    private final int daysAhead;
    private final StudySessions sessions;
    private final ReminderSettings settings;
    private final SessionEvents events;

    private SessionRule(
            Kind kind,
            Schedule when,
            int daysAhead,
            StudySessions sessions,
            ReminderSettings settings,
            SessionEvents events) {
        this.kind = kind;
        this.when = when;
        this.daysAhead = daysAhead;
        this.sessions = requireNonNull(sessions, "sessions");
        this.settings = requireNonNull(settings, "settings");
        this.events = requireNonNull(events, "events");
    }

    /** At 08:00, of the sessions of that day. */
    static SessionRule sameDay(StudySessions sessions, ReminderSettings settings, SessionEvents events) {
        return new SessionRule(
                ReminderKinds.SESSION, Schedule.daily(LocalTime.of(8, 0)), 0, sessions, settings, events);
    }

    /** At 18:30, of the sessions of the next day. */
    static SessionRule eve(StudySessions sessions, ReminderSettings settings, SessionEvents events) {
        return new SessionRule(ReminderKinds.EVE, Schedule.daily(LocalTime.of(18, 30)), 1, sessions, settings, events);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Category category() {
        return Category.STUDY;
    }

    @Override
    public Schedule when() {
        return when;
    }

    @Override
    public BetweenTimes betweenTimes() {
        return BetweenTimes.AFTER_ITS_TIME;
    }

    @Override
    public Stream<StudySession> candidates(Occasion occasion) {
        LocalDate day = occasion.day().plusDays(daysAhead);
        return sessions.between(day, day);
    }

    @Override
    public Optional<StudySession> stillTrue(String id) {
        return sessions.sessions(List.of(id)).stream().findFirst();
    }

    @Override
    public Optional<About> about(StudySession session) {
        return Optional.of(new About(session.pupil(), session.id()));
    }

    @Override
    public Decision decide(StudySession session, Occasion occasion) {
        return obstacle(session, occasion)
                .map(reason -> Decision.skip(session.pupil(), session.id(), reason.name()))
                .orElseGet(() -> Decision.remind(session.pupil(), session.id())
                        .revision(revision(session))
                        .with("topic", session.topic())
                        .with("day", language -> Phrases.date(session.startsAt().toLocalDate(), language))
                        .with(
                                "time",
                                language -> session.startsAt().toLocalTime().toString())
                        .with("minutes", Integer.toString(session.minutes()))
                        .with("goal", session.goal() == null ? "" : session.goal())
                        .with("link", language -> settings.link("sessions", session.id())));
    }

    /** The session, for the pupil's calendar. */
    @Override
    public Enclosures enclosures(StudySession session, Notice notice) {
        return Enclosures.of(events.of(session, notice));
    }

    private static String revision(StudySession session) {
        return session.startsAt().toString();
    }

    @Override
    public Function<LegacyReminder, List<LegacyReminder>> legacy(Collection<LegacyReminder> reminders) {
        Map<String, StudySession> byId = new HashMap<>();
        sessions.sessions(reminders.stream().map(LegacyReminder::id).collect(Collectors.toSet()))
                .forEach(session -> byId.put(session.id(), session));
        return reminder -> {
            StudySession session = byId.get(reminder.id());
            return session == null
                    ? List.of()
                    : List.of(reminder.named(
                            session.pupil(),
                            session.id(),
                            reminder.revision().isEmpty() ? revision(session) : reminder.revision(),
                            ""));
        };
    }

    private Optional<SuppressReason> obstacle(StudySession session, Occasion occasion) {
        Instant start = occasion.instantOf(session.startsAt());
        boolean late = occasion.now().isAfter(occasion.at().plus(ON_TIME));
        if (session.state() == StudySession.State.CANCELLED) {
            return Optional.of(SuppressReason.CANCELLED);
        }
        if (session.state() == StudySession.State.DONE) {
            return Optional.of(SuppressReason.DONE);
        }
        if (!session.startsAt().toLocalDate().equals(occasion.day().plusDays(daysAhead))) {
            return Optional.of(SuppressReason.CHANGED);
        }
        if (!start.isAfter(occasion.now())) {
            return Optional.of(SuppressReason.BEGUN);
        }
        if (!occasion.today().equals(occasion.day())) {
            return Optional.of(SuppressReason.OUTDATED);
        }
        return occasion.moment() != Occasion.Moment.SENDING
                        && late
                        && !start.isAfter(occasion.now().plus(NOTICE))
                ? Optional.of(SuppressReason.TOO_SOON)
                : Optional.empty();
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "topic", SampleWords.of(language, "Mathématiques", "Mathematics"),
                "day", SampleWords.day(language, 0),
                "time", "17:30",
                "minutes", "45",
                "goal", SampleWords.of(language, "Revoir les fractions", "Revise fractions"),
                "link", settings.link("sessions", "sample"));
    }
}
