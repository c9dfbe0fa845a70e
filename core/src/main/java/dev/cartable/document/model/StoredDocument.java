package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document about a pupil that was made and stored. Its file is in the {@linkplain dev.cartable.document.port.DocumentVault vault}, and
 * never changes: other contents are another revision. Immutable.
 *
 * @param facts what it is of and what is printed on it
 * @param revision 1 for the first one of a {@linkplain DocumentFacts#key key}, then one more for each that replaces it
 * @param sha256 the SHA-256 of the file, in 64 small hexadecimal digits, which is its name in the vault
 * @param contentDigest the digest of what was written in it, by which other contents are found
 * @param code what is printed on it, by which it can be {@linkplain dev.cartable.document.VerifyDocument verified}; null if it was made
 *     without a host key
 * @param createdAt to the millisecond
 * @param replacedBy the next revision; null for the current one
 */
public record StoredDocument(
        DocumentId id,
        DocumentFacts facts,
        int revision,
        String sha256,
        String contentDigest,
        @Nullable DocumentCode code,
        Instant createdAt,
        @Nullable DocumentId replacedBy) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public StoredDocument {
        requireNonNull(id, "id");
        requireNonNull(facts, "facts");
        requireNonNull(contentDigest, "contentDigest");
        requireNonNull(createdAt, "createdAt");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
        if (!SHA_256.matcher(requireNonNull(sha256, "sha256")).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
        }
    }

    /** What it is of. */
    public DocumentKey key() {
        return facts.key();
    }

    public DocumentKind kind() {
        return key().kind();
    }

    public PupilId pupil() {
        return key().pupil();
    }

    /**
     * What a report card says.
     *
     * @throws IllegalStateException if it is none
     */
    public ReportCardFacts reportCard() {
        if (facts instanceof ReportCardFacts card) {
            return card;
        }
        throw new IllegalStateException("document " + id + " is no report card, but of the kind " + kind());
    }

    /** What an invoice, a credit note or a receipt says; empty for a report card. */
    public Optional<BillFacts> bill() {
        return facts instanceof BillFacts bill ? Optional.of(bill) : Optional.empty();
    }

    /** The same with other facts. */
    public StoredDocument with(DocumentFacts others) {
        return new StoredDocument(id, others, revision, sha256, contentDigest, code, createdAt, replacedBy);
    }

    /** The same, replaced by another. */
    public StoredDocument replacedBy(DocumentId next) {
        return new StoredDocument(
                id, facts, revision, sha256, contentDigest, code, createdAt, requireNonNull(next, "next"));
    }
}
