package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.DocumentMaker.CannotRender;
import dev.cartable.document.DocumentMaker.Made;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives one document as it is now: what is stored and still true, or else another revision, which it makes and stores. The row is written
 * first and then the file, so that no run takes the file for one without a document; where a crash comes between, the next call or run
 * makes the file again. Safe for use by several threads and nodes.
 */
final class DocumentProvider<T extends Record> {
    private static final int ATTEMPTS = 3;

    private final DocumentParts parts;
    private final DocumentType<T> type;
    private final DocumentMaker<T> maker;

    DocumentProvider(DocumentParts parts, DocumentType<T> type) {
        this.parts = requireNonNull(parts, "parts");
        this.type = requireNonNull(type, "type");
        this.maker = new DocumentMaker<>(parts, type);
    }

    /**
     * The document with its file; empty if the person whom it is about was erased meanwhile.
     *
     * @throws DocumentException of the code {@code DOCUMENT_NOT_MADE} if it cannot be rendered or stored
     */
    Optional<Made> provide(T shown) {
        DocumentKey key = type.key(shown);
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                StoredDocument stored = latest(key);
                Made current = stored == null ? null : current(stored, shown);
                if (current != null) {
                    return Optional.of(current);
                }
                int revision = stored == null ? 1 : stored.revision() + 1;
                Made made = maker.make(type.withRevision(shown, revision), revision, type.contents(shown));
                if (isAdded(made.document())) {
                    return stored(made);
                }
            }
            throw new IllegalStateException("other contents were stored meanwhile, " + ATTEMPTS + " times");
        } catch (CannotRender | IllegalStateException | UncheckedIOException e) {
            throw new DocumentException(
                    "DOCUMENT_NOT_MADE",
                    Map.of("invoice", key.invoice(), "kind", key.kind().name()),
                    "the " + key.kind() + " of invoice " + key.invoice() + " cannot be made: " + e.getMessage(),
                    e);
        }
    }

    private @Nullable StoredDocument latest(DocumentKey key) {
        return parts.documentStores().documents().latest(List.of(key)).get(key);
    }

    /** The stored document, if it shows the same and its file is there or can be made again; null otherwise. */
    private @Nullable Made current(StoredDocument stored, T shown) {
        if (!stored.contentDigest().equals(type.contents(shown))) {
            return null;
        }
        try {
            return parts.documentVault()
                    .find(stored.sha256())
                    .filter(bytes -> DocumentMaker.sha256(bytes).equals(stored.sha256()))
                    .map(bytes -> new Made(stored, bytes))
                    .or(() -> maker.remake(stored, type.withRevision(shown, stored.revision())))
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("document " + stored.id() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Not if another call was faster. */
    private boolean isAdded(StoredDocument document) {
        DocumentStore store = parts.documentStores().documents();
        Set<DocumentId> added = parts.transactions().<Set<DocumentId>>call(tx -> store.add(tx, List.of(document)));
        return added.contains(document.id());
    }

    private Optional<Made> stored(Made made) {
        maker.put(made);
        StoredDocument document = made.document();
        if (parts.documentStores().documents().find(document.id()).isPresent()) {
            return Optional.of(made);
        }
        try {
            parts.documentVault().delete(document.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file " + document.sha256() + " cannot be deleted: " + e.getMessage(), e);
        }
        return Optional.empty();
    }
}
