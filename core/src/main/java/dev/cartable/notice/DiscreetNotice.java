package dev.cartable.notice;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Kind;
import java.util.Locale;
import java.util.Map;

/**
 * The words that stand in for the subject of a discreet kind, and for the whole of its short messages. No notice has this kind itself:
 * it is a template that an administrator can edit. Safe for use by several threads.
 */
final class DiscreetNotice extends TemplateOnly {
    /** The kind of the template. */
    static final Kind KIND = Kind.of("notice.discreet");

    private static final String GIVEN_NAME = "given_name";

    /** @param school the school's name */
    DiscreetNotice(String school) {
        super(KIND, school);
    }

    /** The values for the template, of which the child's given name is all that it takes from the notice. */
    static Map<String, String> values(String school, Map<String, String> notice) {
        boolean toPupil = !notice.getOrDefault("to_pupil", "").isEmpty();
        return Map.of("school", school, GIVEN_NAME, toPupil ? "" : notice.getOrDefault(GIVEN_NAME, ""));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of("school", school(), GIVEN_NAME, SampleWords.given(language));
    }
}
