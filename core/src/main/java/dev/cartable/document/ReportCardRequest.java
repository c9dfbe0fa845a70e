package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import org.jspecify.annotations.Nullable;

/**
 * Which report cards are made, or whose families are notified.
 *
 * @param promotion only this class; null for all classes of the term
 */
public record ReportCardRequest(Term term, @Nullable PromotionId promotion) {
    public ReportCardRequest {
        requireNonNull(term, "term");
    }
}
