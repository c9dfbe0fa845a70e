package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.ActivateAccount.Activated;
import dev.cartable.account.ActivateAccount.Reason;
import dev.cartable.account.ActivateAccount.Refused;
import dev.cartable.account.ActivateAccount.Result;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.PasswordHasher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActivateAccountTest {
    private static final String PASSWORD = "balafon du soir";
    private final People people = new People();

    @Test
    void givesTheAccountTheChosenPassword() {
        Account account = people.pending("awa.sow");
        assertThat(activate(people.token(account))).isEqualTo(new Activated(account.id(), account.username()));
        Account after = people.account(account.id());
        assertThat(after.state()).isEqualTo(Account.State.ACTIVE);
        assertThat(after.activatedAt()).isEqualTo(people.now);
        assertThat(after.credential().revision()).isEqualTo(2);
        assertThat(after.credential().origin()).isEqualTo(Credential.Origin.CHOSEN);
        assertThat(people.isPasswordOf(account.id(), PASSWORD)).isTrue();
        assertThat(people.revoked).containsExactly(account.id());
    }

    @Test
    void readsATokenAsItIsPrintedAndTyped() {
        Account account = people.pending("awa.sow");
        String typed =
                Tokens.grouped(people.token(account)).toLowerCase(Locale.ROOT).replace("-", " ");
        assertThat(activate(typed)).isInstanceOf(Activated.class);
    }

    @Test
    void knowsOnlyTokensThatWereSent() {
        Account account = people.pending("awa.sow");
        assertThat(activate("")).isEqualTo(new Refused(Reason.UNKNOWN_TOKEN, null));
        assertThat(activate(people.tokens.activation(account.id(), 2, null)))
                .isEqualTo(new Refused(Reason.UNKNOWN_TOKEN, null));
    }

    @Test
    void takesATokenOnce() {
        Account account = people.pending("awa.sow");
        activate(people.token(account));
        people.revoked.clear();
        assertThat(people.activateAccount().activate(people.token(account), "another password"))
                .isEqualTo(new Refused(Reason.USED, null));
        assertThat(people.isPasswordOf(account.id(), PASSWORD)).isTrue();
        assertThat(people.revoked).isEmpty();
    }

    @Test
    void takesATokenUntilItExpires() {
        Account early = people.pending("awa.sow");
        Account late = people.pending("awa.ba");
        people.pass(People.VALIDITY.minusNanos(1));
        assertThat(activate(people.token(early))).isInstanceOf(Activated.class);
        people.pass(Duration.ofNanos(1));
        assertThat(activate(people.token(late))).isEqualTo(new Refused(Reason.EXPIRED, null));
        assertThat(people.account(late.id()).state()).isEqualTo(Account.State.PENDING);
    }

    @Test
    void takesNoTokenOfAnOlderCredential() {
        Account account = people.pending("awa.sow");
        people.change(account.withCredential(account.credential().renewed()));
        assertThat(activate(people.token(account))).isEqualTo(new Refused(Reason.SUPERSEDED, null));
    }

    @Test
    void opensNoClosedAccount() {
        Account account = people.pending("awa.sow");
        people.change(account.deactivated(Account.Deactivation.BY_HAND, people.now));
        assertThat(activate(people.token(account))).isEqualTo(new Refused(Reason.ACCOUNT_CLOSED, null));
    }

    @Test
    void keepsTheTokenGoodAfterAWeakPassword() {
        Account account = people.pending("awa.sow");
        assertThat(people.activateAccount().activate(people.token(account), "awa.sow1"))
                .isEqualTo(new Refused(Reason.WEAK_PASSWORD, Weakness.USERNAME));
        assertThat(activate(people.token(account))).isInstanceOf(Activated.class);
    }

    @Test
    void looksAgainAtTheAccountOnceItIsLocked() {
        Account account = people.pending("awa.sow");
        PasswordHasher whileItIsRenewed = duringHash(() -> people.change(
                people.account(account.id()).withCredential(account.credential().renewed())));
        assertThat(activateWith(whileItIsRenewed, account)).isEqualTo(new Refused(Reason.SUPERSEDED, null));
        Account other = people.pending("awa.ba");
        PasswordHasher whileItIsClosed =
                duringHash(() -> people.change(other.deactivated(Account.Deactivation.BY_HAND, people.now)));
        assertThat(activateWith(whileItIsClosed, other)).isEqualTo(new Refused(Reason.ACCOUNT_CLOSED, null));
    }

    @Test
    void letsOneOfFiftyThreadsWin() throws Exception {
        Account account = people.pending("awa.sow");
        assertOneOfFiftyWins(people.activateAccount(), account);
        assertThat(people.account(account.id()).credential().revision()).isEqualTo(2);
        assertThat(people.revoked).containsExactly(account.id());
    }

    /** The same with a store that shows every thread the account as it was, so that the token alone decides. */
    @Test
    void letsOneOfFiftyThreadsWinByTheTokenAlone() throws Exception {
        Account account = people.pending("awa.sow");
        AccountStore stale = (AccountStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AccountStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("lock")) {
                        return Optional.of(account);
                    }
                    if (method.getName().equals("update")) {
                        return null;
                    }
                    try {
                        method.setAccessible(true);
                        return method.invoke(people.stores.accounts(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        assertOneOfFiftyWins(
                people.activateAccount(stale, new UnreadActivations(people.stores.activations()), people.hasher),
                account);
    }

    @Test
    void saysOfATokenThatIsUsedWhileItLooksThatItWasUsed() {
        Account account = people.pending("awa.sow");
        AtomicBoolean first = new AtomicBoolean(true);
        AccountStore slow = (AccountStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AccountStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("byId") && first.getAndSet(false)) {
                        activate(people.token(account));
                    }
                    method.setAccessible(true);
                    return method.invoke(people.stores.accounts(), arguments);
                });

        assertThat(people.activateAccount(slow, people.stores.activations(), people.hasher)
                        .activate(people.token(account), "balafon numéro deux"))
                .isEqualTo(new Refused(Reason.USED, null));
    }

    private void assertOneOfFiftyWins(ActivateAccount activateAccount, Account account) throws Exception {
        int threads = 50;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Result>> futures = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(() -> {
                        start.await();
                        return activateAccount.activate(people.token(account), "balafon numéro " + i);
                    }))
                    .toList();
            int won = 0;
            for (Future<Result> future : futures) {
                Result result = future.get();
                if (result instanceof Activated) {
                    won++;
                } else {
                    assertThat(result).isEqualTo(new Refused(Reason.USED, null));
                }
            }
            assertThat(won).isOne();
        } finally {
            pool.shutdownNow();
        }
    }

    private Result activate(String token) {
        return people.activateAccount().activate(token, PASSWORD);
    }

    private Result activateWith(PasswordHasher hasher, Account account) {
        return people.activateAccount(people.stores.accounts(), people.stores.activations(), hasher)
                .activate(people.token(account), PASSWORD);
    }

    /** A hasher during whose work something else happens. */
    private PasswordHasher duringHash(Runnable event) {
        return new PasswordHasher() {
            @Override
            public String hash(CharSequence password) {
                event.run();
                return people.hasher.hash(password);
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                return people.hasher.matches(password, hash);
            }

            @Override
            public State state(String hash) {
                return State.CURRENT;
            }
        };
    }
}
