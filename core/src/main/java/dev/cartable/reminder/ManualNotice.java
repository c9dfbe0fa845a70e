package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The type of the messages that parents write to their children. One is sent on its day or the next, as long as the parent may be
 * notified about the child. Safe for use by several threads.
 */
final class ManualNotice implements NoticeType {
    static final String GUARDIAN = "guardian";
    static final String FROM = "from";
    static final String TEXT = "text";

    private final ReminderParts parts;

    ManualNotice(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    @Override
    public Kind kind() {
        return ReminderKinds.MANUAL;
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
    public boolean keepsWords() {
        return true;
    }

    @Override
    public Verdict check(Notice notice) {
        LocalDate today = parts.school().today(parts.time().instant());
        if (today.isAfter(LocalDate.parse(notice.slot()).plusDays(1))) {
            return new Verdict.Suppress(SuppressReason.OUTDATED.name());
        }
        GuardianId guardian = new GuardianId(notice.variables().getOrDefault(GUARDIAN, "-"));
        Family family =
                parts.roster().families(List.of(guardian)).stream().findFirst().orElse(null);
        Pupil child = RemindPupil.child(family, new PupilId(notice.subject().id()), today)
                .orElse(null);
        return child == null
                ? new Verdict.Suppress(SuppressReason.NOT_ENTITLED.name())
                : parts.addressing().verdict(RemindPupil.person(child, parts), notice, variables(child, notice));
    }

    @Override
    public void fellBack(Tx tx, Notice failed, Notice next) {
        ReminderNotice.fellBack(parts.reminderStores().reminders(), tx, failed, next);
    }

    private Map<String, String> variables(Pupil child, Notice notice) {
        return Map.of(
                "day", Phrases.date(LocalDate.parse(notice.slot()), notice.language()),
                "school", parts.school().name(),
                "name", child.name().full(),
                "pupil", child.name().full(),
                "given_name", child.name().givenOrFull());
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "school",
                parts.school().name(),
                "name",
                SampleWords.name(language),
                "pupil",
                SampleWords.name(language),
                "given_name",
                SampleWords.given(language),
                "day",
                SampleWords.day(language, 0),
                FROM,
                SampleWords.name(language),
                TEXT,
                SampleWords.of(
                        language, "Pense à ton contrôle de mathématiques.", "Remember your test in mathematics."));
    }
}
