package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.Counting;
import dev.cartable.document.model.ReportCard.GradeLine;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The arithmetic of a report card, for people in eighty columns and for programs. */
final class Explanation {
    private static final int KIND = 22;

    private final Words words;
    private final Figures figures;
    private final ReportCard card;
    private final List<SubjectLine> lines;

    /** @param subject the code or the name of the only subject to show; null for all */
    Explanation(Words words, ReportCard card, @Nullable String subject) {
        this.words = words;
        this.figures = new Figures(words.language());
        this.card = card;
        this.lines = card.subjects().stream()
                .filter(line -> subject == null
                        || subject.equalsIgnoreCase(line.subject().code())
                        || subject.equalsIgnoreCase(line.subject().title()))
                .toList();
    }

    /** Whether there is no such subject. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** What programs read. */
    void fields(Report report) {
        report.field("pupil", card.pupil().id())
                .field("term", card.term().name())
                .field("year", card.term().year())
                .field("promotion", card.promotion().id())
                .field("classSize", card.classSize())
                .field("outOf", card.scale().outOf())
                .field("general", shown(card.general()))
                .field("generalExact", exact(card.general()))
                .field("noAverage", reason(card.general()))
                .field("rank", card.rank() == null ? null : card.rank().position())
                .field("releasedAt", card.releasedAt());
        Rows rows = report.hiddenRows("subjects");
        for (SubjectLine line : lines) {
            rows.add(Row.of("code", line.subject().code())
                    .and("name", line.subject().name())
                    .and("teacher", line.subject().teacher())
                    .and("coefficient", line.coefficient())
                    .and("bonus", line.bonus())
                    .and("average", shown(line.average()))
                    .and("averageExact", exact(line.average()))
                    .and("noAverage", reason(line.average()))
                    .and("rank", line.rank() == null ? null : line.rank().position())
                    .and("grades", line.grades().stream().map(this::row).toList()));
        }
    }

    private Row row(GradeLine line) {
        Mark mark = line.grade().mark();
        return Row.of("id", line.grade().id())
                .and("date", line.grade().date())
                .and("kind", line.grade().kind())
                .and(
                        "mark",
                        mark instanceof Mark.Points points
                                ? points.value().toPlainString() + "/"
                                        + points.outOf().toPlainString()
                                : mark instanceof Mark.Letter letter ? letter.symbol() : mark.toString())
                .and("value", line.value() == null ? null : line.value().toString())
                .and("coefficient", line.grade().coefficient())
                .and("counting", line.counting());
    }

    private static @Nullable BigDecimal shown(Average average) {
        return average.display().orElse(null);
    }

    private static @Nullable String exact(Average average) {
        return average.value().map(Rational::toString).orElse(null);
    }

    private static Average.@Nullable None reason(Average average) {
        return average instanceof Average.None none ? none : null;
    }

    /** The averages alone. */
    List<String> summary() {
        List<String> all = new ArrayList<>();
        title(all::add);
        for (SubjectLine line : lines) {
            all.add("  " + padded(cut(line.subject().title()), KIND) + "  " + figures.average(line.average()));
        }
        all.add("  " + padded(words.text("sheet.general"), KIND) + "  " + figures.average(card.general()));
        return all;
    }

    private void title(Consumer<String> out) {
        out.accept(text(
                "grades.explain.title",
                "pupil",
                card.pupil().name().full(),
                "promotion",
                card.promotion().name(),
                "term",
                card.term().name(),
                "year",
                card.term().year()));
        out.accept(
                card.releasedAt() == null
                        ? words.text("grades.explain.unreleased")
                        : words.text("grades.explain.released", "at", card.releasedAt()));
    }

    void print(Consumer<String> out) {
        title(out);
        for (SubjectLine line : lines) {
            out.accept("");
            subject(line, out);
        }
        if (lines.size() == card.subjects().size()) {
            out.accept("");
            general(out);
        }
    }

    private void subject(SubjectLine line, Consumer<String> out) {
        String teacher = line.subject().teacher();
        out.accept(text(
                line.bonus() ? "grades.explain.subject.bonus" : "grades.explain.subject",
                "subject",
                line.subject().title() + (teacher == null ? "" : " (" + teacher + ")"),
                "coefficient",
                figures.number(line.coefficient())));
        for (GradeLine grade : line.grades()) {
            String kind = grade.grade().kind() == null ? "" : grade.grade().kind();
            out.accept("  " + Figures.day(grade.grade().date()) + "  " + padded(cut(kind), KIND) + "  "
                    + padded(mark(grade), 16) + "  " + effect(grade));
        }
        List<String> terms = new ArrayList<>();
        List<String> coefficients = new ArrayList<>();
        for (GradeLine grade : line.grades()) {
            add(terms, coefficients, grade.value(), grade.grade().coefficient(), counting(grade));
        }
        result(line.average(), terms, coefficients, "grades.explain.average", out);
        place(line.rank(), line.classFigures(), out);
    }

    private static Counting counting(GradeLine grade) {
        return grade.counting() == Counting.ZERO ? Counting.COUNTED : grade.counting();
    }

    /** One summand, and its coefficient. */
    private void add(
            List<String> terms,
            List<String> coefficients,
            @Nullable Rational value,
            BigDecimal coefficient,
            Counting counting) {
        if (value == null || coefficient.signum() == 0) {
            return;
        }
        if (counting == Counting.COUNTED) {
            terms.add(figures.value(value) + " × " + figures.number(coefficient));
            coefficients.add(figures.number(coefficient));
        } else if (counting == Counting.BONUS && value.compareTo(card.scale().half()) > 0) {
            terms.add(figures.value(value.minus(card.scale().half())) + " × " + figures.number(coefficient));
        }
    }

    private void result(
            Average average, List<String> terms, List<String> coefficients, String key, Consumer<String> out) {
        if (average instanceof Average.None none) {
            out.accept("  " + text("grades.explain.none", "reason", words.text("grades.none." + none)));
            return;
        }
        String sum = coefficients.size() == 1 ? coefficients.get(0) : "(" + String.join(" + ", coefficients) + ")";
        String arithmetic = "(" + String.join(" + ", terms) + ") ÷ " + sum;
        String shown = figures.average(average);
        String result = average instanceof Average.Of of && !of.exact().equals(Rational.of(of.shown()))
                ? figures.value(of.exact()) + " → " + shown
                : shown;
        wrap(out, "  " + words.text(key) + " " + arithmetic);
        out.accept("    = " + result + " / " + figures.number(card.scale().outOf()));
    }

    /** Breaks between summands. */
    private static void wrap(Consumer<String> out, String line) {
        String rest = line;
        while (rest.length() > 78) {
            int cut = rest.lastIndexOf(" + ", 76);
            if (cut < 20) {
                cut = rest.lastIndexOf(' ', 76);
            }
            if (cut < 8) {
                break;
            }
            out.accept(rest.substring(0, cut));
            rest = "     " + rest.substring(cut);
        }
        out.accept(rest);
    }

    private void place(@Nullable Rank rank, ReportCard.@Nullable ClassFigures of, Consumer<String> out) {
        if (rank != null && of != null) {
            out.accept("    "
                    + text(
                            rank.shared() ? "grades.explain.rank.shared" : "grades.explain.rank",
                            "rank",
                            (long) rank.position(),
                            "among",
                            (long) rank.among(),
                            "figures",
                            figures.figures(of)));
        }
    }

    private void general(Consumer<String> out) {
        out.accept(words.text("grades.explain.general"));
        List<String> terms = new ArrayList<>();
        List<String> coefficients = new ArrayList<>();
        for (SubjectLine line : card.subjects()) {
            add(
                    terms,
                    coefficients,
                    line.average().value().orElse(null),
                    line.coefficient(),
                    line.bonus() ? Counting.BONUS : Counting.COUNTED);
        }
        result(card.general(), terms, coefficients, "grades.explain.average", out);
        place(card.rank(), card.classFigures(), out);
        ReportCard.Comparison before = card.before();
        if (before != null) {
            out.accept("    "
                    + text(
                            "grades.explain.before",
                            "term",
                            before.term().name(),
                            "average",
                            figures.average(before.average()),
                            "difference",
                            figures.difference(before.difference())));
        }
        if (card.band() != null) {
            out.accept("    " + card.band().words(words.language()));
        }
    }

    private String mark(GradeLine line) {
        Mark mark = line.grade().mark();
        if (mark instanceof Mark.Points points) {
            String written = figures.number(points.value()) + "/" + figures.number(points.outOf());
            Rational value = line.value();
            return value == null || points.outOf().compareTo(card.scale().outOf()) == 0
                    ? written
                    : written + " = " + figures.value(value);
        }
        if (mark instanceof Mark.Letter letter) {
            Rational value = line.value();
            return letter.symbol() + (value == null ? "" : " = " + figures.value(value));
        }
        return words.text("grades.mark." + mark);
    }

    private String effect(GradeLine line) {
        return switch (line.counting()) {
            case COUNTED -> "× " + figures.number(line.grade().coefficient());
            case ZERO -> "× " + figures.number(line.grade().coefficient()) + ", " + words.text("grades.counting.ZERO");
            default -> words.text("grades.counting." + line.counting());
        };
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= KIND
                ? text
                : text.substring(0, text.offsetByCodePoints(0, KIND - 1)) + "…";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    /** @param values names and values, in turns */
    private String text(String key, Object... values) {
        Map<String, Object> named = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            named.put(String.valueOf(values[i]), values[i + 1]);
        }
        return words.text(key, named);
    }
}
