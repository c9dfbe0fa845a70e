package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions that wait for the commit of one transaction: what an implementation of {@link Tx} keeps, and what its
 * {@link UnitOfWork} runs after the commit or drops with the transaction. Used by one thread.
 */
public final class CommitActions {
    private static final Logger LOG = LoggerFactory.getLogger(CommitActions.class);

    private final List<Runnable> actions = new ArrayList<>();

    /** None yet. */
    public CommitActions() {}

    /** Adds an action; see {@link Tx#afterCommit}. */
    public void add(Runnable action) {
        actions.add(requireNonNull(action, "action"));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    /**
     * Runs the actions in the order in which they were added. One that fails is logged, without its message, which may hold a
     * person's data; the next ones run, and nothing is thrown, since the transaction is committed.
     */
    public void run() {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "An action after a commit failed with {}. The transaction stays committed",
                        e.getClass().getName());
            }
        }
    }
}
