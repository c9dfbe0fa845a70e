package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.NoticeType;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.port.ReminderRule;
import java.util.ArrayList;
import java.util.List;

/** Reminders and notices about what the school records. Safe for use by several threads. */
public final class Reminders {
    private final ReminderParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Reminders(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** The rules: Cartable's own, as far as the host gives their data, and the host's. */
    public List<ReminderRule<?>> rules() {
        List<ReminderRule<?>> rules = new ArrayList<>();
        parts.studySessions().ifPresent(sessions -> {
            rules.add(SessionRule.sameDay(sessions, parts.reminderSettings()));
            rules.add(SessionRule.eve(sessions, parts.reminderSettings()));
        });
        rules.addAll(parts.hostRules());
        return rules;
    }

    /** Finds what people are to be reminded of, and queues it. */
    public SendReminders send() {
        return new SendReminders(parts, rules(), audiences());
    }

    /** The kinds of notices about reminders. */
    public List<NoticeType> noticeTypes() {
        return rules().stream().<NoticeType>map(this::noticeType).toList();
    }

    private <T> ReminderNotice<T> noticeType(ReminderRule<T> rule) {
        return new ReminderNotice<>(rule, audiences(), parts.addressing(), parts.school(), parts.time());
    }

    private AudienceReader audiences() {
        return new AudienceReader(parts.roster(), parts.school());
    }
}
