package dev.cartable.work;

/**
 * A transaction under way, as the proof that one is: writing methods of ports take it first. It belongs to the
 * {@link UnitOfWork} that made it, is used by one thread, and is worthless once the work has returned. A store refuses a
 * {@code Tx} that is not of its own resource.
 */
public interface Tx {
    /**
     * Runs an action after the commit of this transaction, on the thread that commits. Several run in the order in which they were
     * added. It never runs after a rollback, and what an undone attempt of a repeated transaction has added does not run either.
     *
     * <p>In a transaction of the host, the action runs after the host's commit. Where the implementation cannot know when the host
     * commits, the action never runs; so it does only what something else does later anyway, such as waking a thread.
     *
     * <p>The action does not wait, and does not use the stores: the committing thread may still hold its connection. An exception of
     * it is logged; it changes nothing for the committed transaction and its caller.
     *
     * @throws IllegalStateException if the transaction has ended, or is another thread's
     */
    void afterCommit(Runnable action);
}
