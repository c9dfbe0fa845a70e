package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.AbsenceCounter.Crossing;
import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.internal.Chunks;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Notifies staff and guardians that a pupil has been absent too often; of each threshold and period once. */
final class ThresholdRule implements ReminderRule<ThresholdRule.Reached>, LegacyForms {
    private static final Kind KIND = ReminderKinds.THRESHOLD;
    private static final int PAGE = 500;

    /** A clock that goes back must not hide what was written before. */
    private static final LocalDate END_OF_TIME = LocalDate.of(9999, 12, 31);

    private final Absences absences;
    private final CalendarSource calendar;
    private final ReminderStore ledger;
    private final Thresholds thresholds;

    ThresholdRule(Absences absences, CalendarSource calendar, ReminderStore ledger, Thresholds thresholds) {
        this.absences = requireNonNull(absences, "absences");
        this.calendar = requireNonNull(calendar, "calendar");
        this.ledger = requireNonNull(ledger, "ledger");
        this.thresholds = requireNonNull(thresholds, "thresholds");
    }

    /**
     * A threshold that a pupil has reached.
     *
     * @param id keeps the first and the last day that the threshold had when it was found first: a row of days, or a term, may have others now
     * @param old whether it was reached by what was recorded before the rule went live
     */
    record Reached(String id, PupilId pupil, Crossing crossing, boolean old) {}

    /** What the id of a reached threshold says. */
    private record Id(AbsenceCounter.Type type, LocalDate first, LocalDate last, PupilId pupil) {
        private static final int PARTS = 4;

        static Id of(PupilId pupil, Crossing crossing) {
            return new Id(crossing.type(), crossing.first(), crossing.last(), pupil);
        }

        /** Reads an id; empty if it is none of ours. */
        static Optional<Id> parse(String id) {
            String[] parts = id.split("/", PARTS);
            try {
                return parts.length < PARTS
                        ? Optional.empty()
                        : Optional.of(new Id(
                                AbsenceCounter.Type.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                                LocalDate.parse(parts[1]),
                                LocalDate.parse(parts[2]),
                                new PupilId(parts[3])));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return Optional.empty();
            }
        }

        /** Whether it is a crossing of the pupil's: a row with some of the same days, or the same term, which may have been moved. */
        boolean isFor(PupilId of, Crossing crossing, AbsenceCounter counter) {
            return type == crossing.type()
                    && pupil.equals(of)
                    && switch (type) {
                        case MONTH -> false;
                        case ROW -> !first.isAfter(crossing.last()) && !last.isBefore(crossing.first());
                        case TERM -> counter.isTerm(first, last, crossing);
                    };
        }

        @Override
        public String toString() {
            return type.name().toLowerCase(Locale.ROOT) + "/" + first + "/" + last + "/" + pupil;
        }
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Category category() {
        return Category.ABSENCES;
    }

    @Override
    public boolean joinable() {
        return true;
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(17, 0));
    }

    @Override
    public Stream<Reached> candidates(Occasion occasion) {
        AbsenceCounter counter = new AbsenceCounter(thresholds, calendar.calendar());
        LocalDate day = occasion.day();
        Stream<List<Absence>> byPupil = PupilGroups.of(absences.between(counter.firstDay(day), day), Absence::pupil);
        return Chunks.stream(byPupil, PAGE)
                .flatMap(page -> reached(page, counter, occasion).stream())
                .onClose(byPupil::close);
    }

    private List<Reached> reached(List<List<Absence>> page, AbsenceCounter counter, Occasion occasion) {
        Map<PupilId, List<Crossing>> crossings = new LinkedHashMap<>();
        page.forEach(group -> crossings.put(group.get(0).pupil(), counter.crossings(group, occasion.day())));
        List<Id> known = known(crossings, counter.firstDay(occasion.day()));
        LocalDate liveSince = ledger.liveSince(Set.of(KIND)).getOrDefault(KIND, occasion.day());
        Map<String, Reached> reached = new LinkedHashMap<>();
        page.forEach(group -> {
            List<Absence> old = group.stream()
                    .filter(absence -> LocalDate.ofInstant(absence.recordedAt(), occasion.zone())
                            .isBefore(liveSince))
                    .toList();
            PupilId pupil = group.get(0).pupil();
            crossings.getOrDefault(pupil, List.of()).forEach(crossing -> {
                String id = known.stream()
                        .filter(one -> one.isFor(pupil, crossing, counter))
                        .findFirst()
                        .orElseGet(() -> Id.of(pupil, crossing))
                        .toString();
                boolean isOld = counter.crossing(crossing.type(), crossing.first(), crossing.last(), old)
                        .isPresent();
                reached.putIfAbsent(id, new Reached(id, pupil, crossing, isOld));
            });
        });
        return List.copyOf(reached.values());
    }

    /**
     * The rows and terms that were found before, the first one first: a row of which a day at the start or at the end is corrected, or
     * added, is the same row, and a term that is moved the same term.
     */
    private List<Id> known(Map<PupilId, List<Crossing>> crossings, LocalDate firstDay) {
        Set<PupilId> pupils = crossings.entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream().anyMatch(crossing -> crossing.type() != AbsenceCounter.Type.MONTH))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (pupils.isEmpty()) {
            return List.of();
        }
        ReminderFilter about =
                ReminderFilter.days(firstDay, END_OF_TIME).of(KIND).about(pupils);
        try (Stream<Subject> known = ledger.subjects(about, EnumSet.allOf(Outcome.class))) {
            return known.flatMap(subject -> Id.parse(subject.id()).stream())
                    .filter(id -> id.type() != AbsenceCounter.Type.MONTH)
                    .sorted(Comparator.comparing(Id::first).thenComparing(Id::last))
                    .toList();
        }
    }

    @Override
    public Optional<Reached> stillTrue(String id) {
        return Id.parse(id).flatMap(known -> {
            AbsenceCounter.Type type = known.type();
            AbsenceCounter counter = new AbsenceCounter(thresholds, calendar.calendar());
            List<Absence> now = absences.of(
                    List.of(known.pupil()),
                    counter.firstDay(type, known.first(), known.last()),
                    counter.lastDay(type, known.first(), known.last()));
            return counter.crossing(type, known.first(), known.last(), now)
                    .map(crossing -> new Reached(id, known.pupil(), crossing, false));
        });
    }

    @Override
    public Function<LegacyReminder, List<LegacyReminder>> legacy(Collection<LegacyReminder> reminders) {
        return reminder -> Id.parse(reminder.id()).map(id -> reminder.named(id.pupil(), reminder.id(), "", "")).stream()
                .toList();
    }

    @Override
    public Optional<About> about(Reached reached) {
        return Optional.of(new About(reached.pupil(), reached.id()));
    }

    @Override
    public Decision decide(Reached reached, Occasion occasion) {
        if (reached.old()) {
            return Decision.skip(reached.pupil(), reached.id(), SuppressReason.BEFORE_LIVE.name());
        }
        Crossing crossing = reached.crossing();
        LocalDate first = crossing.first();
        return Decision.notifyGuardians(reached.pupil(), reached.id())
                .andStaff()
                .with("unexcused", crossing.type() == AbsenceCounter.Type.MONTH ? crossing.countText() : "")
                .with(
                        "month",
                        language -> crossing.type() == AbsenceCounter.Type.MONTH
                                ? DateTimeFormatter.ofPattern("MMMM yyyy", language)
                                        .format(first)
                                : "")
                .with("days_in_a_row", crossing.type() == AbsenceCounter.Type.ROW ? crossing.countText() : "")
                .with(
                        "first_day",
                        language -> crossing.type() == AbsenceCounter.Type.ROW ? Phrases.date(first, language) : "")
                .with(
                        "absent_days",
                        language -> crossing.type() == AbsenceCounter.Type.TERM ? crossing.countText(language) : "")
                .with(
                        "school_days",
                        crossing.type() == AbsenceCounter.Type.TERM ? Long.toString(crossing.schoolDays()) : "")
                .with("percent", crossing.type() == AbsenceCounter.Type.TERM ? Long.toString(crossing.percent()) : "")
                .with("term", crossing.term());
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "unexcused", "4",
                "month", SampleWords.of(language, "mars 2026", "March 2026"),
                "days_in_a_row", "",
                "first_day", "",
                "absent_days", "",
                "school_days", "",
                "percent", "",
                "term", "");
    }
}
