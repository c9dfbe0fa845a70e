package dev.cartable.document.port;

import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/**
 * Which documents were made. There is one document of a key and a revision at most. When a person is erased, the documents about them
 * alone are deleted, and their codes stay as withdrawn ones; a document for another person who pays stays without the pupil's name. Safe for use by several threads and nodes.
 */
public interface DocumentStore extends DocumentStoreReader {
    /**
     * Adds documents whose key and revision are free, and marks the revision before each of them as replaced by it. The others change
     * nothing.
     *
     * @return those that were added
     */
    Set<DocumentId> add(Tx tx, Collection<StoredDocument> documents);
}
