package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Hold;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Absences;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the pupils of a hold who are recorded as absent now. Safe for use by several threads. */
final class HoldCounter {
    private final ReminderParts parts;

    HoldCounter(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * Pupils of the hold's promotion, or of the school.
     *
     * @param absent those who are recorded as absent on the hold's day
     * @param notified those of them of whose absence a guardian was notified
     */
    record Count(long absent, long notified) {}

    /** The hold with the number of pupils who are recorded as absent now. */
    Hold recount(Hold hold) {
        return hold.counted(now(hold).absent());
    }

    Count now(Hold hold) {
        Absences source = parts.absences().orElse(null);
        if (source == null) {
            return new Count(hold.absent(), 0);
        }
        Set<PupilId> absent = new HashSet<>();
        Set<PupilId> notified = new HashSet<>();
        LocalDate day = hold.absentOn();
        try (Stream<Absence> facts = source.between(day, day)) {
            Chunks.stream(facts.filter(fact -> fact.type() == Absence.Type.ABSENT), BulkRun.CHUNK)
                    .forEach(chunk -> {
                        List<Absence> theirs = of(hold, chunk);
                        theirs.forEach(fact -> absent.add(fact.pupil()));
                        notified.addAll(notified(theirs));
                    });
        }
        return new Count(absent.size(), notified.size());
    }

    private List<Absence> of(Hold hold, List<Absence> facts) {
        Map<PupilId, Pupil> pupils =
                parts.roster().pupils(facts.stream().map(Absence::pupil).collect(Collectors.toSet()));
        return facts.stream()
                .filter(fact -> {
                    Pupil pupil = pupils.get(fact.pupil());
                    return pupil != null
                            && pupil.active()
                            && (hold.promotion() == null || hold.promotion().equals(pupil.promotion()));
                })
                .toList();
    }

    private Set<PupilId> notified(List<Absence> facts) {
        Set<Subject> subjects = facts.stream()
                .map(fact -> ReminderPlanner.subject(ReminderKinds.ABSENCE, fact.id()))
                .collect(Collectors.toSet());
        Set<PupilId> pupils = facts.stream().map(Absence::pupil).collect(Collectors.toSet());
        return parts.reminderStores().reminders().about(ReminderKinds.ABSENCE, subjects, null).stream()
                .filter(entry -> entry.mayHaveArrived() && pupils.contains(entry.pupil()))
                .map(entry -> entry.pupil())
                .collect(Collectors.toSet());
    }
}
