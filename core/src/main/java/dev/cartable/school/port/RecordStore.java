package dev.cartable.school.port;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;

/**
 * Where imported records are kept, when Cartable and not the host owns the relations. Each method that saves inserts, or overwrites
 * what has the same id, and returns how many records it has inserted or changed: one that is stored as it is given is not written.
 * Of records with the same id, the last counts.
 */
public interface RecordStore extends RecordStoreReader {
    int saveStudySessions(Tx tx, Collection<StudySession> sessions);

    /** Saves only the sessions whose id is not there yet. */
    int addStudySessions(Tx tx, Collection<StudySession> sessions);

    /**
     * Removes those of these sessions that were {@linkplain StudySession#programmed() programmed} and that nobody has changed since.
     * Returns how many there were.
     */
    int withdrawStudySessions(Tx tx, Collection<String> ids);

    int saveWeeklyPlans(Tx tx, Collection<WeeklyPlan> plans);

    /** Saves subscriptions, one for each pupil. */
    int saveSubscriptions(Tx tx, Collection<Subscription> subscriptions);

    /**
     * Saves invoices with all their instalments; those that an invoice has no longer are removed. Payments are not looked at: those
     * that are stored stay.
     */
    int saveInvoices(Tx tx, Collection<Invoice> invoices);

    /** Saves payments of invoices that are stored, and leaves their other payments as they are. The currency is not looked at. */
    int savePayments(Tx tx, Collection<ReceivedPayment> payments);

    /** Saves absences. One with another {@linkplain Absence#statement() statement} than before has no {@link #acceptedExcuses} any more. */
    int saveAbsences(Tx tx, Collection<Absence> absences);

    /**
     * Marks an absence as excused on a day, unless it is excused since another, and gives it a reason in place of the one that it has: the
     * school has accepted it from a person and not from its own records, which {@link #acceptedExcuses} says from then on.
     *
     * @return whether there is such an absence
     */
    boolean excuseAbsence(Tx tx, String id, LocalDate on, String reason);

    /** Removes absences that were withdrawn. Returns how many there were. */
    int removeAbsences(Tx tx, Collection<String> ids);

    /** Saves periods; one is the same if it has the same type, name and first day. */
    int saveCalendar(Tx tx, Collection<CalendarPeriod> periods);

    /** Removes the periods of the same type, name and first day. Returns how many there were. */
    int removeCalendar(Tx tx, Collection<CalendarPeriod> periods);

    /** Saves grades, each of which has a promotion. */
    int saveGrades(Tx tx, Collection<Grade> grades);

    /** Removes grades that were withdrawn. Returns how many there were. */
    int removeGrades(Tx tx, Collection<String> ids);

    /** Saves subjects, one for each class, term and code. */
    int saveTaughtSubjects(Tx tx, Collection<TaughtSubject> subjects);

    /** Saves members, one for each pupil and term. */
    int saveClassMembers(Tx tx, Collection<ClassMember> members);

    /** Saves appreciations, one for each pupil, term, type and subject. */
    int saveAppreciations(Tx tx, Collection<Appreciation> appreciations);

    /** Saves release times, one for each class and term. */
    int saveReleases(Tx tx, Collection<ReportRelease> releases);

    /** What is recorded. */
    enum Relation {
        STUDY_SESSION,
        WEEKLY_PLAN,
        SUBSCRIPTION,
        /** Invoices with their instalments and payments. */
        INVOICE,
        ABSENCE,
        CALENDAR_PERIOD,
        GRADE,
        TAUGHT_SUBJECT,
        CLASS_MEMBER,
        APPRECIATION,
        REPORT_RELEASE
    }
}
