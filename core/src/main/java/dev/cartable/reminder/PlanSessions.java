package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

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
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The use case that programs study sessions from weekly plans, some days ahead. A session that is there is left as it is, also if it
 * was moved or cancelled, so that a second run programs nothing. No session is programmed in holidays, or for a
 * pupil who was erased at their wish. One run at a time, held by the
 * lease {@value #LEASE}. Safe for use by several threads and nodes.
 */
public final class PlanSessions {
    /** The lease that a run holds. */
    public static final String LEASE = "reminder.sessions";

    private static final int LONGEST = 366;

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
     * @param candidates the sessions that the plans have in these days
     * @param planned those that are new
     * @param unchanged those that were programmed before
     * @param skipped those in holidays, or that would have begun
     */
    public record Counts(long candidates, long planned, long unchanged, long skipped)
            implements dev.cartable.work.Counts {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Outcome outcome) {
            return new Counts(
                    candidates + 1,
                    planned + (outcome == Outcome.PLANNED ? 1 : 0),
                    unchanged + (outcome == Outcome.UNCHANGED ? 1 : 0),
                    skipped + (outcome == Outcome.HOLIDAY || outcome == Outcome.PAST ? 1 : 0));
        }
    }

    /**
     * What a run would program now. Writes nothing, takes no lease.
     *
     * @param days from today on, 1 to 366
     */
    public Plan<Integer, Counts, Step> plan(int days) {
        Pass survey = BulkRun.plan(new Pass(days));
        return new Plan<>(days, survey.counts(), survey.digest(), () -> new Pass(days).steps());
    }

    /**
     * Programs the sessions of the next days.
     *
     * @param days from today on, 1 to 366
     * @param listener is called with each step after the commit of its chunk
     * @throws IllegalStateException inside a transaction of the host, or if the host's sessions cannot be written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     */
    public Counts run(int days, Consumer<? super Step> listener) {
        requireWritable();
        return bulk.write(new Pass(days), listener);
    }

    private void requireWritable() {
        if (!parts.recordStore().writable(RecordStore.Relation.STUDY_SESSION)) {
            throw new IllegalStateException("the study sessions are a view over the host's own tables, so none can be"
                    + " programmed; nothing was written. Program them in the host's own application");
        }
    }

    private final class Pass implements BulkPass<StudySession, Step, Counts> {
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
        public void read(Consumer<? super StudySession> items) {
            try (Stream<StudySession> all = all()) {
                all.forEach(items);
            }
        }

        private Stream<StudySession> all() {
            return plans.validBetween(first, last).flatMap(this::sessions);
        }

        private Stream<StudySession> sessions(WeeklyPlan plan) {
            return first.datesUntil(last.plusDays(1)).filter(plan::isOn).map(plan::on);
        }

        Stream<Step> steps() {
            Stream<StudySession> all = all();
            return Chunks.stream(all, BulkRun.CHUNK)
                    .flatMap(chunk -> decide(chunk).stream())
                    .onClose(all::close);
        }

        @Override
        public List<Step> decide(List<StudySession> chunk) {
            Set<String> known = sessions
                    .sessions(chunk.stream().map(StudySession::id).toList())
                    .stream()
                    .map(StudySession::id)
                    .collect(Collectors.toSet());
            Set<PupilId> erased = parts.erasedPeople()
                    .pupils(chunk.stream().map(StudySession::pupil).collect(Collectors.toSet()));
            return chunk.stream()
                    .filter(session -> !erased.contains(session.pupil()))
                    .map(session -> new Step(session, outcome(session, known)))
                    .toList();
        }

        private Outcome outcome(StudySession session, Set<String> known) {
            if (known.contains(session.id())) {
                return Outcome.UNCHANGED;
            }
            if (calendar.isHoliday(session.startsAt().toLocalDate())) {
                return Outcome.HOLIDAY;
            }
            boolean begun = !session.startsAt()
                    .atZone(parts.school().zone())
                    .toInstant()
                    .isAfter(now);
            return begun ? Outcome.PAST : Outcome.PLANNED;
        }

        @Override
        public boolean writes(Step step) {
            return step.outcome() == Outcome.PLANNED;
        }

        @Override
        public boolean keeps(Step step) {
            return step.outcome() == Outcome.UNCHANGED;
        }

        @Override
        public List<Step> write(List<Step> steps, UnitOfWork transactions) {
            transactions.run(tx -> parts.recordStore()
                    .addStudySessions(tx, steps.stream().map(Step::session).toList()));
            return steps;
        }

        @Override
        public void take(Step step) {
            counts = counts.plus(step.outcome());
            if (writes(step)) {
                digest.add(step.session());
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
}
