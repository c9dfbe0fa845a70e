package dev.cartable.reminder.internal;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.Entitlements;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.Supervisors;
import dev.cartable.school.port.Users;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.work.UnitOfWork;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What {@link dev.cartable.reminder.Reminders} is made of. A part that the host has not given is named when it is asked for. */
public interface ReminderParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    ReminderStores reminderStores();

    Roster roster();

    ErasedPeople erasedPeople();

    /** Who may see what is kept about which pupil. */
    Entitlements entitlements();

    /** The users of the network, of whom some supervise promotions. */
    Users users();

    /** Nobody where the host has no alerts. */
    Supervisors supervisors();

    Optional<StudySessions> studySessions();

    Optional<WeeklyPlans> weeklyPlans();

    Optional<Subscriptions> subscriptions();

    Optional<Invoices> invoices();

    /** What a mail to a person about an invoice carries; nothing where the school does not wish it. */
    Enclosures invoiceEnclosures(Invoice invoice, Recipient recipient);

    Optional<Absences> absences();

    /** Where the absences are kept, if Cartable and not the host has them; empty otherwise. */
    Optional<RecordStore> ownAbsences();

    /** The stores of messages. */
    NoticeStores noticeStores();

    /** By which links people answer notices. */
    AnswerLinks answerLinks();

    /** Where programmed sessions are kept. */
    RecordStore recordStore();

    CalendarSource calendarSource();

    /** The same, read at most once a minute. */
    CalendarSource cachedCalendar();

    ReminderSettings reminderSettings();

    /** The host's own rules. */
    List<ReminderRule<?>> hostRules();

    /** The last time of each rule at or before now, as its task is set; without those that are off. */
    Map<Kind, Instant> lastTimes(Collection<? extends ReminderRule<?>> rules);

    NoticeQueue noticeQueue();

    /** Decides where a person is notified. */
    Addressing addressing();

    /** Decides about the next candidates while the last ones are written; null if each call stays on its caller's thread. */
    @Nullable
    Executor readAhead();

    /** By which channels people are reminded: those that the host names, or those that have a courier. */
    Set<Channel> channels();

    School school();

    /** On which day the school's weeks begin. */
    DayOfWeek firstDayOfWeek();

    InstantSource time();
}
