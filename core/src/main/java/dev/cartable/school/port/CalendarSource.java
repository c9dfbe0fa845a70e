package dev.cartable.school.port;

import dev.cartable.school.model.SchoolCalendar;

/** Where the school's calendar comes from. Safe for use by several threads. */
@FunctionalInterface
public interface CalendarSource {
    /** The calendar as it is now. */
    SchoolCalendar calendar();
}
