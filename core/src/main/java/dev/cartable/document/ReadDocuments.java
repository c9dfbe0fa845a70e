package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads documents that were made and stored. Pupils and guardians see report cards under the same rule as {@link ReadReportCards}. An
 * invoice, a credit note or a receipt for a payer is seen by that payer alone; one that names no payers, by the pupil and the guardians
 * who may see the pupil. What a viewer may not see is answered as what there is not. Safe for use by several threads.
 */
public final class ReadDocuments {
    private final DocumentParts parts;
    private final ReleaseRule release;
    private final PayerRule payers;

    ReadDocuments(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.release = new ReleaseRule(parts.entitlements(), parts.school());
        this.payers = new PayerRule(parts);
    }

    /** Those documents about a pupil that the viewer may see, by term, kind, invoice and revision; those that are replaced, too. */
    public List<StoredDocument> of(Viewer viewer, PupilId pupil) {
        return visible(viewer, parts.documentStores().documents().of(pupil));
    }

    /** The invoices, credit notes and receipts for a guardian who is their payer, by id, as far as the viewer may see them. */
    public List<StoredDocument> of(Viewer viewer, GuardianId payer) {
        return visible(viewer, parts.documentStores().documents().of(payer));
    }

    /** The document with this id; empty if there is none, or if the viewer may not see it. */
    public Optional<StoredDocument> find(Viewer viewer, DocumentId id) {
        return parts.documentStores()
                .documents()
                .find(id)
                .filter(document -> !visible(viewer, List.of(document)).isEmpty());
    }

    /** Those report cards of a term that the viewer may see, by pupil and revision; those that are replaced, too. */
    public List<StoredDocument> ofTerm(Viewer viewer, Term term) {
        try (var all = parts.documentStores().documents().of(term)) {
            return visible(viewer, all.toList());
        }
    }

    private List<StoredDocument> visible(Viewer viewer, List<StoredDocument> documents) {
        List<StoredDocument> cards =
                documents.stream().filter(ReadDocuments::isReportCard).toList();
        List<StoredDocument> bills =
                documents.stream().filter(document -> !isReportCard(document)).toList();
        Set<StoredDocument> visible = new HashSet<>(payers.visible(
                viewer,
                bills,
                document -> document.bill().orElseThrow(),
                parts.time().instant()));
        if (!cards.isEmpty()) {
            visible.addAll(
                    release.visible(viewer, cards, parts.grades(), parts.time().instant()));
        }
        return documents.stream().filter(visible::contains).toList();
    }

    private static boolean isReportCard(StoredDocument document) {
        return document.kind() == DocumentKind.REPORT_CARD;
    }

    /**
     * The file of a document.
     *
     * @throws DocumentException of the code {@code DOCUMENT_MISSING} if the viewer may not see it or its file is not in the vault, or
     *     {@code DOCUMENT_DAMAGED} if that has other bytes than it was stored with
     */
    public byte[] content(Viewer viewer, StoredDocument document) {
        String sha256 = document.sha256();
        Map<String, String> facts = Map.of("document", document.id().toString(), "sha256", sha256);
        if (!visible(viewer, List.of(document)).contains(document)) {
            throw missing(facts);
        }
        byte[] bytes;
        try {
            bytes = parts.documentVault().find(sha256).orElseThrow(() -> missing(facts));
        } catch (IOException e) {
            throw new DocumentException(
                    "DOCUMENT_UNREADABLE", facts, "the file of document " + document.id() + " cannot be read", e);
        }
        if (!HexFormat.of().formatHex(Sha256.of(bytes)).equals(sha256)) {
            throw new DocumentException(
                    "DOCUMENT_DAMAGED",
                    facts,
                    "the file of document " + document.id() + " is not the one that was stored; put " + sha256
                            + " back from a backup");
        }
        return bytes;
    }

    private static DocumentException missing(Map<String, String> facts) {
        return new DocumentException(
                "DOCUMENT_MISSING",
                facts,
                "the file of document " + facts.get("document") + " is not in the vault; put " + facts.get("sha256")
                        + " back from a backup");
    }
}
