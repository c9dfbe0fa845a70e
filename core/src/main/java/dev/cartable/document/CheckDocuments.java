package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the files in the vault with the documents that were made. Changes nothing. Safe for use by several threads. */
public final class CheckDocuments {
    private final DocumentParts parts;

    CheckDocuments(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * What was found.
     *
     * @param documents how many documents were made
     * @param missing documents whose file is not in the vault; put it back from a backup
     * @param damaged documents whose file has other bytes than it was stored with, or cannot be read; put it back from a backup
     * @param orphans the SHA-256 of files that belong to no document: a crash has left them, a run is under way, or the vault is
     *     another database's. The next run of {@link GenerateReportCards} deletes them, unless no file belongs to a document
     */
    public record Report(
            long documents, List<StoredDocument> missing, List<StoredDocument> damaged, List<String> orphans) {
        public Report {
            missing = List.copyOf(missing);
            damaged = List.copyOf(damaged);
            orphans = List.copyOf(orphans);
        }

        /** Whether each document can be read. */
        public boolean isComplete() {
            return missing.isEmpty() && damaged.isEmpty();
        }
    }

    Report check(boolean contents) {
        DocumentVault vault = parts.documentVault();
        Set<String> files = files(vault);
        Set<String> orphans = new HashSet<>(files);
        List<StoredDocument> missing = new ArrayList<>();
        List<StoredDocument> damaged = new ArrayList<>();
        Map<String, Boolean> known = new HashMap<>();
        long documents = 0;
        try (Stream<StoredDocument> all = parts.documentStores().documents().all()) {
            for (StoredDocument document : (Iterable<StoredDocument>) all::iterator) {
                documents++;
                String file = document.sha256();
                orphans.remove(file);
                if (!files.contains(file)) {
                    missing.add(document);
                } else if (contents && !known.computeIfAbsent(file, one -> isWhole(vault, one))) {
                    damaged.add(document);
                }
            }
        }
        return new Report(documents, missing, damaged, orphans.stream().sorted().toList());
    }

    private static Set<String> files(DocumentVault vault) {
        try {
            return Set.copyOf(vault.list());
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the vault cannot be listed", e);
        }
    }

    private static boolean isWhole(DocumentVault vault, String file) {
        try {
            Optional<byte[]> bytes = vault.find(file);
            return bytes.isPresent()
                    && HexFormat.of().formatHex(Sha256.of(bytes.get())).equals(file);
        } catch (IOException e) {
            return false;
        }
    }
}
