package dev.cartable.pdf;

import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.School;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the layout of letters may name. */
final class LetterValues {
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");

    private static final Names LINE = new Names(Set.of("line"), Map.of());
    private static final Names PARAGRAPH = new Names(Set.of("paragraph", "words_dir"), Map.of());
    private static final Names LETTER = new Names(
            Set.of("letter_lang", "recipient", "dated", "subject", "subject_dir", "size", "reference", "next"),
            Map.of("lines", LINE, "paragraphs", PARAGRAPH));

    private final School school;
    private final DocumentDesign design;
    private final Function<Locale, Words> words;

    LetterValues(School school, DocumentDesign design, Function<Locale, Words> words) {
        this.school = school;
        this.design = design;
        this.words = words;
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(labels);
        values.addAll(Frame.NAMES);
        values.addAll(WindowText.PLACE);
        return new Names(values, Map.of("letters", LETTER));
    }

    /**
     * A letter in type of a size.
     *
     * @param points of the type
     */
    record Sized(LetterContent letter, String points) {}

    /** @param letters one or more */
    Map<String, Object> of(List<Sized> letters) {
        Words first = words.apply(letters.get(0).letter().language());
        Map<String, Object> values = Frame.values(school, design, first);
        values.put("title", first.text("document", Map.of("school", school.name())));
        values.putAll(WindowText.place(design, school));
        List<Map<String, Object>> all = new ArrayList<>();
        for (Sized sized : letters) {
            all.add(letter(sized, all.isEmpty()));
        }
        values.put("letters", all);
        return values;
    }

    private Map<String, Object> letter(Sized sized, boolean first) {
        LetterContent letter = sized.letter();
        Words own = words.apply(letter.language());
        return Map.of(
                "letter_lang", own.language().toLanguageTag(),
                "next", first ? "" : "1",
                "recipient", WindowText.cut(letter.name()),
                "lines", lines(letter, own),
                "dated",
                        letter.day() == null
                                ? ""
                                : own.text("dated", Map.of("date", Phrases.date(letter.day(), own.language()))),
                "subject", own.typeset(letter.subject()),
                "subject_dir", Frame.direction(letter.subject()),
                "size", sized.points(),
                "paragraphs",
                        PARAGRAPHS
                                .splitAsStream(letter.text().strip())
                                .map(text -> Map.of("paragraph", own.typeset(text), "words_dir", Frame.direction(text)))
                                .toList(),
                "reference",
                        own.text(
                                "reference",
                                Map.of(
                                        "name",
                                        WindowText.cut(letter.name()),
                                        "reference",
                                        WindowText.cut(letter.reference()))));
    }

    private static List<Map<String, String>> lines(LetterContent letter, Words words) {
        boolean carried = !letter.bearers().isEmpty();
        return WindowText.lines(
                words,
                letter.name(),
                letter.address(),
                carried ? letter.bearers().get(0).pupil() : "",
                letter.promotion());
    }
}
