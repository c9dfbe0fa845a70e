package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.internal.SchoolParts;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStores;

/**
 * Cartable's own relations of what a school records from day to day, for hosts that define no views over their tables. Import the
 * roster first: a record of a pupil who is not on it, or was erased at their wish, cannot be used. Safe for use by several threads.
 */
public final class Records {
    private final SchoolParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Records(SchoolParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Imports absences and late arrivals. */
    public ImportRecords<Absence> importAbsences() {
        return importing(RecordRelation.absences(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /**
     * Imports invoices with their instalments, lines and payers. The payments that are stored stay, whatever the source says of them, and so do
     * the payers of an invoice that comes without any. A payer keeps the number in whichever order they come: guardians are recognised by their
     * ids, others by their names.
     */
    public ImportRecords<Invoice> importInvoices() {
        return importing(RecordRelation.invoices(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports payments of invoices that were imported before. */
    public ImportRecords<ReceivedPayment> importPayments() {
        return importing(new RecordRelation.OfPayments(parts.recordStores()));
    }

    /** Imports study sessions. */
    public ImportRecords<StudySession> importStudySessions() {
        return importing(RecordRelation.studySessions(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports weekly plans, from which study sessions are programmed. */
    public ImportRecords<WeeklyPlan> importWeeklyPlans() {
        return importing(RecordRelation.weeklyPlans(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports subscriptions, with the last activity of each pupil. */
    public ImportRecords<Subscription> importSubscriptions() {
        return importing(RecordRelation.subscriptions(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /**
     * Imports years, terms and holidays. A source is complete for the types of period that it has, from its first day to its last:
     * stored periods of these types that overlap this time, and that it does not have, are removed, unless a row of it has an error.
     */
    public ImportRecords<CalendarPeriod> importCalendar() {
        return importing(new RecordRelation.OfCalendar(parts.recordStores()));
    }

    /** Imports grades. One whose class the source does not say is of the class that its pupil is in when it is imported first. */
    public ImportRecords<Grade> importGrades() {
        return importing(RecordRelation.grades(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports the subjects of classes with their coefficients. */
    public ImportRecords<TaughtSubject> importTaughtSubjects() {
        return importing(RecordRelation.taughtSubjects(parts.recordStores()));
    }

    /** Imports who is in which class. */
    public ImportRecords<ClassMember> importClassMembers() {
        return importing(RecordRelation.classMembers(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports what the school writes about its pupils. */
    public ImportRecords<Appreciation> importAppreciations() {
        return importing(RecordRelation.appreciations(parts.recordStores(), parts.roster(), parts.erasedPeople()));
    }

    /** Imports from when on families may see the grades of a class's term. */
    public ImportRecords<ReportRelease> importReleases() {
        return importing(RecordRelation.releases(parts.recordStores()));
    }

    /** The school's calendar, as it is stored: files of grades may leave out terms and years that it names. */
    public SchoolCalendar calendar() {
        return parts.recordStores().calendar().calendar();
    }

    private <T> ImportRecords<T> importing(RecordRelation<T> relation) {
        RecordStores stores = parts.recordStores();
        return new ImportRecords<>(parts.transactions(), stores.leases(), stores.recordStore(), relation);
    }
}
