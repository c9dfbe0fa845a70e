/** Schedules, slots and occurrences of tasks. */
@NullMarked
package dev.cartable.task.model;

import org.jspecify.annotations.NullMarked;
