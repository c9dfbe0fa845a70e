package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.reminder.CorrectionRule.Correction;
import dev.cartable.reminder.model.AbsenceSettings;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.RecordStore;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.Tx;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifies people that an absence of which they were notified has changed since, was withdrawn or was moved to another pupil. What
 * comes back to what a person was notified of last needs no correction. Nor does a person whose own reason has made it an excused one.
 */
final class CorrectionRule implements ReminderRule<Correction> {
    private static final Kind KIND = ReminderKinds.CORRECTION;
    private static final String WITHDRAWN = "withdrawn";

    /** What is corrected later than this is not sent after people. */
    private static final int DAYS_TO_CORRECT = 60;

    private final Absences absences;
    private final ReminderStore ledger;
    private final AnswerStore answers;
    private final AbsenceSettings settings;
    private final School school;
    private final AnswerLinks links;
    private final @Nullable RecordStore own;

    /**
     * The rule over these.
     *
     * @param links by which people give a reason
     * @param own where the absences are kept, if Cartable has them; null if the host has
     */
    CorrectionRule(
            Absences absences,
            ReminderStore ledger,
            AnswerStore answers,
            AbsenceSettings settings,
            School school,
            AnswerLinks links,
            @Nullable RecordStore own) {
        this.absences = requireNonNull(absences, "absences");
        this.ledger = requireNonNull(ledger, "ledger");
        this.answers = requireNonNull(answers, "answers");
        this.settings = requireNonNull(settings, "settings");
        this.school = requireNonNull(school, "school");
        this.links = requireNonNull(links, "links");
        this.own = own;
    }

    /**
     * An absence of a pupil of which people know another state than the present one.
     *
     * @param now as it is now, or as they know it if it was withdrawn or moved to another pupil
     * @param state the revision of its present state
     * @param number of the correction, counted from 0 for this absence and pupil, so that the same state may come again
     * @param people the recipients who were notified of another state
     */
    record Correction(
            PupilId pupil, String id, @Nullable AbsenceWords now, String state, int number, Set<Recipient> people) {}

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
    public Set<Channel> channels() {
        return settings.channels();
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(17, 0));
    }

    @Override
    public BetweenTimes betweenTimes() {
        return settings.isAtOnce() ? BetweenTimes.ALWAYS : BetweenTimes.NEVER;
    }

    @Override
    public Stream<Correction> candidates(Occasion occasion) {
        LocalDate day = occasion.day();
        LocalDate first = day.minusDays(occasion.moment() == Occasion.Moment.BETWEEN_TIMES ? 1 : DAYS_TO_CORRECT);
        Stream<Subject> notified =
                ledger.subjects(ReminderFilter.days(first, day).of(ReminderKinds.ABSENCE), EnumSet.of(Outcome.QUEUED));
        return Chunks.stream(notified.map(Subject::id), BulkRun.CHUNK)
                .flatMap(chunk -> corrections(chunk).stream())
                .onClose(notified::close);
    }

    @Override
    public Optional<Correction> stillTrue(String id) {
        return corrections(List.of(id)).stream().findFirst();
    }

    /** The absence as it is now, from either source: people may answer after the correction has reached them. */
    @Override
    public Optional<Correction> asked(String id) {
        return absences.absences(List.of(id)).stream()
                .findFirst()
                .map(absence -> new Correction(
                        absence.pupil(),
                        id,
                        AbsenceWords.of(absence),
                        AbsenceWords.of(absence).revision(),
                        0,
                        Set.of()));
    }

    /** The reason, unless the absence was withdrawn or the school has accepted one. */
    @Override
    public Optional<NoticeAnswer.Type> asks(Correction correction) {
        AbsenceWords now = correction.now();
        return now == null || now.excused() || isWithdrawn(correction.state())
                ? Optional.empty()
                : Optional.of(NoticeAnswer.Type.REASON);
    }

    /** Marks the absence as excused, where it is Cartable's own. */
    @Override
    public boolean accepted(Tx tx, NoticeAnswer answer) {
        return AbsenceRule.excuse(tx, answer, absences, own, school);
    }

    private List<Correction> corrections(Collection<String> ids) {
        Map<String, List<ReminderEntry>> entries = new HashMap<>();
        for (Kind kind : List.of(ReminderKinds.ABSENCE, KIND)) {
            Set<Subject> subjects =
                    ids.stream().map(id -> ReminderPlanner.subject(kind, id)).collect(Collectors.toSet());
            ledger.about(kind, subjects, null).stream()
                    .filter(entry -> entry.recipient() != null && entry.mayHaveArrived())
                    .forEach(entry -> entries.computeIfAbsent(entry.subject().id(), id -> new ArrayList<>())
                            .add(entry));
        }
        Map<String, Absence> now = new HashMap<>();
        absences.absences(ids).forEach(absence -> now.put(absence.id(), absence));
        Map<String, Set<Recipient>> excusers = excusers(now.values());
        return ids.stream()
                .flatMap(
                        id -> corrections(
                                id,
                                now.get(id),
                                entries.getOrDefault(id, List.of()),
                                excusers.getOrDefault(id, Set.of()))
                                .stream())
                .toList();
    }

    /** The people whose reasons the staff have accepted, by the absences that are excused now. */
    private Map<String, Set<Recipient>> excusers(Collection<Absence> now) {
        Map<String, Set<Recipient>> excusers = new HashMap<>();
        for (Kind kind : List.of(ReminderKinds.ABSENCE, KIND)) {
            Set<Subject> excused = now.stream()
                    .filter(Absence::excused)
                    .map(absence -> ReminderPlanner.subject(kind, absence.id()))
                    .collect(Collectors.toSet());
            answers.accepted(kind, excused)
                    .forEach(answer -> excusers.computeIfAbsent(answer.subject().id(), id -> new HashSet<>())
                            .add(answer.recipient()));
        }
        return excusers;
    }

    /** For each pupil whose absence it is or was, the present pupil first: to the others' people it is withdrawn. */
    private static List<Correction> corrections(
            String id, @Nullable Absence absence, List<ReminderEntry> sent, Set<Recipient> excusers) {
        Map<PupilId, List<ReminderEntry>> byPupil = new LinkedHashMap<>();
        if (absence != null) {
            byPupil.put(absence.pupil(), new ArrayList<>());
        }
        sent.stream()
                .sorted(Comparator.comparingInt(CorrectionRule::number).thenComparing(ReminderEntry::decidedAt))
                .forEach(entry -> byPupil.computeIfAbsent(entry.pupil(), pupil -> new ArrayList<>())
                        .add(entry));
        List<Correction> corrections = new ArrayList<>();
        byPupil.forEach((pupil, entries) -> correction(
                        pupil, id, absence != null && absence.pupil().equals(pupil) ? absence : null, entries, excusers)
                .ifPresent(corrections::add));
        return corrections;
    }

    /** @param sent what was sent about the pupil, the oldest first */
    private static Optional<Correction> correction(
            PupilId pupil, String id, @Nullable Absence absence, List<ReminderEntry> sent, Set<Recipient> excusers) {
        String state = absence == null
                ? WITHDRAWN + " " + AbsenceWords.mark(pupil)
                : AbsenceWords.of(absence).revision();
        Map<Address, ReminderEntry> last = new HashMap<>();
        sent.forEach(entry -> last.put(new Address(requireNonNull(entry.recipient()), entry.channel()), entry));
        Set<Recipient> people = last.entrySet().stream()
                .filter(entry -> !state(entry.getValue()).equals(state))
                .filter(entry -> !excusers.contains(entry.getKey().recipient())
                        || !AbsenceWords.excused(state(entry.getValue())).equals(state))
                .map(entry -> entry.getKey().recipient())
                .collect(Collectors.toSet());
        if (people.isEmpty()) {
            return Optional.empty();
        }
        ReminderEntry newest = sent.get(sent.size() - 1);
        int number = number(newest);
        AbsenceWords words = absence != null
                ? AbsenceWords.of(absence)
                : sent.stream()
                        .filter(entry -> !isWithdrawn(state(entry)))
                        .reduce((older, newer) -> newer)
                        .map(entry -> AbsenceWords.parse(state(entry)))
                        .orElse(null);
        return Optional.of(new Correction(
                pupil, id, words, state, number >= 0 && state(newest).equals(state) ? number : number + 1, people));
    }

    /** By what a person was notified: one channel may have sent a correction while another has not. */
    private record Address(Recipient recipient, @Nullable Channel channel) {}

    /** The state that a message was about. */
    private static String state(ReminderEntry entry) {
        String revision = ReminderNotice.withoutNumber(entry.revision());
        return entry.kind().equals(KIND) ? revision.substring(revision.indexOf(':') + 1) : revision;
    }

    /** Where a message stands among the corrections, whatever clocks say; -1 for the absence, which comes before them. */
    private static int number(ReminderEntry entry) {
        String revision = entry.revision();
        return entry.kind().equals(KIND) ? Integer.parseInt(revision.substring(0, revision.indexOf(':'))) : -1;
    }

    private static boolean isWithdrawn(String state) {
        return state.startsWith(WITHDRAWN);
    }

    @Override
    public Optional<About> about(Correction correction) {
        return Optional.of(new About(correction.pupil(), correction.id()));
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
                .revision(correction.number() + ":" + correction.state())
                .with("withdrawn", isWithdrawn(correction.state()) ? "1" : "")
                .with(AnswerLinks.LINK, "")
                .with(AnswerLinks.UNTIL, "");
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> values = new HashMap<>(AbsenceWords.sample(language));
        values.put("withdrawn", "");
        values.putAll(links.sample(language));
        return values;
    }
}
