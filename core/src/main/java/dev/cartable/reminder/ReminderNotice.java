package dev.cartable.reminder;

import static dev.cartable.notice.port.NoticeType.JOINT;
import static dev.cartable.notice.port.NoticeType.JOINT_MAIL;
import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.Question;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Decision.Audience;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.School;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The type of a rule's notices: one is sent as long as the rule still decides the same about its subject, and the person may know.
 * Safe for use by several threads.
 */
final class ReminderNotice<T> implements NoticeType {
    /** Between a revision and its number, where a reminder that was not sent is queued again. */
    private static final String AGAIN = "#";

    private static final String AT = "at";
    private static final Set<String> COMMON =
            Set.of("school", "name", "pupil", "given_name", "to_pupil", "to_guardian", "to_staff", JOINT, JOINT_MAIL);

    private final ReminderRule<T> rule;
    private final ReminderStore ledger;
    private final AudienceReader audiences;
    private final Addressing addressing;
    private final CalendarSource calendar;
    private final School school;
    private final InstantSource time;

    ReminderNotice(
            ReminderRule<T> rule,
            ReminderStore ledger,
            AudienceReader audiences,
            Addressing addressing,
            CalendarSource calendar,
            School school,
            InstantSource time) {
        this.rule = requireNonNull(rule, "rule");
        this.ledger = requireNonNull(ledger, "ledger");
        this.audiences = requireNonNull(audiences, "audiences");
        this.addressing = requireNonNull(addressing, "addressing");
        this.calendar = requireNonNull(calendar, "calendar");
        this.school = requireNonNull(school, "school");
        this.time = requireNonNull(time, "time");
    }

    /** What a queued reminder keeps: the rest is found again when it is sent. */
    static Map<String, String> kept(Occasion occasion) {
        return Map.of(AT, occasion.at().toString());
    }

    /** The revision of a reminder that is queued for the {@code times}-th time, from 0, since those before were not sent. */
    static String revision(String revision, int times) {
        return times == 0 ? revision : revision + AGAIN + times;
    }

    /** Whether a reminder's revision is this one, queued for whichever time. */
    static boolean isRevision(String stored, String revision) {
        return stored.equals(revision) || stored.startsWith(revision + AGAIN);
    }

    /** The revision that was given to {@link #revision}. */
    static String withoutNumber(String stored) {
        int mark = stored.lastIndexOf(AGAIN);
        return mark < 0 ? stored : stored.substring(0, mark);
    }

    @Override
    public Kind kind() {
        return rule.kind();
    }

    @Override
    public Category category() {
        return rule.category();
    }

    @Override
    public Set<String> variables() {
        Set<String> names = new TreeSet<>(COMMON);
        names.addAll(rule.sample(Locale.ROOT).keySet());
        return names;
    }

    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public Optional<String> thread(Notice notice) {
        return rule.thread(notice.subject().id());
    }

    @Override
    public boolean keepsWords() {
        return true;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    @Override
    public Verdict check(Notice notice) {
        Instant now = time.instant();
        Optional<T> candidate = rule.stillTrue(notice.subject().id());
        if (candidate.isEmpty()) {
            return suppress(SuppressReason.NO_LONGER_TRUE);
        }
        Occasion occasion = Occasion.planning(Instant.parse(notice.variables().get(AT)), now, school.zone())
                .sendingAt(now);
        Decision decision = rule.decide(candidate.get(), occasion);
        if (decision.skipped() != null) {
            return new Verdict.Suppress(decision.skipped());
        }
        if (!rule.inHolidays() && calendar.calendar().isHoliday(occasion.today())) {
            return suppress(SuppressReason.HOLIDAY);
        }
        if (!isRevision(notice.revision(), decision.revision())
                || !notice.slot().equals(decision.slot())) {
            return suppress(SuppressReason.CHANGED);
        }
        if (isTooLate(notice, decision)) {
            return suppress(SuppressReason.OVERTAKEN);
        }
        AudienceReader.People people = audiences.read(List.of(decision), occasion.today());
        Pupil pupil = people.pupil(decision.pupil());
        if (pupil == null) {
            return suppress(SuppressReason.PUPIL_LEFT);
        }
        return people.of(decision).stream()
                .filter(member -> member.person().recipient().equals(notice.recipient()))
                .findFirst()
                .map(member -> complete(
                        candidate.get(),
                        notice,
                        addressing.verdict(
                                member.person(), notice, variables(decision, pupil, member, notice.language()))))
                .orElseGet(() -> suppress(SuppressReason.NOT_ENTITLED));
    }

    /** With what is asked, and what the e-mail carries. */
    private Verdict complete(T candidate, Notice notice, Verdict verdict) {
        if (!(verdict instanceof Verdict.Send send)) {
            return verdict;
        }
        Verdict.Send asking = send.asking(rule.asks(candidate).orElse(null));
        return notice.channel().equals(Channel.EMAIL) ? asking.enclosing(rule.enclosures(candidate, notice)) : asking;
    }

    @Override
    public Optional<Question> question(Notice notice) {
        String at = notice.variables().get(AT);
        Optional<T> candidate =
                at == null ? Optional.empty() : rule.asked(notice.subject().id());
        Optional<NoticeAnswer.Type> asks = candidate.flatMap(rule::asks);
        if (asks.isEmpty()) {
            return Optional.empty();
        }
        Instant now = time.instant();
        Occasion occasion =
                Occasion.planning(Instant.parse(at), now, school.zone()).sendingAt(now);
        Decision decision = rule.decide(candidate.get(), occasion);
        Pupil pupil = audiences.read(List.of(decision), occasion.today()).pupil(decision.pupil());
        if (pupil == null) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        decision.variables().forEach((name, value) -> values.put(name, value.apply(notice.language())));
        values.keySet().removeAll(AnswerLinks.none().keySet());
        values.putAll(about(pupil));
        return Optional.of(new Question(asks.get(), pupil.id(), values));
    }

    @Override
    public boolean accepted(Tx tx, NoticeAnswer answer) {
        return rule.accepted(tx, answer);
    }

    @Override
    public void fellBack(Tx tx, Notice failed, Notice next) {
        fellBack(ledger, tx, failed, next);
    }

    /** Notes in the ledger that a further channel takes the place of one that has failed. */
    static void fellBack(ReminderStore ledger, Tx tx, Notice failed, Notice next) {
        ledger.save(
                tx,
                ledger.about(failed.kind(), List.of(failed.subject()), null).stream()
                        .filter(entry -> failed.id().equals(entry.notice()))
                        .map(entry -> entry.by(next))
                        .toList());
    }

    /** Whether the person was notified for an occasion after which this one comes too late. */
    private boolean isTooLate(Notice notice, Decision decision) {
        Predicate<String> notAfter = decision.notAfter();
        return notAfter != null
                && ledger.about(kind(), List.of(notice.subject()), null).stream()
                        .anyMatch(entry -> notice.recipient().equals(entry.recipient())
                                && entry.mayHaveArrived()
                                && notAfter.test(entry.slot()));
    }

    private static Verdict suppress(SuppressReason reason) {
        return new Verdict.Suppress(reason.name());
    }

    private Map<String, String> variables(
            Decision decision, Pupil pupil, AudienceReader.Member member, Locale language) {
        Map<String, String> values = new HashMap<>();
        decision.variables().forEach((name, value) -> values.put(name, value.apply(language)));
        values.put("name", member.name());
        address(values, member.as());
        PromotionId promotion = pupil.promotion();
        values.put(PrintLetters.PROMOTION, promotion == null ? "" : promotion.value());
        values.put(PrintLetters.ADDRESS, String.join("\n", member.address()));
        values.putAll(about(pupil));
        return values;
    }

    private Map<String, String> about(Pupil pupil) {
        return Map.of(
                "school", school.name(),
                "pupil", pupil.name().full(),
                "given_name", pupil.name().givenOrFull());
    }

    private static void address(Map<String, String> values, Audience as) {
        values.put("to_pupil", as == Audience.PUPIL ? "1" : "");
        values.put("to_guardian", as == Audience.GUARDIANS ? "1" : "");
        values.put("to_staff", as == Audience.STAFF ? "1" : "");
        values.put(JOINT, "");
        values.put(JOINT_MAIL, "");
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> values = new HashMap<>(rule.sample(language));
        values.put("school", school.name());
        values.put("name", SampleWords.name(language));
        address(values, Audience.GUARDIANS);
        values.put("pupil", SampleWords.name(language));
        values.put("given_name", SampleWords.given(language));
        return values;
    }
}
