package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.ReminderPass.Candidate;
import dev.cartable.reminder.ReminderPass.Planned;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.AbsenceSettings.Brake;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.Hold.State;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.BulkRun;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a run of absences that says that too many pupils of a promotion or of the school are absent on a day, as after a mistake in
 * the roll call. What a person has released or discarded is not counted again; what comes after it is. Used once, by one thread.
 */
final class AbsenceBrake implements RunBrake {
    /** So many facts are kept in memory, which are those of any usual school; if there are more, they are read again. */
    private static final int MOST_KEPT = 20_000;

    private final ReminderParts parts;
    private final AudienceReader audiences;
    private final AbsenceRule absences;
    private final Brake limits;
    private final Map<LocalDate, Optional<Hold>> known = new HashMap<>();
    private final Map<RuleTime<?>, List<Candidate<?>>> read = new HashMap<>();

    private AbsenceBrake(ReminderParts parts, AudienceReader audiences, AbsenceRule absences, Brake limits) {
        this.parts = requireNonNull(parts, "parts");
        this.audiences = requireNonNull(audiences, "audiences");
        this.absences = requireNonNull(absences, "absences");
        this.limits = requireNonNull(limits, "limits");
    }

    /**
     * The school's brake for absences.
     *
     * @param absences null if there are no absences
     */
    static RunBrake of(ReminderParts parts, AudienceReader audiences, @Nullable AbsenceRule absences) {
        Brake limits = parts.reminderSettings().absences().brake();
        return absences == null || limits == null ? NONE : new AbsenceBrake(parts, audiences, absences, limits);
    }

    /** The run of the absences, and with it that of their thresholds. */
    @Override
    public Optional<Hold> holds(RuleTime<?> time) {
        if (time.rule().kind().equals(absences.kind())) {
            return known.computeIfAbsent(time.occasion().day(), day -> hold(time.occasion()));
        }
        if (time.rule() instanceof ThresholdRule
                && !parts.lastTimes(List.of(absences)).isEmpty()) {
            Optional<Hold> open = ReleaseHolds.open(parts).stream().findFirst();
            return open.isPresent()
                    ? open
                    : known.computeIfAbsent(time.occasion().day(), day -> hold(time.occasion()));
        }
        return Optional.empty();
    }

    @Override
    public Stream<? extends Candidate<?>> candidates(RuleTime<?> time) {
        List<Candidate<?>> kept = read.remove(time);
        return kept == null ? Candidate.of(time) : kept.stream();
    }

    private Optional<Hold> hold(Occasion occasion) {
        List<Hold> ofTheDay = parts.reminderStores().reminders().holds(occasion.day()).stream()
                .filter(hold ->
                        hold.kind().equals(ReminderKinds.ABSENCE) && hold.day().equals(occasion.day()))
                .toList();
        Optional<Hold> open =
                ofTheDay.stream().filter(hold -> hold.state() == State.OPEN).findFirst();
        return open.isPresent() ? open : tooMany(occasion, ofTheDay.size());
    }

    private Optional<Hold> tooMany(Occasion occasion, int before) {
        Crowds crowds = new Crowds();
        List<Candidate<?>> kept = new ArrayList<>();
        RuleTime<?> time = new RuleTime<>(absences, occasion);
        ReminderPass survey = new ReminderPass(parts, audiences, List.of(time), NONE);
        BulkRun.<Planned, Planned, ReminderPass>plan(survey, planned -> {
            crowds.add(planned);
            if (kept.size() <= MOST_KEPT) {
                kept.add(planned.candidate());
            }
        });
        if (kept.size() <= MOST_KEPT) {
            read.put(time, kept);
        }
        String run = "absence-" + occasion.day() + (before == 0 ? "" : "." + (before + 1));
        return crowds.largest(limits)
                .map(crowd -> new Hold(
                        run,
                        ReminderKinds.ABSENCE,
                        occasion.day(),
                        occasion.at(),
                        crowd.day(),
                        crowd.promotion(),
                        crowd.absent(),
                        crowd.enrolled(),
                        State.OPEN,
                        occasion.now(),
                        null));
    }

    @Override
    public void write(Tx tx, List<ReminderEntry> written, Collection<Optional<Hold>> holds) {
        holds.stream()
                .flatMap(Optional::stream)
                .distinct()
                .filter(hold -> written.stream().map(ReminderEntry::reason).anyMatch(hold.reason()::equals))
                .filter(hold ->
                        parts.reminderStores().reminders().hold(hold.run()).isEmpty())
                .forEach(hold -> {
                    parts.reminderStores().reminders().saveHold(tx, hold);
                    parts.noticeQueue().add(tx, new BrakeMessages(parts, audiences).about(hold));
                });
    }

    /** Many pupils who are said to be absent on a day. */
    private record Crowd(LocalDate day, @Nullable PromotionId promotion, long absent, long enrolled) {
        double share() {
            return (double) absent / Math.max(1, enrolled);
        }
    }

    /** The pupils of a promotion, or of the school, who are said to be absent on a day. */
    private record Place(LocalDate day, @Nullable PromotionId promotion) {
        /** Whether the run of a hold had pupils of this place about whom a person has decided. */
        boolean isOf(Hold hold) {
            return day.equals(hold.absentOn())
                    && (promotion == null || hold.promotion() == null || promotion.equals(hold.promotion()));
        }
    }

    private final class Crowds {
        private final Map<Place, Set<PupilId>> absent = new HashMap<>();
        private final Map<Place, Set<PupilId>> news = new HashMap<>();

        void add(Planned planned) {
            if (planned.pupil() == null
                    || !(planned.candidate().value() instanceof AbsenceRule.News fact)
                    || fact.absence().type() != Absence.Type.ABSENT
                    || planned.lines().stream().anyMatch(line -> line.entry().outcome() == Outcome.DISCARDED)) {
                return;
            }
            boolean isNews = planned.lines().stream().anyMatch(ReminderDraft.Line::isNews);
            boolean isDecided = planned.lines().stream()
                    .allMatch(line -> switch (line.entry().outcome()) {
                        case SUPPRESSED, HELD -> true;
                        default -> false;
                    });
            if (isDecided) {
                return;
            }
            LocalDate day = fact.absence().day();
            add(new Place(day, null), planned.pupil().id(), isNews);
            if (planned.pupil().promotion() != null) {
                add(new Place(day, planned.pupil().promotion()), planned.pupil().id(), isNews);
            }
        }

        private void add(Place place, PupilId pupil, boolean isNews) {
            absent.computeIfAbsent(place, some -> new HashSet<>()).add(pupil);
            if (isNews) {
                news.computeIfAbsent(place, some -> new HashSet<>()).add(pupil);
            }
        }

        /** That with the largest share, if the brake holds any; the pupils are counted only where there may be one. */
        Optional<Crowd> largest(Brake brake) {
            leaveOutReleased();
            List<Place> many = news.keySet().stream()
                    .filter(place -> absent.getOrDefault(place, Set.of()).size() >= brake.pupils())
                    .toList();
            if (many.isEmpty()) {
                return Optional.empty();
            }
            Enrolment enrolment = parts.roster().enrolment();
            List<Crowd> crowds = new ArrayList<>();
            many.forEach(place -> crowds.add(new Crowd(
                    place.day(),
                    place.promotion(),
                    absent.getOrDefault(place, Set.of()).size(),
                    place.promotion() == null
                            ? enrolment.pupils()
                            : enrolment.byPromotion().getOrDefault(place.promotion(), 0L))));
            return crowds.stream()
                    .filter(crowd -> brake.holds(crowd.absent(), crowd.enrolled()))
                    .max(Comparator.comparingDouble(Crowd::share)
                            .thenComparing(crowd -> crowd.promotion() == null ? 1 : 0)
                            .thenComparing(Crowd::day)
                            .thenComparing(crowd -> String.valueOf(crowd.promotion())));
        }

        /** Where a run was released, counts only the pupils whose absence is new since then. */
        private void leaveOutReleased() {
            Optional<LocalDate> first = news.keySet().stream().map(Place::day).min(Comparator.naturalOrder());
            if (first.isEmpty()) {
                return;
            }
            List<Hold> released = parts.reminderStores().reminders().holds(first.get()).stream()
                    .filter(hold ->
                            hold.state() == State.RELEASED && hold.kind().equals(ReminderKinds.ABSENCE))
                    .toList();
            news.forEach((place, pupils) -> {
                if (released.stream().anyMatch(place::isOf)) {
                    absent.put(place, pupils);
                }
            });
        }
    }
}
