/** Seeded violations, at least one for each rule; {@code ArchitectureTest} asserts that every one is reported. */
@NullMarked
package dev.cartable.architecture.canary;

import org.jspecify.annotations.NullMarked;
