package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.SignIn.Reason;
import dev.cartable.account.SignIn.Refused;
import dev.cartable.account.SignIn.Result;
import dev.cartable.account.SignIn.SignedIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final String PASSWORD = "balafon du soir";
    private static final Refused WRONG = new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null);
    private final People people = new People();

    @Test
    void letsAParentInAndRecordsIt() {
        Account account = people.active("awa.sow", PASSWORD);
        people.pass(Duration.ofDays(1));
        assertThat(signIn(" Awa.SOW ", PASSWORD)).isEqualTo(new SignedIn(account.id(), 2, false));
        assertThat(people.account(account.id()).lastSignInAt()).isEqualTo(people.now);
    }

    @Test
    void readsAPasswordTheSameFromEveryKeyboard() {
        people.active("awa.sow", "cl\u00E9 du balafon");
        assertThat(signIn("awa.sow", "cle\u0301 du balafon")).isInstanceOf(SignedIn.class);
    }

    @Test
    void saysTheSameForAWrongPasswordAndNoAccount() {
        Account account = people.active("awa.sow", PASSWORD);
        people.pending("awa.ba");
        assertThat(signIn("awa.sow", "balafon du matin")).isEqualTo(WRONG);
        assertThat(signIn("nobody", PASSWORD)).isEqualTo(WRONG);
        assertThat(signIn("awa.ba", "")).isEqualTo(WRONG);
        assertThat(signIn("<not a username>", PASSWORD)).isEqualTo(WRONG);
        assertThat(signIn("awa.sow", "x".repeat(1_000_000))).isEqualTo(WRONG);
        assertThat(people.account(account.id()).lastSignInAt()).isNull();
    }

    @Test
    void takesTheSameTimeWhetherThereIsAnAccountOrNot() {
        people.active("awa.sow", PASSWORD);
        people.pending("awa.ba");
        people.temporary("awa.ly");
        for (String username : List.of("awa.sow", "awa.ba", "nobody", "<not a username>")) {
            CountingHasher counting = new CountingHasher(people.hasher);
            signIn(counting, username, "balafon du matin");
            assertThat(counting.work).as(username).hasValue(1);
        }
        CountingHasher counting = new CountingHasher(people.hasher);
        signIn(counting, "awa.ly", "balafon du matin");
        assertThat(counting.work)
                .as("one slow hash, and the cheap one of the temporary password")
                .hasValue(2);
    }

    @Test
    void letsATemporaryPasswordInOnlyToChooseAnother() {
        Account account = people.temporary("awa.sow");
        String typed =
                people.temporaryPassword(account).toUpperCase(Locale.ROOT).replace("-", " ");
        assertThat(signIn("awa.sow", typed)).isEqualTo(new SignedIn(account.id(), 1, true));
        assertThat(people.account(account.id()).state()).isEqualTo(Account.State.PENDING);
    }

    @Test
    void tellsWhoKnowsThePasswordThatTheAccountIsClosed() {
        Account account = people.active("awa.sow", PASSWORD);
        people.change(account.deactivated(Account.Deactivation.BY_HAND, people.now));
        assertThat(signIn("awa.sow", PASSWORD)).isEqualTo(new Refused(Reason.ACCOUNT_CLOSED, null));
        assertThat(signIn("awa.sow", "balafon du matin")).isEqualTo(WRONG);
    }

    @Test
    void refusesAPasswordThatWasReplacedWhileItWasCompared() {
        Account account = people.active("awa.sow", PASSWORD);
        PasswordHasher slow = new CountingHasher(people.hasher) {
            @Override
            public boolean matches(CharSequence password, String hash) {
                people.change(account.withCredential(account.credential().renewed()));
                return super.matches(password, hash);
            }
        };
        assertThat(signIn(slow, "awa.sow", PASSWORD)).isEqualTo(WRONG);
    }

    @Test
    void makesGuessersWaitAlsoWhereNobodyIs() {
        people.active("awa.sow", PASSWORD);
        for (String username : List.of("awa.sow", "nobody")) {
            for (int i = 0; i < 5; i++) {
                assertThat(signIn(username, "guess number " + i)).isEqualTo(WRONG);
            }
            assertThat(signIn(username, PASSWORD)).isEqualTo(blockedUntil(people.now.plusSeconds(30)));
        }
        people.pass(Duration.ofSeconds(30));
        assertThat(signIn("awa.sow", PASSWORD)).isInstanceOf(SignedIn.class);
        assertThat(signIn("awa.sow", "guess again")).isEqualTo(WRONG);
    }

    @Test
    void doesNotCountWhatIsNotLookedAt() {
        people.active("awa.sow", PASSWORD);
        Instant opens = people.now.plusSeconds(30);
        for (int i = 0; i < 5; i++) {
            signIn("awa.sow", "guess number " + i);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(signIn("awa.sow", "guess number " + i)).isEqualTo(blockedUntil(opens));
        }
    }

    @Test
    void closesNoAccountForGoodHoweverOftenAPasswordIsGuessed() {
        Account account = people.active("awa.sow", PASSWORD);
        for (int i = 0; i < 100; i++) {
            people.pass(Duration.ofMinutes(15));
            assertThat(signIn("awa.sow", "guess number " + i)).isEqualTo(WRONG);
        }
        assertThat(signIn("awa.sow", PASSWORD)).isInstanceOf(Refused.class);
        String chosen = "un autre mot";
        people.change(account.withCredential(account.credential().chosen(people.hasher.hash(chosen))));
        assertThat(signIn("awa.sow", chosen))
                .as("what was chosen behind a reset link opens it at once")
                .isInstanceOf(SignedIn.class);
        for (int i = 0; i < 100; i++) {
            people.pass(Duration.ofMinutes(15));
            signIn("awa.sow", "guess number " + i);
        }
        people.pass(Duration.ofMinutes(15));
        assertThat(signIn("awa.sow", chosen)).isInstanceOf(SignedIn.class);
    }

    @Test
    void letsATemporaryPasswordInUntilItExpires() {
        Account early = people.temporary("awa.sow");
        Account late = people.temporary("awa.ba");
        people.pass(People.VALIDITY.minusNanos(1));
        assertThat(signIn("awa.sow", people.temporaryPassword(early))).isInstanceOf(SignedIn.class);
        people.pass(Duration.ofNanos(1));
        assertThat(signIn("awa.ba", people.temporaryPassword(late)))
                .isEqualTo(new Refused(Reason.PASSWORD_EXPIRED, null));
        assertThat(signIn("awa.ba", "guess"))
                .as("only the right password is told")
                .isEqualTo(WRONG);
        assertThat(people.choosePassword().choose("awa.ba", people.temporaryPassword(late), "kora du matin"))
                .isEqualTo(new ChoosePassword.Refused(ChoosePassword.Reason.PASSWORD_EXPIRED, null, null));
    }

    @Test
    void renewsAnOldHashAtTheNextSignIn() {
        Account account = people.active("awa.sow", PASSWORD);
        String old = account.credential().passwordHash();
        Pbkdf2PasswordHasher stronger = Pbkdf2PasswordHasher.withIterations(2_000);
        assertThat(signIn(stronger, "awa.sow", "guess")).isEqualTo(WRONG);
        assertThat(people.account(account.id()).credential().passwordHash()).isEqualTo(old);
        assertThat(signIn(stronger, "awa.sow", PASSWORD)).isEqualTo(new SignedIn(account.id(), 2, false));
        String renewed = people.account(account.id()).credential().passwordHash();
        assertThat(renewed).startsWith("$pbkdf2-sha256$i=2000$");
        assertThat(signIn(stronger, "awa.sow", PASSWORD)).isEqualTo(new SignedIn(account.id(), 2, false));
        assertThat(people.account(account.id()).credential().passwordHash()).isEqualTo(renewed);
    }

    @Test
    void takesADjangoPasswordAsItWasTypedAndRenewsItsHash() {
        Account account = people.active("awa.sow", "another one");
        // pbkdf2_hmac of Python's hashlib; the password is typed with a combining accent, which Django does not
        // compose.
        people.change(account.rehashed("pbkdf2_sha256$1000$seasalt$/mcysrsCNiydmhFJyg7e2Of4uHgwT6RtugA5I71RaXw="));
        assertThat(signIn("awa.sow", "another one")).isEqualTo(WRONG);
        assertThat(signIn("awa.sow", "cle\u0301 du balafon")).isInstanceOf(SignedIn.class);
        assertThat(people.account(account.id()).credential().passwordHash()).startsWith("$pbkdf2-sha256$");
        assertThat(signIn("awa.sow", "cl\u00E9 du balafon")).isInstanceOf(SignedIn.class);
    }

    @Test
    void countsGuessesInParallel() throws Exception {
        people.active("awa.sow", PASSWORD);
        int threads = 30;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Result>> futures = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(() -> {
                        start.await();
                        return signIn("awa.sow", "guess number " + i);
                    }))
                    .toList();
            List<Result> results = new ArrayList<>();
            for (Future<Result> future : futures) {
                results.add(future.get());
            }
            assertThat(results).filteredOn(WRONG::equals).hasSize(5);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Refused blockedUntil(Instant time) {
        return new Refused(Reason.TOO_MANY_ATTEMPTS, time);
    }

    private Result signIn(String username, String password) {
        return people.signIn().signIn(username, password);
    }

    private Result signIn(PasswordHasher hasher, String username, String password) {
        return people.signIn(hasher).signIn(username, password);
    }

    private static class CountingHasher implements PasswordHasher {
        private final PasswordHasher hasher;
        final AtomicInteger work = new AtomicInteger();

        CountingHasher(PasswordHasher hasher) {
            this.hasher = hasher;
        }

        @Override
        public String hash(CharSequence password) {
            work.incrementAndGet();
            return hasher.hash(password);
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            work.incrementAndGet();
            return hasher.matches(password, hash);
        }

        @Override
        public State state(String hash) {
            return hasher.state(hash);
        }
    }
}
