package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.LimitSignIns.Blocked;
import dev.cartable.account.LimitSignIns.Result;
import dev.cartable.account.LimitSignIns.Right;
import dev.cartable.account.LimitSignIns.Wrong;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitSignInsTest {
    private static final String PASSWORD = "balafon du soir";
    private static final String HOME = "192.0.2.7";
    private static final String STRANGER = "203.0.113.9";
    private final People people = new People();
    private final LimitSignIns limit = people.limit;

    @Test
    void blocksAUsernameAfterAFewWrongPasswordsWhetherAParentHasItOrNot() {
        people.active("awa.sow", PASSWORD);
        for (String username : new String[] {"awa.sow", "nobody", "<not a username>", ""}) {
            guess(username, HOME, 4);
            assertThat(limit.blockedUntil(username, HOME)).as(username).isEmpty();
            guess(" " + username.toUpperCase(Locale.ROOT), HOME, 1);
            assertThat(limit.blockedUntil(username, HOME)).as(username).contains(people.now.plusSeconds(30));
            assertThat(attempt(username, HOME, true)).isEqualTo(new Blocked(people.now.plusSeconds(30)));
        }
        people.pass(Duration.ofSeconds(30));
        assertThat(limit.blockedUntil("awa.sow", HOME)).isEmpty();
    }

    @Test
    void forgetsAfterARightPassword() {
        people.active("awa.sow", PASSWORD);
        guess("awa.sow", HOME, 4);
        assertThat(attempt("Awa.Sow", HOME, true)).isEqualTo(new Right());
        guess("awa.sow", HOME, 4);
        assertThat(attempt("awa.sow", HOME, true)).isEqualTo(new Right());
    }

    @Test
    void aRightPasswordForgetsWhatWasTriedElsewhereToo() {
        people.active("awa.sow", PASSWORD);
        for (int round = 0; round < 3; round++) {
            for (int source = 0; source < 3; source++) {
                guess("awa.sow", "203.0.113." + (10 * round + source), 5);
            }
            assertThat(attempt("awa.sow", HOME, true)).isEqualTo(new Right());
        }
    }

    @Test
    void rightPasswordsLeaveNoRowsAndDoNotCountForTheirSource() {
        for (int i = 0; i < 300; i++) {
            people.active("parent" + i, PASSWORD);
            assertThat(attempt("parent" + i, HOME, true)).isEqualTo(new Right());
        }
        assertThat(rows()).isZero();

        guess("nobody", HOME, 2);
        assertThat(attempt("parent1", HOME, true)).isEqualTo(new Right());
        guess("someone", HOME, 4);
        assertThat(limit.blockedUntil("someone", HOME)).isEmpty();
    }

    @Test
    void countsTogetherWithSignIn() {
        Account account = people.active("awa.sow", PASSWORD);
        guess("awa.sow", HOME, 2);
        for (int i = 0; i < 3; i++) {
            people.signIn().signIn("awa.sow", "guess", HOME);
        }
        assertThat(limit.blockedUntil("awa.sow", HOME)).contains(people.now.plusSeconds(30));
        assertThat(people.signIn().signIn("awa.sow", PASSWORD, HOME)).isInstanceOf(SignIn.Refused.class);
        account = people.change(account.withCredential(account.credential().reissued()));
        assertThat(limit.blockedUntil("awa.sow", HOME))
                .as("with a link beside the password, which anyone may have asked for")
                .isPresent();
        people.change(account.withCredential(account.credential().chosen(people.hasher.hash("un autre mot"))));
        assertThat(limit.blockedUntil("awa.sow", HOME))
                .as("with a new password")
                .isEmpty();
    }

    @Test
    void aStrangerCannotKeepAParentOut() {
        people.active("awa.sow", PASSWORD);
        for (int day = 0; day < 30; day++) {
            for (int i = 0; i < 200; i++) {
                attempt("awa.sow", STRANGER, false);
                people.pass(Duration.ofMinutes(7));
            }
            assertThat(people.signIn().signIn("awa.sow", PASSWORD, HOME)).isInstanceOf(SignIn.SignedIn.class);
        }
    }

    @Test
    void manyStrangersMakeAParentWaitAQuarterOfAnHourAtMostAndAResetLinkLetsThemIn() {
        Account account = people.active("awa.sow", PASSWORD);
        for (int source = 0; source < 1_000; source++) {
            guess("awa.sow", "203.0.113." + source, 5);
        }
        assertThat(people.signIn().signIn("awa.sow", PASSWORD, HOME)).isInstanceOf(SignIn.Refused.class);
        people.change(account.withCredential(account.credential().chosen(people.hasher.hash("un autre mot"))));
        assertThat(people.signIn().signIn("awa.sow", "un autre mot", HOME)).isInstanceOf(SignIn.SignedIn.class);

        Account other = people.active("binta.ly", PASSWORD);
        for (int source = 0; source < 1_000; source++) {
            guess("binta.ly", "203.0.113." + source, 5);
            people.pass(Duration.ofMinutes(1));
        }
        people.pass(SignInLimit.defaults().longestWait());
        assertThat(people.signIn().signIn(other.username().value(), PASSWORD, HOME))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void attemptsThatHaveToWaitLeaveNoRowsBehind() {
        people.active("awa.sow", PASSWORD);
        for (int source = 0; source < 4; source++) {
            guess("awa.sow", "203.0.113." + source, 5);
        }
        long before = rows();
        assertThat(before).isPositive();
        for (int source = 0; source < 100; source++) {
            assertThat(attempt("awa.sow", "198.51.100." + source, false)).isInstanceOf(Blocked.class);
        }
        assertThat(rows()).isEqualTo(before);
    }

    private long rows() {
        return people.stores.retention().count(DataKind.FAILED_SIGN_INS, people.now.plusSeconds(1));
    }

    @Test
    void whatAStormOfMadeUpUsernamesLeavesIsGoneAfterAWeek() {
        for (int i = 0; i < 50; i++) {
            guess("nobody" + i, "203.0.113." + i, 1);
        }
        assertThat(rows()).isEqualTo(150);
        Duration kept = RetentionPeriods.defaults().of(DataKind.FAILED_SIGN_INS);
        assertThat(kept).isBetween(SignInLimit.defaults().longestWait(), Duration.ofDays(7));
        people.pass(kept.plusSeconds(1));

        people.stores
                .unitOfWork()
                .run(tx ->
                        people.stores.retention().remove(tx, DataKind.FAILED_SIGN_INS, people.now.minus(kept), 1_000));

        assertThat(rows()).isZero();
    }

    @Test
    void aSourceThatTriesManyUsernamesHasOneAttemptForEachAndLocksNoneOfItsNeighboursOut() {
        people.active("awa.sow", PASSWORD);
        for (int i = 0; i < 1_000; i++) {
            guess("user" + i, HOME, 1);
        }
        assertThat(attempt("user1", HOME, true)).isInstanceOf(Blocked.class);
        assertThat(people.signIn().signIn("awa.sow", PASSWORD, HOME)).isInstanceOf(SignIn.SignedIn.class);
        assertThat(attempt("awa.sow", HOME, false)).isEqualTo(new Wrong());
        assertThat(attempt("awa.sow", HOME, false)).isInstanceOf(Blocked.class);
        assertThat(attempt("awa.sow", STRANGER, false)).as("from elsewhere").isEqualTo(new Wrong());
    }

    /** Each comparison lasts until every other attempt is being compared too, waits for its turn, or is over. */
    @Test
    void rightPasswordsInParallelAreAllLetIn() throws Exception {
        people.active("awa.sow", PASSWORD);
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        Set<Thread> comparing = ConcurrentHashMap.newKeySet();
        List<Object> results = together(8, i -> {
            callers.add(Thread.currentThread());
            return limit.attempt("awa.sow", HOME, () -> {
                comparing.add(Thread.currentThread());
                while (callers.size() < 8
                        || !callers.stream().allMatch(caller -> comparing.contains(caller) || isWaiting(caller))) {
                    Thread.onSpinWait();
                }
                return true;
            });
        });
        assertThat(results).hasSize(8).allMatch(Right.class::isInstance);
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED;
    }

    @Test
    void twoNodesCompareNoMoreThanOneDoes() throws Exception {
        people.active("awa.sow", PASSWORD);
        LimitSignIns other = otherNode();
        AtomicInteger compared = new AtomicInteger();
        together(
                1_000,
                i -> (i % 2 == 0 ? limit : other).attempt("awa.sow", HOME, () -> {
                    compared.incrementAndGet();
                    return false;
                }));
        assertThat(compared).hasValue(5);
    }

    private LimitSignIns otherNode() {
        return new LimitSignIns(
                people.stores.unitOfWork(),
                people.stores.accounts(),
                people.stores.failedSignIns(),
                SignInLimit.defaults(),
                People.KEY,
                people.clock);
    }

    @Test
    void whatAnotherNodeIsStillComparingCounts() {
        people.active("awa.sow", PASSWORD);
        LimitSignIns other = otherNode();
        guess("awa.sow", HOME, 4);

        AtomicReference<LimitSignIns.Result> meanwhile = new AtomicReference<>();
        limit.attempt("awa.sow", HOME, () -> {
            meanwhile.set(other.attempt("awa.sow", HOME, () -> false));
            return false;
        });

        assertThat(meanwhile.get()).as("the sixth, while the fifth is compared").isInstanceOf(Blocked.class);
    }

    @Test
    void ofAThousandGuessesInParallelOnlyTheFreeOnesAreCompared() throws Exception {
        people.active("awa.sow", PASSWORD);
        for (String source : new String[] {HOME, ""}) {
            AtomicInteger compared = new AtomicInteger();
            guess("awa.sow", source, 2);
            List<Object> results = together(
                    1_000,
                    i -> limit.attempt("awa.sow", source, () -> {
                        compared.incrementAndGet();
                        return false;
                    }));
            assertThat(compared).as(source).hasValue(3);
            assertThat(results).as(source).filteredOn(Blocked.class::isInstance).hasSize(997);
            assertThat(limit.attempt("awa.sow", source, () -> {
                        throw new AssertionError("a right password must not be compared either");
                    }))
                    .as(source)
                    .isInstanceOf(Blocked.class);
        }
    }

    @Test
    void ofAThousandGuessesFromAsManySourcesOnlyTheFreeOnesOfTheAccountAreCompared() throws Exception {
        people.active("awa.sow", PASSWORD);
        AtomicInteger compared = new AtomicInteger();
        together(
                1_000,
                i -> limit.attempt("awa.sow", "source " + i, () -> {
                    compared.incrementAndGet();
                    return false;
                }));
        assertThat(compared).hasValue(20);
    }

    @Test
    void refusesInsideATransactionWhichWouldTakeTheCountBack() {
        people.active("awa.sow", PASSWORD);
        for (Runnable attempt : List.<Runnable>of(
                () -> attempt("awa.sow", HOME, false),
                () -> people.signIn().signIn("awa.sow", "guess"),
                () -> people.choosePassword().choose("awa.sow", "guess", "another one"))) {
            assertThatThrownBy(() -> people.stores.unitOfWork().run(tx -> attempt.run()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing was written");
        }
        guess("awa.sow", HOME, 4);
        assertThat(limit.blockedUntil("awa.sow", HOME)).isEmpty();
    }

    private Result attempt(String username, String source, boolean right) {
        return limit.attempt(username, source, () -> right);
    }

    private void guess(String username, String source, int times) {
        for (int i = 0; i < times; i++) {
            attempt(username, source, false);
        }
    }

    /** What as many callers get who all call at once. */
    private static List<Object> together(int callers, IntFunction<Object> call) throws Exception {
        int threads = Math.min(callers, 50);
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Object>>> futures = IntStream.range(0, threads)
                    .mapToObj(thread -> pool.submit(() -> {
                        start.await();
                        List<Object> mine = new ArrayList<>();
                        for (int i = thread; i < callers; i += threads) {
                            mine.add(call.apply(i));
                        }
                        return mine;
                    }))
                    .toList();
            List<Object> results = new ArrayList<>();
            for (Future<List<Object>> future : futures) {
                results.addAll(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatASourceCountsForTheAccountUntilItHasToWaitIsNotForgottenAfterADay() {
        people.active("awa.sow", PASSWORD);
        for (int source = 0; source < 3; source++) {
            guess("awa.sow", "203.0.113." + source, 5);
            people.pass(Duration.ofSeconds(30));
            guess("awa.sow", "203.0.113." + source, 1);
        }
        guess("awa.sow", "198.51.100.1", 4);
        people.pass(Duration.ofDays(1));
        assertThat(limit.blockedUntil("awa.sow", HOME)).as("after nineteen").isEmpty();

        guess("awa.sow", "198.51.100.2", 1);

        assertThat(limit.blockedUntil("awa.sow", HOME)).contains(people.now.plusSeconds(30));
    }
}
