package dev.cartable.work;

/**
 * A transaction under way, as the proof that one is: writing methods of ports take it first. It belongs to the
 * {@link UnitOfWork} that made it, is used by one thread, and is worthless once the work has returned. A store refuses a
 * {@code Tx} that is not of its own resource.
 */
public interface Tx {}
