/** Schedules, slots and occurrences of tasks, and the rules that decide what is due. */
@NullMarked
package dev.cartable.task.model;

import org.jspecify.annotations.NullMarked;
