package dev.cartable.work;

/**
 * A port: who acts on the calling thread, and from where. It is asked when something is written to the audit trail, inside the
 * transaction; so it reads no database and does not wait. Safe for use by several threads.
 */
@FunctionalInterface
public interface CurrentActor {
    /** The application itself, whoever uses it. */
    CurrentActor APPLICATION = Actor::application;

    /** Who acts now. */
    Actor current();
}
