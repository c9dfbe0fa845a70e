package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.CorrectionRule.Correction;
import dev.cartable.reminder.model.AbsenceSettings;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Absences;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifies people that an absence of which they were notified has changed since, or was withdrawn. What comes back to what a person
 * was notified of last needs no correction.
 */
final class CorrectionRule implements ReminderRule<Correction> {
    private static final Kind KIND = ReminderKinds.CORRECTION;
    private static final String WITHDRAWN = "withdrawn";

    /** What is corrected later than this is not sent after people. */
    private static final int DAYS_TO_CORRECT = 60;

    private static final Set<NoticeState> NOTIFIED = EnumSet.of(NoticeState.SENT, NoticeState.UNCERTAIN);

    private final Absences absences;
    private final ReminderStore ledger;
    private final AbsenceSettings settings;

    CorrectionRule(Absences absences, ReminderStore ledger, AbsenceSettings settings) {
        this.absences = requireNonNull(absences, "absences");
        this.ledger = requireNonNull(ledger, "ledger");
        this.settings = requireNonNull(settings, "settings");
    }

    /**
     * An absence of which people know another state than the present one.
     *
     * @param now as it is now, or as they know it if it was withdrawn
     * @param state the revision of its present state
     * @param changes how many other corrections were sent before, so that the same state may come again
     * @param people those who know another state
     */
    record Correction(
            PupilId pupil, String id, @Nullable AbsenceWords now, String state, int changes, Set<Recipient> people) {}

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(17, 0));
    }

    @Override
    public BetweenTimes betweenTimes() {
        return settings.grace() == null ? BetweenTimes.NEVER : BetweenTimes.ALWAYS;
    }

    @Override
    public Stream<Correction> candidates(Occasion occasion) {
        LocalDate day = occasion.day();
        LocalDate first = day.minusDays(occasion.moment() == Occasion.Moment.BETWEEN_TIMES ? 1 : DAYS_TO_CORRECT);
        Set<String> seen = new HashSet<>();
        Stream<ReminderLine> history =
                ledger.history(ReminderFilter.days(first, day).of(ReminderKinds.ABSENCE));
        Stream<String> ids = history.map(ReminderLine::entry)
                .filter(entry -> entry.outcome() == Outcome.QUEUED)
                .map(entry -> entry.subject().id())
                .filter(seen::add);
        return Chunks.stream(ids, BulkRun.CHUNK)
                .flatMap(chunk -> corrections(chunk).stream())
                .onClose(history::close);
    }

    @Override
    public Optional<Correction> stillTrue(String id) {
        return corrections(List.of(id)).stream().findFirst();
    }

    private List<Correction> corrections(Collection<String> ids) {
        Map<String, List<ReminderEntry>> entries = new HashMap<>();
        for (Kind kind : List.of(ReminderKinds.ABSENCE, KIND)) {
            Set<Subject> subjects =
                    ids.stream().map(id -> ReminderPass.subject(kind, id)).collect(Collectors.toSet());
            ledger.about(kind, subjects).stream()
                    .filter(entry -> entry.recipient() != null && NOTIFIED.contains(entry.state()))
                    .forEach(entry -> entries.computeIfAbsent(entry.subject().id(), id -> new ArrayList<>())
                            .add(entry));
        }
        Map<String, Absence> now = new HashMap<>();
        absences.absences(ids).forEach(absence -> now.put(absence.id(), absence));
        return ids.stream()
                .filter(entries::containsKey)
                .flatMap(id -> correction(id, now.get(id), entries.getOrDefault(id, List.of())).stream())
                .toList();
    }

    private static Optional<Correction> correction(String id, @Nullable Absence absence, List<ReminderEntry> sent) {
        String state = absence == null ? WITHDRAWN : AbsenceWords.of(absence).revision();
        Map<Recipient, ReminderEntry> last = new HashMap<>();
        sent.stream()
                .sorted(Comparator.comparing(ReminderEntry::decidedAt)
                        .thenComparing(entry -> entry.kind().equals(KIND)))
                .forEach(entry -> last.put(requireNonNull(entry.recipient()), entry));
        Set<Recipient> people = last.entrySet().stream()
                .filter(entry -> !state(entry.getValue()).equals(state))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (people.isEmpty()) {
            return Optional.empty();
        }
        long changes = sent.stream()
                .filter(entry -> entry.kind().equals(KIND) && !state(entry).equals(state))
                .map(entry -> ReminderNotice.withoutNumber(entry.revision()))
                .distinct()
                .count();
        AbsenceWords words = absence != null
                ? AbsenceWords.of(absence)
                : sent.stream()
                        .filter(entry -> !state(entry).equals(WITHDRAWN))
                        .max(Comparator.comparing(ReminderEntry::decidedAt))
                        .map(entry -> AbsenceWords.parse(state(entry)))
                        .orElse(null);
        return Optional.of(new Correction(sent.get(0).pupil(), id, words, state, Math.toIntExact(changes), people));
    }

    /** The state that a message was about. */
    private static String state(ReminderEntry entry) {
        String revision = ReminderNotice.withoutNumber(entry.revision());
        return entry.kind().equals(KIND) ? revision.substring(revision.indexOf(':') + 1) : revision;
    }

    @Override
    public Decision decide(Correction correction, Occasion occasion) {
        if (correction.now() == null) {
            return Decision.skip(correction.pupil(), correction.id(), SuppressReason.NO_LONGER_TRUE.name());
        }
        return correction
                .now()
                .in(Decision.notifyGuardians(correction.pupil(), correction.id()))
                .only(correction.people())
                .revision(correction.changes() + ":" + correction.state())
                .with("withdrawn", correction.state().equals(WITHDRAWN) ? "1" : "");
    }

    @Override
    public Map<String, String> sample() {
        Map<String, String> values = new HashMap<>(AbsenceWords.sample());
        values.put("withdrawn", "");
        return values;
    }
}
