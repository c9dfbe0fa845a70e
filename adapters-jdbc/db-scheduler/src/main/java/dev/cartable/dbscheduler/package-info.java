/** The engine for several nodes: tasks over db-scheduler. Hosts use {@link dev.cartable.dbscheduler.DbScheduler}. */
@NullMarked
package dev.cartable.dbscheduler;

import org.jspecify.annotations.NullMarked;
