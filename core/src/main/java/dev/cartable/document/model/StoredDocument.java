package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document about a pupil that was made and stored. Its file is in the {@linkplain dev.cartable.document.port.DocumentVault vault}, and
 * never changes: other contents are another revision. Immutable.
 *
 * @param promotion the class that the pupil was in then
 * @param revision 1 for the first one of a pupil and term, then one more for each that replaces it
 * @param sha256 the SHA-256 of the file, in 64 small hexadecimal digits, which is its name in the vault
 * @param contentDigest the digest of what was written in it, by which other contents are found
 * @param code what is printed on it, by which it can be {@linkplain dev.cartable.document.VerifyDocument verified}; null if it was made
 *     without a host key
 * @param printed what it says of the pupil
 * @param createdAt to the millisecond
 * @param replacedBy the next revision; null for the current one
 */
public record StoredDocument(
        DocumentId id,
        DocumentKind kind,
        PupilId pupil,
        PromotionId promotion,
        Term term,
        int revision,
        String sha256,
        String contentDigest,
        @Nullable DocumentCode code,
        Printed printed,
        Instant createdAt,
        @Nullable DocumentId replacedBy) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public StoredDocument {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(pupil, "pupil");
        requireNonNull(promotion, "promotion");
        requireNonNull(term, "term");
        requireNonNull(contentDigest, "contentDigest");
        requireNonNull(printed, "printed");
        requireNonNull(createdAt, "createdAt");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
        if (!SHA_256.matcher(requireNonNull(sha256, "sha256")).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
        }
    }

    /** The class and the term that it is of. */
    public ClassTerm classTerm() {
        return new ClassTerm(promotion, term);
    }

    /** The same, replaced by another. */
    public StoredDocument replacedBy(DocumentId next) {
        return new StoredDocument(
                id,
                kind,
                pupil,
                promotion,
                term,
                revision,
                sha256,
                contentDigest,
                code,
                printed,
                createdAt,
                requireNonNull(next, "next"));
    }

    /**
     * What a document says of the pupil, by which a copy is compared with it.
     *
     * @param pupil the pupil's name
     * @param promotion the name of the class
     * @param average the general average as it is shown; null without one
     * @param outOf the maximum of the average
     */
    public record Printed(
            String pupil, String promotion, @Nullable BigDecimal average, BigDecimal outOf) {
        public Printed {
            requireNonNull(pupil, "pupil");
            requireNonNull(promotion, "promotion");
            average = average == null ? null : average.setScale(GradingScale.DECIMALS, RoundingMode.HALF_UP);
            outOf = outOf.stripTrailingZeros().scale() < 0
                    ? outOf.setScale(0, RoundingMode.UNNECESSARY)
                    : outOf.stripTrailingZeros();
        }
    }
}
