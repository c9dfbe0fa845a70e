package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** What a document is of and what is printed on it, by which a copy is compared with it. Immutable. */
public sealed interface DocumentFacts {
    /** What the document is of. */
    DocumentKey key();

    /** The pupil's name as it is printed; empty if the pupil was erased since. */
    String pupilName();

    /**
     * Of a report card.
     *
     * @param promotion the class that the pupil was in then
     * @param promotionName the name of the class
     * @param average the general average as it is shown; null without one
     * @param outOf the maximum of the average
     */
    record ReportCardFacts(
            PupilId pupil,
            PromotionId promotion,
            Term term,
            String pupilName,
            String promotionName,
            @Nullable BigDecimal average,
            BigDecimal outOf)
            implements DocumentFacts {
        public ReportCardFacts {
            requireNonNull(pupil, "pupil");
            requireNonNull(promotion, "promotion");
            requireNonNull(term, "term");
            requireNonNull(pupilName, "pupilName");
            requireNonNull(promotionName, "promotionName");
            average = average == null ? null : average.setScale(GradingScale.DECIMALS, RoundingMode.HALF_UP);
            outOf = plain(outOf);
        }

        @Override
        public DocumentKey key() {
            return DocumentKey.reportCard(pupil, term);
        }

        /** The class and the term that it is of. */
        public ClassTerm classTerm() {
            return new ClassTerm(promotion, term);
        }
    }

    /**
     * Of an invoice, a credit note or a receipt.
     *
     * @param guardian the guardian who is the payer; null if the payer is none, or if it is for all who may see the pupil
     * @param payerName the payer's name; empty if it is for all who may see the pupil
     * @param number the number of the invoice or the credit note
     * @param amount the payer's share of the total, or what was paid
     */
    record BillFacts(
            DocumentKey key,
            @Nullable GuardianId guardian,
            String pupilName,
            String payerName,
            String number,
            BigDecimal amount,
            Currency currency)
            implements DocumentFacts {
        public BillFacts {
            requireNonNull(pupilName, "pupilName");
            requireNonNull(payerName, "payerName");
            requireNonNull(number, "number");
            requireNonNull(currency, "currency");
            amount = plain(amount);
            if (key.kind() == DocumentKind.REPORT_CARD) {
                throw new IllegalArgumentException("a report card has no number of an invoice");
            }
        }

        /** The same, where the pupil was erased since. */
        public BillFacts withoutPupilName() {
            return new BillFacts(key, guardian, "", payerName, number, amount, currency);
        }
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale()));
    }
}
