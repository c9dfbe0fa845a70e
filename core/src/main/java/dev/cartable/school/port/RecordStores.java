package dev.cartable.school.port;

import dev.cartable.work.WorkStores;

/**
 * What a school records from day to day: study sessions, subscriptions, invoices, absences, grades, and its calendar. Each call returns the
 * same store. What the host keeps elsewhere is given to the builder on its own.
 */
public interface RecordStores extends WorkStores {
    StudySessions studySessions();

    WeeklyPlans weeklyPlans();

    Subscriptions subscriptions();

    Invoices invoices();

    Absences absences();

    CalendarSource calendar();

    Grades grades();

    RecordStore recordStore();
}
