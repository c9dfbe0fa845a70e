package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Deed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The use case by which the staff read, accept and reject what people have answered. That the caller may decide is for the host to know.
 * May be called in a transaction of the host. Safe for use by several threads and nodes.
 */
public final class DecideAnswers {
    private final UnitOfWork unitOfWork;
    private final AnswerStore store;
    private final List<NoticeType> types;
    private final AnswerReceiver receiver;
    private final InstantSource time;

    DecideAnswers(
            UnitOfWork unitOfWork,
            AnswerStore store,
            List<NoticeType> types,
            AnswerReceiver receiver,
            InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.store = requireNonNull(store, "store");
        this.types = List.copyOf(types);
        this.receiver = requireNonNull(receiver, "receiver");
        this.time = requireNonNull(time, "time");
    }

    /** What came of a decision. */
    public sealed interface Result {}

    /** The answer is accepted or rejected. */
    public record Decided(NoticeAnswer answer) implements Result {}

    /** Nothing was changed. */
    public record Refused(Problem problem) implements Result {}

    /** Why nothing is decided. The names are stable: programs may rely on them. */
    public enum Problem {
        /** There is no such answer. The person may have answered otherwise since: that answer has another id. */
        UNKNOWN_ANSWER,
        /** It was accepted or rejected before. */
        ALREADY_DECIDED,
        /** What it is about is gone, such as an absence that was withdrawn: it can only be rejected. */
        SUBJECT_GONE
    }

    /** The answers in one of these states, newest first. Read on demand; close the stream. */
    public Stream<NoticeAnswer> list(Set<State> states) {
        return store.in(Set.copyOf(states));
    }

    /** The answer with this id. */
    public Optional<NoticeAnswer> find(AnswerId id) {
        return store.find(id);
    }

    /**
     * Accepts an answer that is pending. A reason for an absence makes the absence excused, where the absences are Cartable's own; a host
     * with its own does so in {@link AnswerReceiver#accepted}.
     *
     * @param actor who accepts it, as the host calls them
     */
    public Result accept(AnswerId id, String actor) {
        return decide(id, State.ACCEPTED, actor);
    }

    /**
     * Rejects an answer that is pending. The person can answer again as long as the link lives.
     *
     * @param actor who rejects it, as the host calls them
     */
    public Result reject(AnswerId id, String actor) {
        return decide(id, State.REJECTED, actor);
    }

    private Result decide(AnswerId id, State decision, String actor) {
        requireNonNull(actor, "actor");
        return unitOfWork.<Result>call(tx -> {
            Optional<NoticeAnswer> found = store.lock(tx, id);
            if (found.isEmpty()) {
                return new Refused(Problem.UNKNOWN_ANSWER);
            }
            if (found.get().state() != State.PENDING) {
                return new Refused(Problem.ALREADY_DECIDED);
            }
            NoticeAnswer decided = found.get().decided(decision, time.instant(), actor);
            if (decision == State.ACCEPTED && !accepted(tx, decided)) {
                return new Refused(Problem.SUBJECT_GONE);
            }
            store.decide(tx, decided);
            Deed.of(decision == State.ACCEPTED ? "answer.accept" : "answer.reject", "answer", id)
                    .by(actor)
                    .record(unitOfWork, tx);
            return new Decided(decided);
        });
    }

    /** Whether what the answer is about is still there; if not, nothing is written. */
    private boolean accepted(Tx tx, NoticeAnswer answer) {
        boolean there = types.stream()
                .filter(type -> type.kind().equals(answer.kind()))
                .allMatch(type -> type.accepted(tx, answer));
        if (there) {
            receiver.accepted(tx, answer);
        }
        return there;
    }
}
