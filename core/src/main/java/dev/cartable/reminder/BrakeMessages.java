package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.AudienceReader.Member;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Hold;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The type of the messages that alarm staff of a held run: the supervisors of the promotion whose pupils are recorded as absent, or
 * all supervisors if it has none. One is sent as long as the run is held, and says how many are absent by then. Safe for use by several threads.
 */
final class BrakeMessages implements NoticeType {
    private static final Set<Channel> CHANNELS = Set.of(Channel.EMAIL, Channel.IN_APP);

    private final ReminderParts parts;
    private final AudienceReader audiences;
    private final HoldCounter counter;

    BrakeMessages(ReminderParts parts, AudienceReader audiences) {
        this.parts = requireNonNull(parts, "parts");
        this.audiences = requireNonNull(audiences, "audiences");
        this.counter = new HoldCounter(parts);
    }

    /** The messages of a hold's last alarm. */
    List<Notice> about(Hold hold) {
        Set<Channel> channels = new HashSet<>(CHANNELS);
        channels.retainAll(parts.channels());
        Notice.Draft draft = Notice.draft(kind(), new Subject("run", hold.run()), hold.alarmedAt())
                .slot(hold.alarmedAt().toString());
        return staff(hold).values().stream()
                .map(member -> parts.addressing().orElse(member.person(), kind(), channels))
                .filter(Addressing.Addressed.class::isInstance)
                .map(Addressing.Addressed.class::cast)
                .flatMap(to -> to.notices(draft).stream())
                .toList();
    }

    private Map<Recipient, Member> staff(Hold hold) {
        Map<PromotionId, List<Member>> all = audiences.staff();
        List<Member> theirs = hold.promotion() == null ? List.of() : all.getOrDefault(hold.promotion(), List.of());
        Map<Recipient, Member> staff = new LinkedHashMap<>();
        (theirs.isEmpty() ? all.values() : List.of(theirs))
                .forEach(members ->
                        members.forEach(member -> staff.put(member.person().recipient(), member)));
        return staff;
    }

    @Override
    public Kind kind() {
        return ReminderKinds.BRAKE;
    }

    @Override
    public Category category() {
        return Category.OPERATIONS;
    }

    @Override
    public Set<String> variables() {
        return sample(Locale.ROOT).keySet();
    }

    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public Verdict check(Notice notice) {
        Hold hold = parts.reminderStores()
                .reminders()
                .hold(notice.subject().id())
                .filter(one -> one.state() == Hold.State.OPEN)
                .orElse(null);
        if (hold == null) {
            return new Verdict.Suppress(SuppressReason.NO_LONGER_TRUE.name());
        }
        Member member = staff(hold).get(notice.recipient());
        return member == null
                ? new Verdict.Suppress(SuppressReason.NOT_ENTITLED.name())
                : parts.addressing()
                        .verdict(member.person(), notice, variables(hold, counter.now(hold), member, notice));
    }

    private Map<String, String> variables(Hold hold, HoldCounter.Count now, Member member, Notice notice) {
        Map<String, String> values = new HashMap<>();
        values.put("school", parts.school().name());
        values.put("name", member.name());
        values.put("run", hold.run());
        values.put("promotion", promotion(hold));
        values.put("day", Phrases.date(hold.absentOn(), notice.language()));
        values.put("absent", Long.toString(now.absent()));
        values.put("enrolled", Long.toString(hold.enrolled()));
        values.put("percent", Long.toString(hold.counted(now.absent()).percent()));
        values.put("notified", now.notified() == 0 ? "" : Long.toString(now.notified()));
        return values;
    }

    private String promotion(Hold hold) {
        PromotionId id = hold.promotion();
        if (id == null) {
            return "";
        }
        Promotion promotion = parts.users().promotions(List.of(id)).get(id);
        return promotion == null ? id.value() : promotion.name();
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "school", parts.school().name(),
                "name", SampleWords.of(language, "prenom.nom", "first.last"),
                "notified", "2",
                "run", "absence-2026-03-03",
                "promotion", "CM2",
                "day", SampleWords.day(language, 0),
                "absent", "12",
                "enrolled", "25",
                "percent", "48");
    }
}
