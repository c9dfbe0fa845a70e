package dev.cartable.pdf;

import dev.cartable.document.model.AppreciationBand;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.Attendance;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Comparison;
import dev.cartable.document.model.ReportCard.Holder;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A made-up report card with every part that one may have, to try a school's own layout on. */
final class SampleReportCard {
    private SampleReportCard() {}

    static ReportCard card() {
        Term term = new Term("2026-2027", "Trimestre 2");
        ClassFigures figures =
                new ClassFigures(new BigDecimal("6.50"), new BigDecimal("11.75"), new BigDecimal("17.25"));
        AppreciationBand band = AppreciationBand.defaults().get(1);
        Average average = Average.of(Rational.of(new BigDecimal("14.5")));
        SubjectLine line = new SubjectLine(
                new Subject("MATHS", "Mathématiques", "M. Bah"),
                BigDecimal.valueOf(4),
                false,
                1,
                average,
                figures,
                new Rank(3, 28, true),
                band,
                "Bon travail.",
                List.of());
        SubjectLine bonus = new SubjectLine(
                new Subject("LATIN", "Latin", null),
                BigDecimal.ONE,
                true,
                2,
                Average.None.NO_GRADES,
                null,
                null,
                null,
                null,
                List.of());
        return new ReportCard(
                term,
                new Holder(new PupilId("sample"), new PersonName("Mariama", "Diallo"), "2026-0001", "6e"),
                new Promotion(new PromotionId("sample"), "6e A"),
                28,
                GradingScale.defaults(),
                List.of(line, bonus),
                average,
                figures,
                new Rank(3, 28, false),
                band,
                new Attendance(1, 2, 1, 10),
                "Un trimestre sérieux.",
                "Encouragements",
                new Comparison(new Term("2026-2027", "Trimestre 1"), new BigDecimal("13.75"), new BigDecimal("0.75")),
                2,
                Instant.parse("2026-12-15T08:00:00Z"));
    }
}
