package dev.cartable.document.internal;

import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.school.model.PupilId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes the files of documents about a pupil, as long as their rows are there. Safe for use by several threads. */
public final class DocumentErasure {
    private DocumentErasure() {}

    /**
     * Deletes all files about a pupil that no document about another pupil is stored in, too, and those that no document is stored in.
     * Doing so again does nothing.
     */
    public static void delete(DocumentStore store, DocumentVault vault, PupilId pupil) {
        try {
            // Before the pupil's own, since their rows say that the vault belongs to this database.
            OrphanFiles.delete(store, vault, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "files without a document, which may be about pupil " + pupil + ", cannot be deleted", e);
        }
        List<String> files =
                store.of(pupil).stream().map(StoredDocument::sha256).distinct().toList();
        Set<String> own = new HashSet<>(files);
        own.removeAll(store.sharedWithOthers(pupil, files));
        for (String file : own) {
            try {
                vault.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("a document about pupil " + pupil + " cannot be deleted: " + file, e);
            }
        }
    }
}
