package dev.cartable.document.internal;

import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes the files of documents about a person, as long as their rows are there. Safe for use by several threads. */
public final class DocumentErasure {
    private DocumentErasure() {}

    /**
     * Deletes all files about a pupil that no other document is stored in, too, and those that no document is stored in. Invoices and
     * receipts for a named payer stay, since they are that person's. Doing so again does nothing.
     */
    public static void delete(DocumentStore store, DocumentVault vault, PupilId pupil) {
        delete(
                store,
                vault,
                "pupil " + pupil,
                store.of(pupil).stream()
                        .filter(document -> document.key().payer().isEmpty())
                        .toList());
    }

    /** As {@link #delete(DocumentStore, DocumentVault, PupilId)}, of the invoices and receipts whose payer is a guardian. */
    public static void delete(DocumentStore store, DocumentVault vault, GuardianId payer) {
        delete(store, vault, "guardian " + payer, store.of(payer));
    }

    private static void delete(
            DocumentStore store, DocumentVault vault, String person, List<StoredDocument> documents) {
        try {
            // Before the person's own, since their rows say that the vault belongs to this database.
            OrphanFiles.delete(store, vault, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "files without a document, which may be about " + person + ", cannot be deleted", e);
        }
        Set<DocumentId> ids = documents.stream().map(StoredDocument::id).collect(Collectors.toSet());
        Set<String> own = documents.stream().map(StoredDocument::sha256).collect(Collectors.toCollection(HashSet::new));
        own.removeAll(store.sharedWithOthers(ids, List.copyOf(own)));
        for (String file : own) {
            try {
                vault.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("a document about " + person + " cannot be deleted: " + file, e);
            }
        }
    }
}
