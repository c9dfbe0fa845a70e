package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.AbsenceRule.News;
import dev.cartable.reminder.model.AbsenceSettings;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.RecordStore;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifies guardians of absences and late arrivals: of each once, at 17:00, or at once when the time in which it may be corrected is
 * over.
 */
final class AbsenceRule implements ReminderRule<News> {
    private static final Kind KIND = ReminderKinds.ABSENCE;

    /** A fact that is recorded later than this is no news. */
    static final int DAYS_TO_RECORD = 7;

    private final Absences absences;
    private final CalendarSource calendar;
    private final ReminderStore ledger;
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
    AbsenceRule(
            Absences absences,
            CalendarSource calendar,
            ReminderStore ledger,
            AbsenceSettings settings,
            School school,
            AnswerLinks links,
            @Nullable RecordStore own) {
        this.absences = requireNonNull(absences, "absences");
        this.calendar = requireNonNull(calendar, "calendar");
        this.ledger = requireNonNull(ledger, "ledger");
        this.settings = requireNonNull(settings, "settings");
        this.school = requireNonNull(school, "school");
        this.links = requireNonNull(links, "links");
        this.own = own;
    }

    /**
     * A fact.
     *
     * @param liveSince what was recorded before this day is no news
     */
    record News(Absence absence, LocalDate liveSince) {}

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
    public Stream<News> candidates(Occasion occasion) {
        LocalDate liveSince = ledger.liveSince(Set.of(KIND)).getOrDefault(KIND, occasion.day());
        Instant recordedBy =
                settings.grace() == null ? Instant.MAX : occasion.now().minus(settings.grace());
        return absences.between(AbsenceCounter.firstNews(calendar.calendar(), occasion.day()), occasion.day())
                .filter(absence -> !absence.recordedAt().isAfter(recordedBy))
                .map(absence -> new News(absence, liveSince));
    }

    @Override
    public Optional<News> stillTrue(String id) {
        return absences.absences(List.of(id)).stream()
                .map(absence -> new News(absence, LocalDate.MIN))
                .findFirst();
    }

    @Override
    public Optional<About> about(News news) {
        return Optional.of(new About(news.absence().pupil(), news.absence().id()));
    }

    @Override
    public Decision decide(News news, Occasion occasion) {
        Absence absence = news.absence();
        LocalDate recorded = LocalDate.ofInstant(absence.recordedAt(), occasion.zone());
        return obstacle(news, recorded, occasion)
                .map(reason -> Decision.skip(absence.pupil(), absence.id(), reason.name()))
                .orElseGet(() -> {
                    AbsenceWords words = AbsenceWords.of(absence);
                    return words.in(Decision.notifyGuardians(absence.pupil(), absence.id()))
                            .revision(words.revision())
                            .onlyOnce()
                            .except(absence.recordedBy())
                            .with(AnswerLinks.LINK, "")
                            .with(AnswerLinks.UNTIL, "")
                            .with(
                                    "recorded_day",
                                    language ->
                                            recorded.isAfter(absence.day()) ? Phrases.date(recorded, language) : "");
                });
    }

    /** The reason, until the school has accepted one. */
    @Override
    public Optional<NoticeAnswer.Type> asks(News news) {
        return news.absence().excused() ? Optional.empty() : Optional.of(NoticeAnswer.Type.REASON);
    }

    /** Marks the absence as excused, where it is Cartable's own. */
    @Override
    public boolean accepted(Tx tx, NoticeAnswer answer) {
        return excuse(tx, answer, absences, own, school);
    }

    static boolean excuse(Tx tx, NoticeAnswer answer, Absences absences, @Nullable RecordStore own, School school) {
        String id = answer.subject().id();
        Absence absence = absences.absences(List.of(id)).stream().findFirst().orElse(null);
        if (absence == null || !absence.pupil().equals(answer.pupil())) {
            return false;
        }
        return own == null
                || own.excuseAbsence(
                        tx, id, school.today(requireNonNull(answer.decidedAt(), "decidedAt")), answer.text());
    }

    private Optional<SuppressReason> obstacle(News news, LocalDate recorded, Occasion occasion) {
        Absence absence = news.absence();
        if (absence.day().isAfter(occasion.today())) {
            return Optional.of(SuppressReason.FUTURE);
        }
        if (recorded.isBefore(news.liveSince())) {
            return Optional.of(SuppressReason.BEFORE_LIVE);
        }
        if (ChronoUnit.DAYS.between(absence.day(), recorded) > DAYS_TO_RECORD) {
            return Optional.of(SuppressReason.RECORDED_LATE);
        }
        return absence.excused() && !settings.excused() ? Optional.of(SuppressReason.EXCUSED) : Optional.empty();
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> values = new HashMap<>(AbsenceWords.sample(language));
        values.put("recorded_day", "");
        values.putAll(links.sample(language));
        return values;
    }
}
