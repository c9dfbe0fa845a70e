package dev.cartable.pdf;

import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.School;
import dev.cartable.school.model.Subject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the layout of a class's sheet for its council may name. */
final class ClassSheetValues {
    private static final int LONGEST_HEAD = 9;

    /** What one table has for the columns of subjects beside names and averages: A4 without the margins, in tenths of a millimetre. */
    private static final int ROOM = 1_800;

    private static final int NARROWEST = 105;
    private static final int PADDING = 20;
    private static final int LETTER = 18;

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
            "class",
            "class_size",
            "term",
            "year");

    private static final Names AVERAGES = new Names(Set.of("average"), Map.of());
    private static final Names PUPIL =
            new Names(Set.of("pupil", "general", "rank", "absences", "late"), Map.of("averages", AVERAGES));
    private static final Names FIGURES = new Names(Set.of("figure", "general", "rule"), Map.of("averages", AVERAGES));
    private static final Names SUBJECT = new Names(Set.of("subject"), Map.of());
    private static final Names TABLE =
            new Names(Set.of("next"), Map.of("subjects", SUBJECT, "pupils", PUPIL, "figures", FIGURES));

    private final School school;
    private final DocumentDesign design;
    private final Words words;
    private final Legend legend;
    private final Averages averages;

    ClassSheetValues(School school, DocumentDesign design, Words words) {
        this.school = school;
        this.design = design;
        this.words = words;
        this.legend = new Legend(words);
        this.averages = new Averages(words, legend);
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(VALUES);
        values.addAll(labels);
        return new Names(values, Map.of("tables", TABLE, "legend", ReportCardValues.LEGEND));
    }

    /** @param cards of one class and term, at least one */
    Map<String, Object> of(List<ReportCard> cards) {
        ReportCard first = cards.get(0);
        Map<String, Object> values = Frame.values(school, design, words);
        String term = words.typeset(first.term().name());
        String name = first.promotion().name();
        values.put(
                "title",
                words.text(
                        "sheet_document",
                        Map.of("class", name, "term", term, "year", first.term().year())));
        values.put("class", name);
        values.put("class_size", words.count("size", first.classSize()));
        values.put("term", term);
        values.put("year", words.text("school_year", Map.of("year", first.term().year())));

        Map<String, SubjectLine> columns = new HashMap<>();
        Map<String, ClassFigures> figures = new HashMap<>();
        for (ReportCard card : cards) {
            for (SubjectLine line : card.subjects()) {
                columns.putIfAbsent(line.subject().code(), line);
                if (line.classFigures() != null) {
                    figures.putIfAbsent(line.subject().code(), line.classFigures());
                }
            }
        }
        Map<String, Subject> subjects = new LinkedHashMap<>();
        columns.values().stream()
                .sorted(Comparator.comparingInt(SubjectLine::position)
                        .thenComparing(line -> line.subject().code()))
                .forEach(line -> subjects.put(line.subject().code(), line.subject()));
        List<Map<String, Object>> tables = new ArrayList<>();
        for (List<Subject> part : parts(List.copyOf(subjects.values()))) {
            List<String> codes = part.stream().map(Subject::code).toList();
            Map<String, Object> table = new HashMap<>();
            table.put("next", tables.isEmpty() ? "" : "1");
            table.put(
                    "subjects",
                    part.stream()
                            .map(subject -> Map.of("subject", head(subject)))
                            .toList());
            table.put("pupils", cards.stream().map(card -> pupil(card, codes)).toList());
            ClassFigures general = first.classFigures();
            table.put(
                    "figures",
                    List.of(
                            figures("sheet_least", "rule", ClassFigures::least, general, codes, figures),
                            figures("sheet_mean", "", ClassFigures::average, general, codes, figures),
                            figures("sheet_most", "", ClassFigures::most, general, codes, figures)));
            tables.add(table);
        }
        values.put("tables", tables);
        legend.add(words.text("sheet_absences"), words.text("meaning_absences"));
        legend.add(words.text("sheet_late"), words.text("meaning_late"));
        values.put("legend", legend.rows());
        return values;
    }

    /** The subjects of each table: as many tables as the width of the page needs, each about as wide. */
    private static List<List<Subject>> parts(List<Subject> subjects) {
        int all = subjects.stream().mapToInt(ClassSheetValues::width).sum();
        int tables = Math.max(1, (all + ROOM - 1) / ROOM);
        List<List<Subject>> parts = new ArrayList<>();
        List<Subject> part = new ArrayList<>();
        int used = 0;
        for (Subject subject : subjects) {
            int width = width(subject);
            if (!part.isEmpty() && (used + width > ROOM || used >= all / tables)) {
                parts.add(part);
                part = new ArrayList<>();
                used = 0;
            }
            part.add(subject);
            used += width;
        }
        parts.add(part);
        return parts;
    }

    private static int width(Subject subject) {
        String title = subject.title();
        int letters =
                title.length() <= LONGEST_HEAD ? title.length() : subject.code().length();
        return Math.max(NARROWEST, PADDING + LETTER * letters);
    }

    /** A name that fits into a column: the code, explained, where the name is too long. */
    private String head(Subject subject) {
        String title = subject.title();
        if (title.length() <= LONGEST_HEAD) {
            return title;
        }
        legend.add(subject.code(), title);
        return subject.code();
    }

    private Map<String, Object> pupil(ReportCard card, List<String> subjects) {
        Map<String, SubjectLine> lines = new HashMap<>();
        card.subjects().forEach(line -> lines.putIfAbsent(line.subject().code(), line));
        return Map.of(
                "pupil", familyFirst(card.pupil().name()),
                "averages",
                        subjects.stream()
                                .map(code -> Map.of("average", average(lines.get(code))))
                                .toList(),
                "general", averages.of(card.general()),
                "rank", averages.of(card.rank()),
                "absences", String.valueOf(card.attendance().halfDays()),
                "late", String.valueOf(card.attendance().lateArrivals()));
    }

    /** As lists have it, which are in the order of family names. */
    private static String familyFirst(PersonName name) {
        return (name.family() + " " + name.given()).strip();
    }

    private String average(@Nullable SubjectLine line) {
        return line == null ? "" : averages.of(line);
    }

    private Map<String, Object> figures(
            String key,
            String rule,
            Function<ClassFigures, BigDecimal> figure,
            @Nullable ClassFigures general,
            List<String> subjects,
            Map<String, ClassFigures> figures) {
        return Map.of(
                "figure", words.text(key),
                "rule", rule,
                "averages",
                        subjects.stream()
                                .map(code -> Map.of("average", shown(figures.get(code), figure)))
                                .toList(),
                "general", shown(general, figure));
    }

    private String shown(@Nullable ClassFigures figures, Function<ClassFigures, BigDecimal> figure) {
        return figures == null ? "" : words.number(figure.apply(figures));
    }
}
