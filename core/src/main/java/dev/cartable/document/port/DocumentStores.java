package dev.cartable.document.port;

import dev.cartable.work.WorkStores;

/** The stores of documents over one resource. Each call returns the same store. Safe for use by several threads. */
public interface DocumentStores extends WorkStores {
    /** Which documents were made. */
    DocumentStore documents();
}
