package dev.cartable.notice.port;

import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what people have answered to notices. Safe for use by several threads. */
interface AnswerStoreReader {
    /** The answer with this id. */
    Optional<NoticeAnswer> find(AnswerId id);

    /** The answer to a notice. */
    Optional<NoticeAnswer> of(NoticeId notice);

    /** The answers in one of these states, the last id first. Read on demand; close the stream. */
    Stream<NoticeAnswer> in(Set<NoticeAnswer.State> states);

    /** The accepted answers to notices of a kind about these subjects, in no certain order. */
    List<NoticeAnswer> accepted(Kind kind, Collection<Subject> subjects);
}
