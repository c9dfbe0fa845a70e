package dev.cartable.notice.port;

import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.work.Tx;
import java.util.Optional;

/** What people have answered to notices: one answer for each notice at most. Safe for use by several threads and nodes. */
public interface AnswerStore extends AnswerStoreReader {
    /**
     * Writes a pending answer. It takes the place of another answer to the same notice, unless that one is accepted.
     *
     * @return whether it was written
     */
    boolean put(Tx tx, NoticeAnswer pending);

    /** Reads an answer and keeps others from changing it until the transaction ends. */
    Optional<NoticeAnswer> lock(Tx tx, AnswerId id);

    /**
     * Writes a decision about an answer that is pending.
     *
     * @return whether it was pending
     */
    boolean decide(Tx tx, NoticeAnswer decided);
}
