package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person has answered to a notice. The staff accept or reject it.
 *
 * @param notice the notice that asked for it
 * @param kind of the notice
 * @param subject what the notice was about, such as an absence
 * @param pupil whom it is about
 * @param recipient who answered
 * @param text the person's own words, plain text of at most {@value #LONGEST_TEXT} characters; empty for {@link Type#READ} without a
 *     remark
 * @param decidedAt when it was accepted or rejected; null while it is pending
 * @param actor who accepted or rejected it, as the host calls them; null while it is pending
 */
public record NoticeAnswer(
        AnswerId id,
        NoticeId notice,
        Kind kind,
        Subject subject,
        PupilId pupil,
        Recipient recipient,
        Type type,
        String text,
        Instant answeredAt,
        State state,
        @Nullable Instant decidedAt,
        @Nullable String actor) {
    /** The length of the longest answer, in characters (Unicode code points). */
    public static final int LONGEST_TEXT = 1_000;

    public NoticeAnswer {
        requireNonNull(id, "id");
        requireNonNull(notice, "notice");
        requireNonNull(kind, "kind");
        requireNonNull(subject, "subject");
        requireNonNull(pupil, "pupil");
        requireNonNull(recipient, "recipient");
        requireNonNull(type, "type");
        WellFormedText.require("the text of an answer", text);
        requireNonNull(answeredAt, "answeredAt");
        requireNonNull(state, "state");
        if ((state == State.PENDING) != (decidedAt == null) || (decidedAt == null) != (actor == null)) {
            throw new IllegalArgumentException("answer " + id + " is " + state
                    + "; only one that is decided has a time and an actor, and needs both");
        }
        WellFormedText.optional("who decided answer " + id, actor);
    }

    /** Whether the staff have decided about an answer. */
    public enum State {
        /** The staff have not decided. */
        PENDING,
        ACCEPTED,
        REJECTED
    }

    /** This answer, decided. */
    public NoticeAnswer decided(State decision, Instant at, String by) {
        return new NoticeAnswer(id, notice, kind, subject, pupil, recipient, type, text, answeredAt, decision, at, by);
    }

    /** The ids alone: the text is a person's own. */
    @Override
    public String toString() {
        return "NoticeAnswer[" + id + " " + state + " to notice " + notice + "]";
    }

    /** What a notice asks its recipient for. The names are stable: programs may rely on them. */
    public enum Type {
        /** A reason in the recipient's own words, such as for an absence. */
        REASON,
        /** That the recipient has read it. No words are needed. */
        READ
    }

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
}
