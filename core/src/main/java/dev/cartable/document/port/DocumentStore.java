package dev.cartable.document.port;

import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/**
 * Which documents were made. A pupil has one document of a kind, a term and a revision at most. When a pupil is erased, the codes of the
 * documents about them stay as withdrawn ones. Safe for use by several threads and
 * nodes.
 */
public interface DocumentStore extends DocumentStoreReader {
    /**
     * Adds documents whose pupil, kind, term and revision are free, and marks the revision before each of them as replaced by it. The
     * others change nothing.
     *
     * @return those that were added
     */
    Set<DocumentId> add(Tx tx, Collection<StoredDocument> documents);
}
