package dev.cartable.reminder;

import dev.cartable.notice.model.Kind;
import java.util.List;

/** The kinds of Cartable's own reminders. */
public final class ReminderKinds {
    /** A study session today. */
    public static final Kind SESSION = Kind.of("reminder.session");

    /** A study session tomorrow. */
    public static final Kind EVE = Kind.of("reminder.eve");

    /** A study session that was moved or cancelled after people were reminded of it. */
    public static final Kind SESSION_CHANGE = Kind.of("reminder.session-change");

    /** A pupil who has not used the learning application for some school days. */
    public static final Kind INACTIVITY = Kind.of("reminder.inactivity");

    /** A pupil's week, and the goals of the next. */
    public static final Kind WEEKLY = Kind.of("reminder.weekly");

    /** An instalment that is overdue. */
    public static final Kind PAYMENT = Kind.of("reminder.payment");

    /** An absence or a late arrival. */
    public static final Kind ABSENCE = Kind.of("reminder.absence");

    /** An absence that has changed, or was withdrawn, after people were notified of it. */
    public static final Kind CORRECTION = Kind.of("reminder.correction");

    /** A pupil who has been absent too often. */
    public static final Kind THRESHOLD = Kind.of("reminder.threshold");

    /** A message from a parent to their own child. */
    public static final Kind MANUAL = Kind.of("reminder.manual");

    /** To staff: so many absences were recorded that they are held. */
    public static final Kind BRAKE = Kind.of("reminder.brake");

    /** The kinds of Cartable's own rules, in the order of their names. A school without their data has no such rules. */
    static final List<Kind> RULES =
            List.of(ABSENCE, CORRECTION, EVE, INACTIVITY, PAYMENT, SESSION, SESSION_CHANGE, THRESHOLD, WEEKLY);

    private ReminderKinds() {}
}
