package dev.cartable.school.model;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * What is taught, and by whom.
 *
 * @param code the school's code for it, an opaque string of 1 to 255 characters
 * @param name what people call it; null if only the code is known
 * @param teacher the name of the teacher, as the school writes it; null if it is not known
 */
public record Subject(
        String code, @Nullable String name, @Nullable String teacher) {
    public Subject {
        code = Ids.check("the code of a subject", code);
        WellFormedText.optional("the name of subject " + code, name);
        WellFormedText.optional("the teacher of subject " + code, teacher);
    }

    /** A subject of which only the code is known. */
    public static Subject of(String code) {
        return new Subject(code, null, null);
    }

    /** The name to show: its code, if it has no name. */
    public String title() {
        return name == null ? code : name;
    }
}
