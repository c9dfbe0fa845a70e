/** The commands of tasks: {@code tick} and {@code tasks}. */
@NullMarked
package dev.cartable.cli.task;

import org.jspecify.annotations.NullMarked;
