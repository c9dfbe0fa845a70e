package dev.cartable.notice;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The words around the lines of a message that stands for several notices of one kind. Each line is made by the kind's template for short
 * messages, with {@code joint} set. No notice has this kind itself: it is a template that an administrator can edit. Safe for use by
 * several threads.
 */
final class DigestNotice extends TemplateOnly {
    /** The kind of the template. */
    static final Kind KIND = Kind.of("notice.digest");

    private static final String GIVEN_NAME = "given_name";
    private static final String FLAG = "1";

    /** @param school the school's name */
    DigestNotice(String school) {
        super(KIND, school);
    }

    /** In the order of the children, and of each child as they were queued. */
    static <T> List<T> byChild(List<T> some, Function<T, Map<String, String>> variables) {
        return some.stream()
                .sorted(Comparator.comparing(one -> variables.apply(one).getOrDefault("pupil", "")))
                .toList();
    }

    /** The variables of a notice, for a line. */
    static Map<String, String> oneOf(Map<String, String> notice, boolean mail) {
        Map<String, String> values = new HashMap<>(notice);
        values.put(JOINT, FLAG);
        values.put(JOINT_MAIL, mail ? FLAG : "");
        return values;
    }

    /**
     * The values for the template.
     *
     * @param notices the variables of each notice
     * @param day when they were queued
     */
    static Map<String, String> values(
            String school,
            Category category,
            List<Map<String, String>> notices,
            List<String> lines,
            LocalDate day,
            Locale language) {
        Map<String, String> values = new HashMap<>();
        values.put("school", school);
        values.put("name", notices.get(0).getOrDefault("name", ""));
        values.put(
                GIVEN_NAME,
                Phrases.list(
                        notices.stream()
                                .map(notice -> notice.getOrDefault(GIVEN_NAME, ""))
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .sorted()
                                .toList(),
                        language));
        values.put("count", Integer.toString(notices.size()));
        values.put("lines", String.join("\n", lines));
        values.put("day", Phrases.date(day, language));
        String toStaff = notices.get(0).getOrDefault("to_staff", "");
        boolean absences = toStaff.isEmpty() && category.equals(Category.ABSENCES);
        boolean payments = toStaff.isEmpty() && category.equals(Category.PAYMENTS);
        values.put("absences", absences ? FLAG : "");
        values.put("payments", payments ? FLAG : "");
        values.put("other", absences || payments ? "" : FLAG);
        values.put("to_staff", toStaff);
        values.put("to_pupil", notices.get(0).getOrDefault("to_pupil", ""));
        return values;
    }

    @Override
    public Map<String, String> sample(Locale language) {
        String given = SampleWords.given(language);
        String day = SampleWords.day(language, 0);
        String line = SampleWords.of(
                language,
                given + " n’était pas en classe le " + day + ".",
                given + " was not in class on " + day + ".");
        return values(
                school(),
                Category.ABSENCES,
                List.of(
                        Map.of("name", SampleWords.name(language), GIVEN_NAME, given),
                        Map.of("name", SampleWords.name(language), GIVEN_NAME, given)),
                List.of(line, line),
                SampleWords.DAY,
                language);
    }
}
