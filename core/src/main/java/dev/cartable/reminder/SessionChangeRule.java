package dev.cartable.reminder;

import static dev.cartable.reminder.SessionEvents.CANCELLED;
import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.SessionChangeRule.Change;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.StudySession.State;
import dev.cartable.school.port.StudySessions;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifies pupils that a study session of which they were reminded was moved or cancelled since, as long as the time that they know is
 * still to come. Of another time of the same day, the rule that has reminded of it reminds again. What comes back to what a pupil was notified of last is no change.
 */
final class SessionChangeRule implements ReminderRule<Change> {
    private static final Kind KIND = ReminderKinds.SESSION_CHANGE;

    /** A session that was moved is followed for so long. */
    private static final int DAYS_TO_FOLLOW = 30;

    private final StudySessions sessions;
    private final ReminderStore ledger;
    private final ReminderSettings settings;
    private final SessionEvents events;

    SessionChangeRule(StudySessions sessions, ReminderStore ledger, ReminderSettings settings, SessionEvents events) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.ledger = requireNonNull(ledger, "ledger");
        this.settings = requireNonNull(settings, "settings");
        this.events = requireNonNull(events, "events");
    }

    /**
     * A session of which the pupil knows another state than the present one.
     *
     * @param session as it is now; null if it is gone
     * @param known the start that the pupil was notified of last
     * @param state the present state
     * @param number of the change, counted from 0 for this session, so that the same state may come again
     */
    record Change(
            PupilId pupil, String id, @Nullable StudySession session, LocalDateTime known, String state, int number) {
        boolean isCancelled() {
            return state.equals(CANCELLED);
        }
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Category category() {
        return Category.STUDY;
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(7, 0));
    }

    @Override
    public BetweenTimes betweenTimes() {
        return BetweenTimes.ALWAYS;
    }

    @Override
    public Stream<Change> candidates(Occasion occasion) {
        LocalDate day = occasion.day();
        Stream<Subject> reminded = Stream.concat(
                notified(ReminderKinds.SESSION, day.minusDays(1), day),
                notified(ReminderKinds.EVE, day.minusDays(1), day));
        Stream<Subject> notified = Stream.concat(reminded, notified(KIND, day.minusDays(DAYS_TO_FOLLOW), day));
        return Chunks.stream(notified.map(Subject::id).distinct(), BulkRun.CHUNK)
                .flatMap(chunk -> changes(chunk).stream())
                .filter(change -> occasion.instantOf(change.known()).isAfter(occasion.now()))
                .onClose(notified::close);
    }

    private Stream<Subject> notified(Kind kind, LocalDate first, LocalDate last) {
        return ledger.subjects(ReminderFilter.days(first, last).of(kind), EnumSet.of(Outcome.QUEUED));
    }

    @Override
    public Optional<Change> stillTrue(String id) {
        return changes(List.of(id)).stream().findFirst();
    }

    private List<Change> changes(Collection<String> ids) {
        Map<String, List<ReminderEntry>> sent = events.sent(ids);
        Map<String, StudySession> now = new HashMap<>();
        sessions.sessions(sent.keySet()).forEach(session -> now.put(session.id(), session));
        return ids.stream()
                .filter(sent::containsKey)
                .flatMap(id -> change(id, now.get(id), sent.getOrDefault(id, List.of())).stream())
                .toList();
    }

    /** @param sent what was sent about the session, the oldest first */
    private static Optional<Change> change(String id, @Nullable StudySession session, List<ReminderEntry> sent) {
        ReminderEntry last = sent.get(sent.size() - 1);
        boolean off = session == null
                || session.state() == State.CANCELLED
                || !session.pupil().equals(last.pupil());
        String state = session == null || off ? CANCELLED : session.startsAt().toString();
        Optional<LocalDateTime> known = sent.stream()
                .map(SessionEvents::state)
                .filter(one -> !one.equals(CANCELLED))
                .reduce((older, newer) -> newer)
                .map(LocalDateTime::parse);
        if (known.isEmpty()
                || SessionEvents.state(last).equals(state)
                || (session != null && session.state() == State.DONE)
                || isRemindedAnyway(last, known.get(), state)) {
            return Optional.empty();
        }
        int changes = (int) sent.stream()
                .filter(entry -> entry.kind().equals(KIND))
                .map(ReminderEntry::revision)
                .distinct()
                .count();
        return Optional.of(new Change(last.pupil(), id, session, known.get(), state, changes));
    }

    /** The rule that has reminded of a session reminds of another time of the same day by itself. */
    private static boolean isRemindedAnyway(ReminderEntry last, LocalDateTime known, String state) {
        return !last.kind().equals(KIND)
                && !state.equals(CANCELLED)
                && LocalDateTime.parse(state).toLocalDate().equals(known.toLocalDate());
    }

    @Override
    public Optional<About> about(Change change) {
        return Optional.of(new About(change.pupil(), change.id()));
    }

    @Override
    public Decision decide(Change change, Occasion occasion) {
        StudySession session = change.session();
        LocalDateTime start = session == null || change.isCancelled() ? change.known() : session.startsAt();
        if (!occasion.instantOf(change.known()).isAfter(occasion.now())
                || !occasion.instantOf(start).isAfter(occasion.now())) {
            return Decision.skip(change.pupil(), change.id(), SuppressReason.BEGUN.name());
        }
        return Decision.remind(change.pupil(), change.id())
                .revision(change.number() + ":" + change.state())
                .with("cancelled", change.isCancelled() ? "1" : "")
                .with("topic", session == null ? "" : session.topic())
                .with("day", language -> Phrases.date(start.toLocalDate(), language))
                .with("time", start.toLocalTime().toString())
                .with("minutes", session == null ? "" : Integer.toString(session.minutes()))
                .with("old_day", language -> Phrases.date(change.known().toLocalDate(), language))
                .with("old_time", change.known().toLocalTime().toString())
                .with("link", change.isCancelled() ? "" : settings.link("sessions", change.id()));
    }

    @Override
    public Enclosures enclosures(Change change, Notice notice) {
        StudySession session = change.session();
        return Enclosures.of(
                session == null || change.isCancelled()
                        ? events.cancelled(
                                change.pupil(),
                                change.id(),
                                change.known(),
                                session == null ? "" : session.topic(),
                                notice)
                        : events.of(session, notice));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "cancelled",
                "",
                "topic",
                SampleWords.of(language, "Mathématiques", "Mathematics"),
                "day",
                SampleWords.day(language, 1),
                "time",
                "18:00",
                "minutes",
                "45",
                "old_day",
                SampleWords.day(language, 0),
                "old_time",
                "17:30",
                "link",
                settings.link("sessions", "sample"));
    }
}
