package dev.cartable.notice.port;

import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.work.Tx;

/**
 * Where a host learns what people have answered. Called in the transaction that writes the answer, so that both are committed or neither:
 * write to the host's own tables there, and send nothing. An exception undoes the answer. Safe for use by several threads.
 */
public interface AnswerReceiver {
    /** For a host that reads the answers by {@code Cartable.notices().answers()}. */
    AnswerReceiver NONE = new AnswerReceiver() {
        @Override
        public void received(Tx tx, NoticeAnswer answer) {
            // The host reads them itself.
        }

        @Override
        public void accepted(Tx tx, NoticeAnswer answer) {
            // The host reads them itself.
        }
    };

    /** A person has answered, or has answered otherwise than before. The staff have not decided. */
    void received(Tx tx, NoticeAnswer answer);

    /**
     * The staff have accepted an answer. A host whose absences are its own marks the absence {@code answer.subject().id()} as excused, with
     * the text as its reason.
     */
    void accepted(Tx tx, NoticeAnswer answer);
}
