package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.reminder.ReminderDraft.Line;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.port.ReminderRule.About;
import dev.cartable.school.model.Pupil;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import dev.cartable.work.internal.PrefetchingIterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over the candidates of some rules: what a {@link ReminderPlanner} has decided about each, and what is new, is queued, noted and
 * counted. Used once, by one thread.
 */
final class ReminderPass implements BulkPass<ReminderPass.Planned, ReminderPass.Planned, Counts> {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderPass.class);
    private static final String NOT_WRITTEN = "NOT_WRITTEN";

    /** Reminders are many and small: a quarter of the commits that the usual chunks take. */
    private static final int CHUNK = 2_000;

    private final ReminderParts parts;
    private final ReminderPlanner planner;
    private final RunBrake brake;
    private final ContentDigest digest = new ContentDigest();
    private Counts counts = Counts.NONE;
    private Runnable failure = () -> {};

    ReminderPass(ReminderParts parts, AudienceReader audiences, List<RuleTime<?>> times, RunBrake brake) {
        this.parts = requireNonNull(parts, "parts");
        this.planner = new ReminderPlanner(parts, audiences, times, brake);
        this.brake = brake;
        times.forEach(time -> digest.add(time.rule().kind(), time.occasion().day()));
    }

    /** What a rule has found. */
    record Candidate<T>(RuleTime<T> time, T value) {
        static <T> Stream<Candidate<T>> of(RuleTime<T> time) {
            return time.rule().candidates(time.occasion()).map(value -> new Candidate<>(time, value));
        }

        Decision decide() {
            return time.rule().decide(value, time.occasion());
        }
    }

    /**
     * What is decided about a candidate.
     *
     * @param pupil null if nobody is reminded
     * @param retried entries of runs that have failed on it, which count no more
     * @param failed whether it could not be decided or written
     */
    record Planned(
            Candidate<?> candidate,
            @Nullable Pupil pupil,
            List<Line> lines,
            List<ReminderEntry> retried,
            boolean failed) {
        Planned {
            lines = List.copyOf(lines);
            retried = List.copyOf(retried);
        }

        static Planned failed(Candidate<?> candidate, List<Line> lines) {
            return new Planned(candidate, null, lines, List.of(), true);
        }

        Planned with(List<Line> newLines) {
            return new Planned(candidate, pupil, newLines, retried, failed);
        }

        Stream<Step> steps() {
            return lines.stream().map(line -> new Step(line.entry(), line.unchanged()));
        }
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super Planned> items) {
        try (CandidateReader candidates = planner.candidates();
                Stream<List<Planned>> planned =
                        PrefetchingIterator.stream(planner.planned(candidates, chunk()), parts.readAhead())) {
            planned.forEach(chunk -> chunk.forEach(items));
            failure = candidates::throwFailure;
        }
    }

    /** When the candidates of all other rules are written, a rule that could not be read ends the run. */
    @Override
    public void readRest(Consumer<? super Planned> items) {
        failure.run();
    }

    /** Every step of this pass, read and decided on demand. Close the stream. */
    Stream<Step> steps() {
        CandidateReader candidates = planner.candidates();
        return planner.planned(candidates, chunk())
                .flatMap(chunk -> chunk.stream().flatMap(Planned::steps))
                .onClose(candidates::close);
    }

    /** All is decided when it is read. */
    @Override
    public List<Planned> decide(List<Planned> chunk) {
        return chunk;
    }

    @Override
    public boolean writes(Planned planned) {
        return !planned.retried().isEmpty() || planned.lines().stream().anyMatch(line -> !line.unchanged());
    }

    @Override
    public boolean keeps(Planned planned) {
        return !planned.failed() && !writes(planned);
    }

    @Override
    public List<Planned> write(List<Planned> planned, UnitOfWork transactions) {
        return transactions.call(tx -> {
            List<Notice> notices = planned.stream()
                    .flatMap(one -> one.lines().stream())
                    .flatMap(line -> Stream.ofNullable(line.notice()))
                    .toList();
            Set<NoticeId> added =
                    notices.isEmpty() ? Set.of() : parts.noticeQueue().add(tx, notices);
            List<Planned> done = planned.stream().map(one -> done(one, added)).toList();
            List<ReminderEntry> entries = done.stream()
                    .flatMap(one -> Stream.concat(
                            one.retried().stream(),
                            one.lines().stream()
                                    .filter(line -> !line.unchanged())
                                    .map(Line::entry)))
                    .toList();
            if (!entries.isEmpty()) {
                parts.reminderStores().reminders().save(tx, entries);
            }
            brake.write(tx, entries, planner.holds());
            return done;
        });
    }

    /** A notice whose key was queued before is left as it is. */
    private static Planned done(Planned planned, Set<NoticeId> added) {
        return planned.with(planned.lines().stream()
                .map(line ->
                        line.notice() == null || added.contains(line.notice().id()) ? line : line.asUnchanged())
                .toList());
    }

    @Override
    public Planned failed(Planned planned, RuntimeException failure) {
        LOG.warn(
                "a reminder of the rule {} could not be queued",
                planned.candidate().time().rule().kind(),
                failure);
        List<Line> lines = planned.lines().stream()
                .limit(1)
                .map(line ->
                        new About(line.entry().pupil(), line.entry().subject().id()))
                .map(about -> planner.failure(
                        planned.candidate(),
                        about,
                        NOT_WRITTEN,
                        failure.getClass().getSimpleName()))
                .map(entry -> new Line(entry, null, false))
                .toList();
        try {
            parts.transactions()
                    .run(tx -> parts.reminderStores()
                            .reminders()
                            .save(tx, lines.stream().map(Line::entry).toList()));
        } catch (RuntimeException e) {
            LOG.warn("that a reminder could not be queued could not be noted either", e);
        }
        return Planned.failed(planned.candidate(), lines);
    }

    @Override
    public void take(Planned planned) {
        long queued = 0;
        long unchanged = 0;
        long suppressed = 0;
        long noChannel = 0;
        for (Line line : planned.lines()) {
            ReminderEntry entry = line.entry();
            if (line.unchanged()) {
                unchanged += planned.failed() ? 0 : 1;
                continue;
            }
            switch (entry.outcome()) {
                case QUEUED -> queued++;
                case NO_CHANNEL -> noChannel++;
                case FAILED -> {}
                default -> suppressed++;
            }
            digest.add(
                    entry.kind(),
                    entry.subject(),
                    entry.revision(),
                    entry.slot(),
                    entry.recipient(),
                    entry.channel(),
                    entry.outcome(),
                    entry.reason());
        }
        counts = new Counts(
                counts.candidates() + 1,
                counts.queued() + queued,
                counts.unchanged() + unchanged,
                counts.suppressed() + suppressed,
                counts.failed() + (planned.failed() ? 1 : 0),
                counts.noChannel() + noChannel);
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
