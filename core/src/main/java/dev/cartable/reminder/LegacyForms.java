package dev.cartable.reminder;

import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A rule that finds what a reminder of an older system was about, though the older system names it in other words. */
interface LegacyForms {
    /**
     * Reads what these reminders are about, once for all of them.
     *
     * @return for one of them, the reminders of this rule that it stands for, each with the pupil, id, revision and slot that the rule
     *     gives it now, and without a revision if the rule has none; empty if the rule knows nothing of that id. It throws a
     *     {@link RuntimeException} if the slot cannot be read
     */
    Function<LegacyReminder, List<LegacyReminder>> legacy(Collection<LegacyReminder> reminders);
}
