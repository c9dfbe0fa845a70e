package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.PupilId;
import java.util.Map;

/**
 * What a notice asks its recipient for, as it stands now.
 *
 * @param pupil the pupil that it is about: only a person who may see this pupil can answer
 * @param values what a page may show of the matter, by the names of the template's variables, in the language of the notice
 */
public record Question(NoticeAnswer.Type type, PupilId pupil, Map<String, String> values) {
    public Question {
        requireNonNull(type, "type");
        requireNonNull(pupil, "pupil");
        values = Map.copyOf(values);
    }

    /** The type and the pupil: the values are about people. */
    @Override
    public String toString() {
        return "Question[" + type + " about pupil:" + pupil.value() + "]";
    }
}
