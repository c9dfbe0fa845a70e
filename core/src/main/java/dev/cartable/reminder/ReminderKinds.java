package dev.cartable.reminder;

import dev.cartable.notice.model.Kind;

/** The kinds of Cartable's own reminders. */
public final class ReminderKinds {
    /** A study session today. */
    public static final Kind SESSION = Kind.of("reminder.session");

    /** A study session tomorrow. */
    public static final Kind EVE = Kind.of("reminder.eve");

    private ReminderKinds() {}
}
