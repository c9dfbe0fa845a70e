package dev.cartable.inmemory;

import dev.cartable.work.CommitActions;
import dev.cartable.work.Tx;
import java.util.ArrayDeque;
import java.util.Deque;

/** A transaction over in-memory stores: a list of what to undo, the last thing first. */
final class InMemoryTx implements Tx {
    private final InMemoryUnitOfWork unitOfWork;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final CommitActions onCommit = new CommitActions();
    private boolean broken;

    InMemoryTx(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    InMemoryUnitOfWork unitOfWork() {
        return unitOfWork;
    }

    @Override
    public void afterCommit(Runnable action) {
        unitOfWork.own(this);
        onCommit.add(action);
    }

    CommitActions onCommit() {
        return onCommit;
    }

    /** Notes how to undo a write that was just made. */
    void onRollback(Runnable action) {
        undo.push(action);
    }

    /** Part of the work has failed: the transaction can no longer be committed. */
    void breakUp() {
        broken = true;
    }

    void requireUnbroken() {
        if (broken) {
            throw new IllegalStateException("a part of this transaction has failed, so all of it was undone;"
                    + " nothing was written. Let the exception of the part pass");
        }
    }

    void rollBack() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
