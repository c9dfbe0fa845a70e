package dev.cartable.pdf;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Comparison;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.School;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the layout of a report card may name. */
final class ReportCardValues {
    private static final Set<String> VALUES = Set.of(
            "lang",
            "dir",
            "title",
            "colour",
            "tint",
            "school",
            "contact",
            "logo",
            "signature",
            "stamp",
            "signatory",
            "pupil",
            "number",
            "class",
            "level",
            "class_size",
            "term",
            "year",
            "average_head",
            "coefficients",
            "general",
            "general_least",
            "general_mean",
            "general_most",
            "general_rank",
            "comparison",
            "half_days",
            "justified",
            "late",
            "council_words",
            "council_dir",
            "decision",
            "dated",
            "code",
            "verify",
            "verify_address",
            "replaces");

    /** Longer words stand below their row, over the width of the page. */
    private static final int LONG = 400;

    private static final Names SUBJECT = new Names(
            Set.of(
                    "subject",
                    "teacher",
                    "coefficient",
                    "average",
                    "least",
                    "mean",
                    "most",
                    "rank",
                    "appreciation",
                    "long",
                    "words_dir"),
            Map.of());

    static final Names LEGEND = new Names(Set.of("sign", "meaning"), Map.of());

    private final School school;
    private final DocumentDesign design;
    private final Words words;
    private final Legend legend;
    private final Averages averages;

    ReportCardValues(School school, DocumentDesign design, Words words) {
        this.school = school;
        this.design = design;
        this.words = words;
        this.legend = new Legend(words);
        this.averages = new Averages(words, legend);
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(VALUES);
        values.addAll(labels);
        return new Names(values, Map.of("subjects", SUBJECT, "legend", LEGEND));
    }

    /** @param code by which the document can be verified; null for none */
    Map<String, Object> of(ReportCard card, @Nullable DocumentCode code) {
        Map<String, Object> values = Frame.values(school, design, words);
        String term = words.typeset(card.term().name());
        String pupil = card.pupil().name().full();
        String year = words.text("school_year", Map.of("year", card.term().year()));
        values.put(
                "title",
                words.text(
                        "document",
                        Map.of("pupil", pupil, "term", term, "year", card.term().year())));
        values.put("pupil", pupil);
        values.put("number", orEmpty(card.pupil().registrationNumber()));
        values.put("level", orEmpty(card.pupil().level()));
        values.put("class", card.promotion().name());
        values.put("class_size", words.count("size", card.classSize()));
        values.put("term", term);
        values.put("year", year);
        values.put("average_head", averageHead(card));
        values.put("subjects", card.subjects().stream().map(this::subject).toList());
        values.put("coefficients", coefficients(card));
        values.put("general", averages.of(card.general()));
        figures(values, "general_", card.classFigures());
        values.put("general_rank", averages.of(card.rank()));
        values.put("comparison", comparison(card));
        attendance(values, card.attendance());
        values.put("council_words", words.typeset(orEmpty(card.appreciation())));
        values.put("council_dir", Frame.direction(orEmpty(card.appreciation())));
        values.put("decision", words.typeset(orEmpty(card.decision())));
        values.put(
                "dated",
                card.releasedAt() == null
                        ? ""
                        : words.text(
                                "dated",
                                Map.of(
                                        "date",
                                        Phrases.date(
                                                card.releasedAt()
                                                        .atZone(school.zone())
                                                        .toLocalDate(),
                                                words.language()))));
        values.put("code", code == null ? "" : code.text());
        values.put("verify", code == null ? "" : words.text("verify", Map.of("code", code.text())));
        values.put(
                "verify_address",
                design.verificationAddress().isEmpty()
                        ? ""
                        : words.text("verify_address", Map.of("address", design.verificationAddress())));
        values.put(
                "replaces",
                card.revision() == 1
                        ? ""
                        : words.text("replaces", Map.of("revision", String.valueOf(card.revision()))));
        values.put("legend", legend.rows());
        return values;
    }

    private String averageHead(ReportCard card) {
        return card.scale().averaged()
                ? words.text(
                        "average",
                        Map.of("scale", words.number(plain(card.scale().outOf()))))
                : words.text("average_skills");
    }

    private Map<String, String> subject(SubjectLine line) {
        Map<String, String> values = new HashMap<>();
        values.put("subject", line.subject().title());
        values.put("teacher", orEmpty(line.subject().teacher()));
        values.put("coefficient", coefficient(line));
        values.put("average", averages.of(line));
        figures(values, "", line.classFigures());
        values.put("rank", averages.of(line.rank()));
        String appreciation = words.typeset(appreciation(line));
        boolean isLong = appreciation.length() > LONG;
        values.put("appreciation", isLong ? "" : appreciation);
        values.put("long", isLong ? appreciation : "");
        values.put("words_dir", Frame.direction(appreciation));
        return values;
    }

    private String coefficient(SubjectLine line) {
        if (line.bonus()) {
            return legend.sign("bonus");
        }
        return line.coefficient().signum() == 0 ? legend.sign("uncounted") : words.number(plain(line.coefficient()));
    }

    private String appreciation(SubjectLine line) {
        if (line.appreciation() != null) {
            return line.appreciation();
        }
        return line.band() == null ? "" : line.band().words(words.language());
    }

    /** The sum of those that count; empty where nothing is averaged. */
    private String coefficients(ReportCard card) {
        BigDecimal sum = card.subjects().stream()
                .filter(line -> !line.bonus() && line.average().display().isPresent())
                .map(SubjectLine::coefficient)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.signum() == 0 ? "" : words.number(plain(sum));
    }

    private void figures(Map<String, ? super String> values, String prefix, @Nullable ClassFigures figures) {
        values.put(prefix + "least", figures == null ? "" : words.number(figures.least()));
        values.put(prefix + "mean", figures == null ? "" : words.number(figures.average()));
        values.put(prefix + "most", figures == null ? "" : words.number(figures.most()));
    }

    /** What is said of the general average, and the term before. */
    private String comparison(ReportCard card) {
        String band = card.band() == null ? "" : card.band().words(words.language());
        Comparison before = card.before();
        if (before == null) {
            return words.typeset(band);
        }
        String sign = before.difference().signum() > 0 ? "+" : "";
        String text = words.text(
                "comparison",
                Map.of(
                        "term", words.typeset(before.term().name()),
                        "average", words.number(before.average()),
                        "difference", (sign + words.number(before.difference())).replace('-', '\u2212')));
        return band.isEmpty() ? text : words.text("comparison_band", Map.of("band", band, "comparison", text));
    }

    private void attendance(Map<String, Object> values, ReportCard.Attendance attendance) {
        values.put(
                "half_days",
                attendance.halfDays() == 0 ? words.text("present") : words.count("half_days", attendance.halfDays()));
        values.put("justified", attendance.justified() == 0 ? "" : words.count("justified", attendance.justified()));
        String late =
                attendance.lateArrivals() == 0 ? words.text("on_time") : words.count("late", attendance.lateArrivals());
        values.put(
                "late",
                attendance.minutesLate() == 0
                        ? late
                        : words.text(
                                "late_minutes",
                                Map.of("late", late, "minutes", String.valueOf(attendance.minutesLate()))));
    }

    /** Without zeros at the end: a coefficient of 2.0 is 2. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
