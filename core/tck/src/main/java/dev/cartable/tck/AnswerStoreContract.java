package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.notice.port.NoticeStores;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an {@link AnswerStore} promises. */
public abstract class AnswerStoreContract extends StoresContract<NoticeStores> {
    private static final Kind KIND = Kind.of("reminder.absence");
    private static final Set<State> ALL = EnumSet.allOf(State.class);

    /** A pending answer with this number to the notice with this number. */
    static NoticeAnswer answer(int number) {
        return answer(number, number, "Fièvre \uD83E\uDD12\nRendez-vous, l’après-midi");
    }

    private static NoticeAnswer answer(int number, int notice, String text) {
        return new NoticeAnswer(
                new AnswerId(Samples.uuid(number)),
                Samples.noticeId(notice),
                KIND,
                new Subject("absence", "a:" + notice + " é"),
                Samples.pupil(notice),
                new Recipient("guardian", "g:" + notice),
                NoticeAnswer.Type.REASON,
                text,
                Samples.NOW,
                State.PENDING,
                null,
                null);
    }

    static NoticeAnswer accepted(int number) {
        return answer(number).decided(State.ACCEPTED, Samples.NOW.plus(Duration.ofHours(1)), "secrétariat");
    }

    private static NoticeAnswer rejected(int number) {
        return answer(number).decided(State.REJECTED, Samples.NOW.plus(Duration.ofHours(1)), "secrétariat");
    }

    @Test
    void anAnswerIsKeptAsItIs() {
        assertThat(put(answer(1))).isTrue();

        assertThat(answers().find(answer(1).id())).contains(answer(1));
        assertThat(answers().of(Samples.noticeId(1))).contains(answer(1));
        assertThat(answers().find(answer(2).id())).isEmpty();
        assertThat(answers().of(Samples.noticeId(2))).isEmpty();
    }

    @Test
    void anotherAnswerToTheSameNoticeTakesThePlaceOfAPendingOne() {
        put(answer(1));
        NoticeAnswer other = answer(2, 1, "Grippe");

        assertThat(put(other)).isTrue();

        assertThat(answers().of(Samples.noticeId(1))).contains(other);
        assertThat(answers().find(answer(1).id())).isEmpty();
        assertThat(decide(accepted(1))).as("what the staff have seen is gone").isFalse();
        assertThat(answers().of(Samples.noticeId(1))).contains(other);
    }

    @Test
    void anotherAnswerTakesThePlaceOfARejectedOneAndNotOfAnAcceptedOne() {
        put(answer(1));
        put(answer(2));
        assertThat(decide(accepted(1))).isTrue();
        assertThat(decide(rejected(2))).isTrue();

        assertThat(put(answer(3, 1, "Grippe"))).isFalse();
        assertThat(put(answer(4, 2, "Grippe"))).isTrue();

        assertThat(all()).containsExactly(answer(4, 2, "Grippe"), accepted(1));
    }

    @Test
    void whatIsDecidedIsNotDecidedAgain() {
        put(answer(1));

        assertThat(decide(rejected(1))).isTrue();
        assertThat(decide(accepted(1))).isFalse();

        assertThat(answers().find(answer(1).id())).contains(rejected(1));
    }

    @Test
    void aLockedAnswerIsReadInItsTransaction() {
        put(answer(1));

        write(tx -> {
            assertThat(answers().lock(tx, answer(1).id())).contains(answer(1));
            assertThat(answers().lock(tx, answer(2).id())).isEmpty();
            assertThat(answers().decide(tx, accepted(1))).isTrue();
            assertThat(answers().lock(tx, answer(1).id())).contains(accepted(1));
        });
    }

    @Test
    void answersAreListedByTheirStateTheNewestFirst() {
        for (int number = 1; number <= 4; number++) {
            put(answer(number));
        }
        decide(accepted(2));
        decide(rejected(3));

        assertThat(all()).containsExactly(answer(4), rejected(3), accepted(2), answer(1));
        assertThat(SampleSchool.read(answers().in(Set.of(State.PENDING)))).containsExactly(answer(4), answer(1));
        assertThat(SampleSchool.read(answers().in(Set.of()))).isEmpty();
    }

    @Test
    void acceptedAnswersAreFoundByTheirSubjects() {
        put(answer(1));
        put(answer(2));
        put(answer(3));
        decide(accepted(1));
        decide(accepted(2));
        List<Subject> some = List.of(answer(1).subject(), answer(3).subject(), new Subject("absence", "none"));

        assertThat(answers().accepted(KIND, some)).containsExactly(accepted(1));
        assertThat(answers().accepted(Kind.of("library.overdue"), some)).isEmpty();
        assertThat(answers().accepted(KIND, List.of())).isEmpty();
    }

    private boolean put(NoticeAnswer answer) {
        return this.<Boolean>call(tx -> answers().put(tx, answer));
    }

    private boolean decide(NoticeAnswer answer) {
        return this.<Boolean>call(tx -> answers().decide(tx, answer));
    }

    private List<NoticeAnswer> all() {
        return SampleSchool.read(answers().in(ALL));
    }

    private AnswerStore answers() {
        return stores().answers();
    }
}
