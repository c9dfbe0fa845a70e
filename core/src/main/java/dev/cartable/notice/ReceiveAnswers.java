package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.Question;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.Entitlements;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.TimeOrderedIds;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The use case by which a person answers a notice through the link in it. Whether the person may see the pupil is decided again each time,
 * by today's custody. A person who answers again replaces an answer that the staff have not accepted. May be called in a transaction of the
 * host. Safe for use by several threads and nodes.
 */
public final class ReceiveAnswers {
    private final UnitOfWork unitOfWork;
    private final Outbox outbox;
    private final AnswerStore store;
    private final List<NoticeType> types;
    private final AnswerLinks links;
    private final Entitlements entitlements;
    private final AnswerReceiver receiver;
    private final School school;
    private final InstantSource time;

    ReceiveAnswers(
            UnitOfWork unitOfWork,
            Outbox outbox,
            AnswerStore store,
            List<NoticeType> types,
            AnswerLinks links,
            Entitlements entitlements,
            AnswerReceiver receiver,
            School school,
            InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.outbox = requireNonNull(outbox, "outbox");
        this.store = requireNonNull(store, "store");
        this.types = List.copyOf(types);
        this.links = requireNonNull(links, "links");
        this.entitlements = requireNonNull(entitlements, "entitlements");
        this.receiver = requireNonNull(receiver, "receiver");
        this.school = requireNonNull(school, "school");
        this.time = requireNonNull(time, "time");
    }

    /** What a link leads to. */
    public sealed interface Opened {}

    /**
     * The person can answer.
     *
     * @param until the first instant at which that is too late
     * @param answer what the person has answered before; null if nothing. One that is accepted cannot be changed
     */
    public record Asked(
            NoticeId notice,
            Kind kind,
            Recipient recipient,
            Question question,
            Instant until,
            @Nullable NoticeAnswer answer)
            implements Opened {
        public Asked {
            requireNonNull(notice, "notice");
            requireNonNull(kind, "kind");
            requireNonNull(recipient, "recipient");
            requireNonNull(question, "question");
            requireNonNull(until, "until");
        }
    }

    /** The person cannot answer. */
    public record NotAsked(Problem problem) implements Opened {}

    /** What came of an answer. */
    public sealed interface Result {}

    /** The answer is kept, and waits for the staff. */
    public record Received(NoticeAnswer answer) implements Result {}

    /** Nothing was changed. */
    public record NotReceived(Problem problem) implements Result {}

    /** Why an answer is not taken. The names are stable: programs may rely on them. */
    public enum Problem {
        /** The link was not made here, its host key is gone, or its recipient was erased. */
        UNKNOWN_LINK,
        /** The link is too old. */
        EXPIRED,
        /** Nothing is asked any more, such as of an absence that is excused; or the person may not see the pupil any more. */
        NO_LONGER_ASKED,
        /** The staff have accepted an answer to this notice, which cannot be changed. */
        ALREADY_ACCEPTED,
        /** The text is blank. */
        EMPTY,
        /** The text has more than {@value NoticeAnswer#LONGEST_TEXT} characters. */
        TOO_LONG
    }

    Opened open(String token) {
        Opened opened = question(token);
        return opened instanceof Asked asked
                ? new Asked(
                        asked.notice(),
                        asked.kind(),
                        asked.recipient(),
                        asked.question(),
                        asked.until(),
                        store.of(asked.notice()).orElse(null))
                : opened;
    }

    Result answer(String token, String text) {
        Optional<Notice> notice = notice(token);
        Opened opened = question(token);
        if (notice.isEmpty() || !(opened instanceof Asked asked)) {
            return new NotReceived(opened instanceof NotAsked not ? not.problem() : Problem.UNKNOWN_LINK);
        }
        String plain = WellFormedText.plain(text);
        if (plain.isEmpty() && asked.question().type() == NoticeAnswer.Type.REASON) {
            return new NotReceived(Problem.EMPTY);
        }
        if (WellFormedText.isLonger(plain, NoticeAnswer.LONGEST_TEXT)) {
            return new NotReceived(Problem.TOO_LONG);
        }
        Instant now = time.instant();
        NoticeAnswer answer = new NoticeAnswer(
                new AnswerId(TimeOrderedIds.next(now)),
                asked.notice(),
                asked.kind(),
                notice.get().subject(),
                asked.question().pupil(),
                asked.recipient(),
                asked.question().type(),
                plain,
                now,
                State.PENDING,
                null,
                null);
        return unitOfWork.<Result>call(tx -> {
            // One request after the other, or a form that is sent twice is two answers.
            outbox.lock(tx, List.of(notice.get().key()));
            NoticeAnswer before = store.of(asked.notice()).orElse(null);
            if (before != null && before.state() == State.PENDING && saysTheSame(before, answer)) {
                return new Received(before);
            }
            if (!store.put(tx, answer)) {
                return new NotReceived(Problem.ALREADY_ACCEPTED);
            }
            receiver.received(tx, answer);
            return new Received(answer);
        });
    }

    /** A form that is sent twice. */
    private static boolean saysTheSame(NoticeAnswer before, NoticeAnswer now) {
        return before.text().equals(now.text()) && before.pupil().equals(now.pupil()) && before.type() == now.type();
    }

    /** What is asked, without what was answered. */
    private Opened question(String token) {
        Optional<Notice> found = notice(token);
        if (found.isEmpty()) {
            return new NotAsked(Problem.UNKNOWN_LINK);
        }
        Notice notice = found.get();
        Instant now = time.instant();
        Instant until = links.end(notice);
        if (!now.isBefore(until)) {
            return new NotAsked(Problem.EXPIRED);
        }
        return types.stream()
                .filter(type -> type.kind().equals(notice.kind()))
                .findFirst()
                .flatMap(type -> type.question(notice))
                .filter(question -> maySee(notice.recipient(), question.pupil(), now))
                .<Opened>map(
                        question -> new Asked(notice.id(), notice.kind(), notice.recipient(), question, until, null))
                .orElseGet(() -> new NotAsked(Problem.NO_LONGER_ASKED));
    }

    private Optional<Notice> notice(String token) {
        return links.read(token)
                .flatMap(outbox::find)
                .map(Notice.Entry::notice)
                .filter(notice -> links.isFor(token, notice));
    }

    private boolean maySee(Recipient person, PupilId pupil, Instant now) {
        String id = person.id();
        Optional<Viewer> viewer = switch (person.type()) {
            case "guardian" -> Optional.of(Viewer.guardian(new GuardianId(id)));
            case "pupil" -> Optional.of(Viewer.pupil(new PupilId(id)));
            case "user" -> Optional.of(Viewer.staff(new UserId(id)));
            default -> Optional.empty();
        };
        return viewer.isPresent() && entitlements.maySee(viewer.get(), pupil, school.today(now));
    }
}
