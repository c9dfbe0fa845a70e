package dev.cartable.task.port;

import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.WorkStores;

/** The stores of tasks over one resource. Each call returns the same store. Safe for use by several threads. */
public interface TaskStores extends WorkStores {
    /** Which slots are settled. */
    OccurrenceStore occurrences();

    /** The answers to requests that came with a key. */
    KeyedAnswers keyedAnswers();
}
