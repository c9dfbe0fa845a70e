package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Recognises a document by the code printed on it. The person who has the document needs no account: the answer says no more than the
 * document itself, so that the two can be compared.
 *
 * <p>The length of the codes protects against guesses: of 2⁷⁵ codes, a school with 10,000 documents has 10,000, so that 1,000 guesses
 * a second find one in about 100 million years. A page that verifies codes may therefore be public. Safe for use by several threads.
 */
public final class VerifyDocument {
    private final DocumentParts parts;

    VerifyDocument(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** What a code says of the document. */
    public sealed interface Result {}

    /** The school made the document, and it is the current one. */
    public record Valid(StoredDocument document) implements Result {}

    /**
     * The school made the document, and has replaced it since.
     *
     * @param document the one that has the code
     * @param currentRevision the number of the last revision, of which nothing else is said: it may not be released yet
     */
    public record Replaced(StoredDocument document, int currentRevision) implements Result {}

    /** The school made the document, and has deleted what it kept about the person since. */
    public record Withdrawn(Instant at) implements Result {}

    /** The school has no document with this code. */
    public record Unknown() implements Result {}

    Result verify(DocumentCode code) {
        DocumentStore store = parts.documentStores().documents();
        Optional<StoredDocument> found = store.byCode(code);
        if (found.isEmpty()) {
            return store.withdrawn(code).<Result>map(Withdrawn::new).orElseGet(Unknown::new);
        }
        StoredDocument document = found.get();
        if (document.replacedBy() == null) {
            return new Valid(document);
        }
        StoredDocument current = store.latest(List.of(document.key())).getOrDefault(document.key(), document);
        return new Replaced(document, current.revision());
    }
}
