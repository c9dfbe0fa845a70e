package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.AbsenceCounter.Crossing;
import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.task.model.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Notifies staff and guardians that a pupil has been absent too often; of each threshold and period once. */
final class ThresholdRule implements ReminderRule<ThresholdRule.Reached> {
    private static final Kind KIND = ReminderKinds.THRESHOLD;

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
     * @param old whether it was reached by what was recorded before the rule went live
     */
    record Reached(PupilId pupil, Crossing crossing, boolean old) {
        String id() {
            return crossing.type().name().toLowerCase(Locale.ROOT) + "/" + crossing.period() + "/" + crossing.last()
                    + "/" + pupil;
        }
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(17, 0));
    }

    @Override
    public Stream<Reached> candidates(Occasion occasion) {
        AbsenceCounter counter = new AbsenceCounter(thresholds, calendar.calendar());
        LocalDate day = occasion.day();
        LocalDate liveSince = ledger.liveSince(KIND).orElse(day);
        return PupilGroups.of(absences.between(counter.firstDay(day), day), Absence::pupil)
                .flatMap(group -> {
                    List<Absence> old = group.stream()
                            .filter(absence -> LocalDate.ofInstant(absence.recordedAt(), occasion.zone())
                                    .isBefore(liveSince))
                            .toList();
                    return counter.crossings(group, day).stream()
                            .map(crossing -> new Reached(
                                    group.get(0).pupil(),
                                    crossing,
                                    counter.crossing(crossing.type(), crossing.period(), crossing.last(), old)
                                            .isPresent()));
                });
    }

    @Override
    public Optional<Reached> stillTrue(String id) {
        String[] parts = id.split("/", 4);
        AbsenceCounter.Type type = AbsenceCounter.Type.valueOf(parts[0].toUpperCase(Locale.ROOT));
        LocalDate period = LocalDate.parse(parts[1]);
        LocalDate last = LocalDate.parse(parts[2]);
        PupilId pupil = new PupilId(parts[3]);
        AbsenceCounter counter = new AbsenceCounter(thresholds, calendar.calendar());
        List<Absence> now = absences.of(List.of(pupil), period, last);
        return counter.crossing(type, period, last, now).map(crossing -> new Reached(pupil, crossing, false));
    }

    @Override
    public Decision decide(Reached reached, Occasion occasion) {
        if (reached.old()) {
            return Decision.skip(reached.pupil(), reached.id(), SuppressReason.BEFORE_LIVE.name());
        }
        Crossing crossing = reached.crossing();
        LocalDate period = crossing.period();
        return Decision.notifyGuardians(reached.pupil(), reached.id())
                .andStaff()
                .with("unexcused", crossing.type() == AbsenceCounter.Type.MONTH ? crossing.countText() : "")
                .with(
                        "month",
                        language -> crossing.type() == AbsenceCounter.Type.MONTH
                                ? DateTimeFormatter.ofPattern("MMMM yyyy", language)
                                        .format(period)
                                : "")
                .with("days_in_a_row", crossing.type() == AbsenceCounter.Type.ROW ? crossing.countText() : "")
                .with(
                        "first_day",
                        language -> crossing.type() == AbsenceCounter.Type.ROW ? Phrases.date(period, language) : "")
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
    public Map<String, String> sample() {
        return Map.of(
                "unexcused", "4",
                "month", "mars 2026",
                "days_in_a_row", "",
                "first_day", "",
                "absent_days", "",
                "school_days", "",
                "percent", "",
                "term", "");
    }
}
