package dev.cartable.document;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentKey;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How documents of one sort are made. Safe for use by several threads.
 *
 * @param <T> what a document shows
 */
interface DocumentType<T extends Record> {
    /** What a document is of. */
    DocumentKey key(T shown);

    T withRevision(T shown, int revision);

    /** The digest of all that it shows but its revision. */
    String contents(T shown);

    /** What is kept of it beside its file. */
    DocumentFacts facts(T shown);

    /** Writes the file, in the same bytes each time. */
    void render(T shown, @Nullable DocumentCode code, OutputStream out) throws IOException;
}
