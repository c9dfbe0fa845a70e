package dev.cartable.school.port;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.work.Tx;
import java.util.Collection;

/**
 * Where imported records are kept, when Cartable and not the host owns the relations. Each method inserts, or overwrites what has
 * the same id, and says how many rows it has changed.
 */
public interface RecordStore extends RecordStoreReader {
    /** Saves sessions. */
    int saveStudySessions(Tx tx, Collection<StudySession> sessions);

    /** Saves only the sessions whose id is not there yet. */
    int addStudySessions(Tx tx, Collection<StudySession> sessions);

    int saveWeeklyPlans(Tx tx, Collection<WeeklyPlan> plans);

    int saveSubscriptions(Tx tx, Collection<Subscription> subscriptions);

    /** Saves invoices with all their instalments and payments; those that an invoice has no longer are removed. */
    int saveInvoices(Tx tx, Collection<Invoice> invoices);

    int saveAbsences(Tx tx, Collection<Absence> absences);

    /** Saves periods; one is the same if it has the same type, name and first day. */
    int saveCalendar(Tx tx, Collection<CalendarPeriod> periods);

    /** What is recorded. */
    enum Relation {
        STUDY_SESSION,
        WEEKLY_PLAN,
        SUBSCRIPTION,
        INVOICE,
        ABSENCE,
        CALENDAR_PERIOD
    }
}
