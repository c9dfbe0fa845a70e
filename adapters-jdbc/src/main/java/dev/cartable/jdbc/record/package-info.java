/** What a school records from day to day: absences, invoices, study sessions, weekly plans, subscriptions and the calendar. */
@NullMarked
package dev.cartable.jdbc.record;

import org.jspecify.annotations.NullMarked;
