package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The use case that programs study sessions from weekly plans, some days ahead. A session that a person made, moved or cancelled is left
 * as it is, so that a second run programs nothing. One that was programmed follows its plan until it begins: it is moved with the plan,
 * and withdrawn once the plan has it no longer, or holidays are entered. A session in the hour that clocks skip is at the end of the gap. No session is programmed in holidays, or for a
 * pupil who was erased at their wish. One run at a time, held by the
 * lease {@value #LEASE}. Safe for use by several threads and nodes.
 */
public final class PlanSessions {
    /** The lease that a run holds. */
    public static final String LEASE = "reminder.sessions";

    private static final int LONGEST = 366;
    private static final Set<Outcome> WRITTEN = EnumSet.of(Outcome.PLANNED, Outcome.CHANGED, Outcome.WITHDRAWN);

    private final ReminderParts parts;
    private final WeeklyPlans plans;
    private final StudySessions sessions;
    private final BulkRun bulk;

    PlanSessions(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.plans = parts.weeklyPlans().orElseThrow(() -> missing("weeklyPlans(...)"));
        this.sessions = parts.studySessions().orElseThrow(() -> missing("studySessions(...)"));
        this.bulk =
                new BulkRun(parts.transactions(), parts.reminderStores().leases(), LEASE, "programming study sessions");
    }

    private static IllegalStateException missing(String call) {
        return new IllegalStateException(
                "Cartable was built without " + call + ", which this needs; give it to the builder");
    }

    /** What becomes of a session of a weekly plan. */
    public enum Outcome {
        /** It is programmed. */
        PLANNED,
        /** It was programmed before, and its plan has changed since. */
        CHANGED,
        /** It was programmed before, and its plan has it no longer. */
        WITHDRAWN,
        /** It was programmed before. */
        UNCHANGED,
        /** It falls into holidays. */
        HOLIDAY,
        /** It would have begun already. */
        PAST
    }

    /** A session of a weekly plan. */
    public record Step(StudySession session, Outcome outcome) {}

    /**
     * A run in numbers.
     *
     * @param candidates the sessions that the plans have in these days, and those to withdraw
     * @param planned those that are new
     * @param unchanged those that were programmed before
     * @param skipped those in holidays, or that would have begun
     * @param changed those that were programmed before and follow a change of their plan
     * @param withdrawn those that were programmed before and that no plan has any more
     */
    public record Counts(long candidates, long planned, long unchanged, long skipped, long changed, long withdrawn)
            implements dev.cartable.work.Counts {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Outcome outcome) {
            return new Counts(
                    candidates + 1,
                    planned + (outcome == Outcome.PLANNED ? 1 : 0),
                    unchanged + (outcome == Outcome.UNCHANGED ? 1 : 0),
                    skipped + (outcome == Outcome.HOLIDAY || outcome == Outcome.PAST ? 1 : 0),
                    changed + (outcome == Outcome.CHANGED ? 1 : 0),
                    withdrawn + (outcome == Outcome.WITHDRAWN ? 1 : 0));
        }
    }

    /**
     * What a run would program now. Writes nothing, takes no lease.
     *
     * @param days from today on, 1 to 366
     * @throws SessionsNotWritableException if the host's sessions cannot be written
     */
    public Plan<Integer, Counts, Step> plan(int days) {
        requireWritable();
        Pass survey = BulkRun.plan(new Pass(days));
        return new Plan<>(days, survey.counts(), survey.digest(), () -> new Pass(days).steps());
    }

    /**
     * Programs the sessions of the next days.
     *
     * @param days from today on, 1 to 366
     * @param listener is called with each step after the commit of its chunk
     * @throws SessionsNotWritableException if the host's sessions cannot be written; nothing is written
     * @throws IllegalStateException inside a transaction of the host
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     */
    public Counts run(int days, Consumer<? super Step> listener) {
        requireWritable();
        return bulk.write(new Pass(days), listener);
    }

    private void requireWritable() {
        if (!parts.recordStore().writable(RecordStore.Relation.STUDY_SESSION)) {
            throw new SessionsNotWritableException();
        }
    }

    /** @param isGone whether no plan has it any more */
    private record Item(StudySession session, boolean isGone) {}

    private final class Pass implements BulkPass<Item, Step, Counts> {
        private final LocalDate first;
        private final LocalDate last;
        private final Instant now;
        private final SchoolCalendar calendar;
        private final ContentDigest digest = new ContentDigest();
        private Counts counts = Counts.NONE;

        Pass(int days) {
            if (days < 1 || days > LONGEST) {
                throw new IllegalArgumentException(days + " days ahead are not 1 to " + LONGEST);
            }
            this.now = parts.time().instant();
            this.first = parts.school().today(now);
            this.last = first.plusDays(days - 1L);
            this.calendar = parts.calendarSource().calendar();
            digest.add(first, last);
        }

        @Override
        public void read(Consumer<? super Item> items) {
            try (Stream<Item> all = planned()) {
                all.forEach(items);
            }
        }

        @Override
        public void readRest(Consumer<? super Item> items) {
            try (Stream<Item> all = gone()) {
                all.forEach(items);
            }
        }

        private Stream<Item> planned() {
            return plans.validBetween(first, last).flatMap(this::sessions).map(session -> new Item(session, false));
        }

        private Stream<StudySession> sessions(WeeklyPlan plan) {
            return first.datesUntil(last.plusDays(1))
                    .filter(plan::isOn)
                    .map(plan::on)
                    .map(session -> session.startingAt(afterGap(session.startsAt())));
        }

        private LocalDateTime afterGap(LocalDateTime time) {
            ZoneOffsetTransition change = parts.school().zone().getRules().getTransition(time);
            return change != null && change.isGap() ? change.getDateTimeAfter() : time;
        }

        /** What was programmed, has not begun and is in no plan any more. */
        private Stream<Item> gone() {
            Stream<StudySession> stored = sessions.between(first, first.plusDays(2L * LONGEST));
            Stream<StudySession> programmed = stored.filter(session -> session.programmed() && !hasBegun(session));
            return Chunks.stream(programmed, BulkRun.CHUNK)
                    .flatMap(chunk -> gone(chunk).stream())
                    .onClose(stored::close);
        }

        private List<Item> gone(List<StudySession> chunk) {
            Map<String, WeeklyPlan> known =
                    plans.plans(chunk.stream().map(Pass::plan).collect(Collectors.toSet())).stream()
                            .collect(Collectors.toMap(WeeklyPlan::id, Function.identity(), (a, b) -> a));
            return chunk.stream()
                    .filter(session -> {
                        WeeklyPlan plan = known.get(plan(session));
                        LocalDate day = session.startsAt().toLocalDate();
                        return plan == null
                                || !plan.isOn(day)
                                || !plan.on(day).id().equals(session.id())
                                || calendar.isHoliday(day);
                    })
                    .map(session -> new Item(session, true))
                    .toList();
        }

        private static String plan(StudySession session) {
            return session.id().substring(0, Math.max(0, session.id().lastIndexOf('@')));
        }

        Stream<Step> steps() {
            return Stream.concat(steps(this::planned), steps(this::gone));
        }

        /** Opened when its first step is asked for. */
        private Stream<Step> steps(Supplier<Stream<Item>> source) {
            List<Stream<Item>> opened = new ArrayList<>();
            return StreamSupport.stream(
                            () -> {
                                Stream<Item> items = source.get();
                                opened.add(items);
                                return Chunks.stream(items, BulkRun.CHUNK)
                                        .flatMap(chunk -> decide(chunk).stream())
                                        .spliterator();
                            },
                            0,
                            false)
                    .onClose(() -> opened.forEach(Stream::close));
        }

        private boolean hasBegun(StudySession session) {
            return !session.startsAt().atZone(parts.school().zone()).toInstant().isAfter(now);
        }

        @Override
        public List<Step> decide(List<Item> chunk) {
            Map<String, StudySession> known =
                    sessions
                            .sessions(chunk.stream()
                                    .map(item -> item.session().id())
                                    .toList())
                            .stream()
                            .collect(Collectors.toMap(StudySession::id, Function.identity(), (a, b) -> a));
            Set<PupilId> erased = parts.erasedPeople()
                    .pupils(chunk.stream().map(item -> item.session().pupil()).collect(Collectors.toSet()));
            return chunk.stream()
                    .filter(item -> !erased.contains(item.session().pupil()))
                    .map(item -> new Step(
                            item.session(),
                            item.isGone()
                                    ? Outcome.WITHDRAWN
                                    : outcome(
                                            item.session(),
                                            known.get(item.session().id()))))
                    .toList();
        }

        private Outcome outcome(StudySession session, @Nullable StudySession stored) {
            if (stored != null && (!stored.programmed() || hasBegun(stored))) {
                return Outcome.UNCHANGED;
            }
            if (calendar.isHoliday(session.startsAt().toLocalDate())) {
                return Outcome.HOLIDAY;
            }
            if (stored != null) {
                return stored.equals(session) || hasBegun(session) ? Outcome.UNCHANGED : Outcome.CHANGED;
            }
            return hasBegun(session) ? Outcome.PAST : Outcome.PLANNED;
        }

        @Override
        public boolean writes(Step step) {
            return WRITTEN.contains(step.outcome());
        }

        @Override
        public boolean keeps(Step step) {
            return step.outcome() == Outcome.UNCHANGED;
        }

        @Override
        public List<Step> write(List<Step> steps, UnitOfWork transactions) {
            List<String> old = steps.stream()
                    .filter(step -> step.outcome() != Outcome.PLANNED)
                    .map(step -> step.session().id())
                    .toList();
            List<StudySession> current = steps.stream()
                    .filter(step -> step.outcome() != Outcome.WITHDRAWN)
                    .map(Step::session)
                    .toList();
            transactions.run(tx -> {
                parts.recordStore().withdrawStudySessions(tx, old);
                parts.recordStore().addStudySessions(tx, current);
            });
            return steps;
        }

        @Override
        public void take(Step step) {
            counts = counts.plus(step.outcome());
            if (writes(step)) {
                digest.add(step.session(), step.outcome());
            }
        }

        @Override
        public Counts counts() {
            return counts;
        }

        @Override
        public PlanDigest digest() {
            return digest.digest();
        }
    }

    /** The study sessions are a view over the host's own tables, or are not there, so none can be programmed. */
    public static final class SessionsNotWritableException extends CartableException {
        private static final long serialVersionUID = 1L;

        SessionsNotWritableException() {
            super(
                    "SESSIONS_NOT_WRITABLE",
                    Map.of(),
                    "the study sessions are a view over the host's own tables, so that none can be programmed; nothing was written."
                            + " Program them in the host's own application");
        }
    }
}
