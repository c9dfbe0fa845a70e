package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.work.internal.Sha256;
import dev.cartable.work.internal.TimeOrderedIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders documents of one sort, and puts their files into the vault. Writes no row. */
final class DocumentMaker<T extends Record> {
    private static final String CODE = "document.code";

    private final DocumentParts parts;
    private final DocumentType<T> type;

    DocumentMaker(DocumentParts parts, DocumentType<T> type) {
        this.parts = requireNonNull(parts, "parts");
        this.type = requireNonNull(type, "type");
    }

    /**
     * A document that was made.
     *
     * @param bytes its file, which is in no vault yet
     */
    @SuppressWarnings("ArrayRecordComponent") // of one method's caller, and never compared
    record Made(StoredDocument document, byte[] bytes) {}

    /** Makes a document, and puts its file into the vault. */
    StoredDocument stored(T shown, int revision, String contents) {
        Made made = make(shown, revision, contents);
        put(made);
        return made.document();
    }

    /** Makes a document. */
    Made make(T shown, int revision, String contents) {
        DocumentKey key = type.key(shown);
        DocumentCode code = code(key, revision, contents);
        byte[] bytes = render(shown, code);
        return new Made(
                new StoredDocument(
                        new DocumentId(TimeOrderedIds.next(parts.time().instant())),
                        type.facts(shown),
                        revision,
                        sha256(bytes),
                        contents,
                        code,
                        parts.time().instant().truncatedTo(ChronoUnit.MILLIS),
                        null),
                bytes);
    }

    /** Puts the file of a document into the vault. */
    void put(Made made) {
        try {
            parts.documentVault().put(made.document().sha256(), made.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a document about pupil " + made.document().pupil() + " cannot be stored: " + e.getMessage(), e);
        }
    }

    /** Makes the file of a document again, and puts it back if it has the same bytes; empty if it has not. */
    Optional<Made> remake(StoredDocument document, T shown) {
        Made again = new Made(document, render(shown, document.code()));
        if (!sha256(again.bytes()).equals(document.sha256())) {
            return Optional.empty();
        }
        put(again);
        return Optional.of(again);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }

    /** The same for the same contents of the same revision, so that a run after a crash makes the same file. */
    private @Nullable DocumentCode code(DocumentKey key, int revision, String contents) {
        List<String> of = new ArrayList<>(List.of(key.kind().name(), key.pupil().value()));
        if (key.term() == null) {
            Stream.of(key.invoice(), key.payment(), key.payer()).forEach(of::add);
        } else {
            Stream.of(key.term().year(), key.term().name()).forEach(of::add);
        }
        of.add(String.valueOf(revision));
        of.add(contents);
        return parts.hostKey()
                .map(host -> DocumentCode.of(host.derive(CODE, of.toArray(String[]::new))))
                .orElse(null);
    }

    private byte[] render(T shown, @Nullable DocumentCode code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            type.render(shown, code, bytes);
        } catch (IOException | RuntimeException e) {
            throw new CannotRender(e);
        }
        return bytes.toByteArray();
    }

    /** One document cannot be rendered, which says nothing about the others. */
    static final class CannotRender extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotRender(Exception cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
