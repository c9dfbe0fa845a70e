package dev.cartable.inmemory;

import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.privacy.model.Person;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What people have answered to notices, in memory. Safe for use by several threads. */
final class InMemoryAnswers implements AnswerStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<AnswerId, NoticeAnswer> answers;

    InMemoryAnswers(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.answers = new InMemoryTable<>(unitOfWork, Comparator.comparing(AnswerId::toString));
    }

    @Override
    public boolean put(Tx tx, NoticeAnswer pending) {
        unitOfWork.own(tx);
        Optional<NoticeAnswer> before = of(pending.notice());
        if (before.isPresent() && before.get().state() == State.ACCEPTED) {
            return false;
        }
        before.ifPresent(one -> answers.remove(tx, one.id()));
        answers.put(tx, pending.id(), pending);
        return true;
    }

    @Override
    public Optional<NoticeAnswer> lock(Tx tx, AnswerId id) {
        unitOfWork.own(tx);
        return find(id);
    }

    @Override
    public boolean decide(Tx tx, NoticeAnswer decided) {
        unitOfWork.own(tx);
        if (find(decided.id()).filter(answer -> answer.state() == State.PENDING).isEmpty()) {
            return false;
        }
        answers.put(tx, decided.id(), decided);
        return true;
    }

    @Override
    public Optional<NoticeAnswer> find(AnswerId id) {
        return Optional.ofNullable(answers.get(id));
    }

    @Override
    public Optional<NoticeAnswer> of(NoticeId notice) {
        return answers.all().stream()
                .filter(answer -> answer.notice().equals(notice))
                .findFirst();
    }

    @Override
    public Stream<NoticeAnswer> in(Set<State> states) {
        return answers.backwards().filter(answer -> states.contains(answer.state()));
    }

    @Override
    public List<NoticeAnswer> accepted(Kind kind, Collection<Subject> subjects) {
        return in(Set.of(State.ACCEPTED))
                .filter(answer -> answer.kind().equals(kind) && subjects.contains(answer.subject()))
                .toList();
    }

    /** Removes what a person has answered, and what others have answered about a pupil. Returns how many there were. */
    int forget(Tx tx, Person person) {
        return answers.removeWhere(
                tx,
                answer -> person.recipients().contains(answer.recipient())
                        || answer.pupil().equals(person.pupil()),
                Integer.MAX_VALUE);
    }

    /** Changes people's words. */
    void redact(Tx tx, UnaryOperator<String> change) {
        answers.all()
                .forEach(answer -> answers.put(
                        tx,
                        answer.id(),
                        new NoticeAnswer(
                                answer.id(),
                                answer.notice(),
                                answer.kind(),
                                answer.subject(),
                                answer.pupil(),
                                answer.recipient(),
                                answer.type(),
                                change.apply(answer.text()),
                                answer.answeredAt(),
                                answer.state(),
                                answer.decidedAt(),
                                answer.actor())));
    }
}
