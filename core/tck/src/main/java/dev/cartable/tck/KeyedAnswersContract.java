package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.task.port.TaskStores;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.KeyedAnswers.Entry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link KeyedAnswers} promises. */
public abstract class KeyedAnswersContract extends StoresContract<TaskStores> {
    private static final int THREADS = 8;

    static String key(int number) {
        return ("key" + number + "x".repeat(64)).substring(0, 64);
    }

    static Entry begun(int number) {
        return Entry.begun(key(number), "r".repeat(64), NOW);
    }

    private KeyedAnswers store() {
        return stores().keyedAnswers();
    }

    private boolean begin(Entry entry) {
        return this.<Boolean>call(tx -> store().begin(tx, entry));
    }

    @Test
    void aKeyBeginsOnceAndKeepsItsAnswer() {
        String longText = "é€".repeat(200_000);

        assertThat(store().find(key(1))).isEmpty();
        assertThat(begin(begun(1))).isTrue();
        assertThat(begin(Entry.begun(key(1), "another", NOW.plusSeconds(1)))).isFalse();
        assertThat(store().find(key(1))).contains(begun(1));

        write(tx -> store().answer(tx, key(1), longText));
        write(tx -> store().answer(tx, key(2), "never begun"));

        assertThat(store().find(key(1))).contains(new Entry(key(1), begun(1).request(), NOW, longText));
        assertThat(store().find(key(2))).isEmpty();
    }

    @Test
    void ofManyWhoBeginAtOnceOneDoes() {
        List<Boolean> first = Together.run(THREADS, i -> begin(begun(1)));
        List<Boolean> again = Together.run(
                THREADS, i -> this.<Boolean>call(tx -> store().beginAgain(tx, begun(1), NOW.plusSeconds(i + 1))));

        assertThat(first).containsOnlyOnce(true);
        assertThat(again).containsOnlyOnce(true);
    }

    @Test
    void whatHasAnAnswerNeitherBeginsAgainNorIsRemoved() {
        begin(begun(1));
        begin(begun(2));
        write(tx -> store().answer(tx, key(1), "sealed"));

        assertThat(this.<Boolean>call(tx -> store().beginAgain(tx, begun(1), NOW.plusSeconds(9))))
                .isFalse();
        write(tx -> {
            store().remove(tx, key(1));
            store().remove(tx, key(2));
            store().remove(tx, key(3));
        });

        assertThat(store().find(key(1))).isPresent();
        assertThat(store().find(key(2))).isEmpty();
    }

    @Test
    void whatIsUndoneIsAsIfItHadNeverBeen() {
        undone(tx -> store().begin(tx, begun(1)));
        assertThat(store().find(key(1))).isEmpty();

        begin(begun(1));
        undone(tx -> store().answer(tx, key(1), "sealed"));
        undone(tx -> store().beginAgain(tx, begun(1), NOW.plusSeconds(9)));
        undone(tx -> store().remove(tx, key(1)));
        undone(tx -> store().forget(tx, NOW.plusSeconds(9), 9));

        assertThat(store().find(key(1))).contains(begun(1));
    }

    /** The client that comes second learns from the first one's end whether it is to go on. */
    @Test
    void aKeyWhoseFirstRequestIsUndoneBeginsWithTheSecond() {
        List<Boolean> begun = Together.run(
                2,
                i -> i == 0
                        ? this.<Boolean>givenUp(tx -> store().begin(tx, begun(1)))
                        : begin(Entry.begun(key(1), "second", NOW)));

        assertThat(begun.get(1)).isTrue();
        assertThat(store().find(key(1))).map(Entry::request).contains("second");
    }

    @Test
    void onlyWhatIsThereAsItWasReadBeginsAgain() {
        begin(begun(1));
        Instant later = NOW.plusSeconds(9);

        assertThat(this.<Boolean>call(tx -> store().beginAgain(tx, Entry.begun(key(1), "r", later), later)))
                .as("begun at another time")
                .isFalse();
        assertThat(this.<Boolean>call(tx -> store().beginAgain(tx, begun(2), later)))
                .as("not there")
                .isFalse();
        assertThat(store().find(key(1))).contains(begun(1));
        assertThat(store().find(key(2))).isEmpty();
    }

    @Test
    void whatIsOldIsForgottenSomeAtATime() {
        Instant old = NOW.minusSeconds(60);
        begin(Entry.begun(key(1), "r", old));
        begin(Entry.begun(key(2), "r", old));
        begin(begun(3));
        write(tx -> store().answer(tx, key(1), "kept for a day, and no longer"));

        assertThat(this.<Integer>call(tx -> store().forget(tx, old, 9)))
                .as("begun at that very time")
                .isZero();
        assertThat(this.<Integer>call(tx -> store().forget(tx, NOW, 1))).isEqualTo(1);
        assertThat(this.<Integer>call(tx -> store().forget(tx, NOW, 9))).isEqualTo(1);
        assertThat(this.<Integer>call(tx -> store().forget(tx, NOW, 9))).isZero();
        assertThat(store().find(key(3))).contains(begun(3));
    }
}
