package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.GuardianId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.core.SpringSecurityMessageSource;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How often a password may be tried at the login of a host with Spring Security. */
class SignInLimitTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final String PASSWORD = "trois petits chats";
    private static final String BAD_CREDENTIALS = SpringSecurityMessageSource.getAccessor()
            .getMessage("AbstractUserDetailsAuthenticationProvider.badCredentials");
    private static final PasswordHasher QUICK = Pbkdf2PasswordHasher.withIterations(1_000);
    private static final GuardianId PARENT = new GuardianId("7");

    private final ConfigurableApplicationContext portal =
            Portal.start(List.of(Portal.class, Login.class), TestDatabase.h2());

    @Configuration(proxyBeanMethods = false)
    static class Login {
        @Bean
        SettableClock clock() {
            return new SettableClock();
        }

        @Bean
        PasswordHasher hasher() {
            return QUICK;
        }
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void enrol() {
        portal.getBean(Enrolment.class).enrol(7);
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private Account account() {
        return requireNonNull(portal.getBean(Stores.class)
                .accounts()
                .byGuardian(List.of(PARENT))
                .get(PARENT));
    }

    private void change(UnaryOperator<Account> change) {
        Stores stores = portal.getBean(Stores.class);
        Account changed = change.apply(account());
        stores.unitOfWork().run(tx -> stores.accounts().update(tx, List.of(changed)));
    }

    private void pass(Duration time) {
        SettableClock clock = portal.getBean(SettableClock.class);
        clock.now = clock.now.plus(time);
    }

    private void signIn(String username, String password) {
        new ProviderManager(portal.getBean(ParentLogin.class).provider())
                .authenticate(UsernamePasswordAuthenticationToken.unauthenticated(username, password));
    }

    private void signIn(String username, String password, String address) {
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated(username, password);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        new ProviderManager(portal.getBean(ParentLogin.class).provider()).authenticate(attempt);
    }

    private void guess(String username, int times) {
        for (int i = 0; i < times; i++) {
            isRefused(username, "wrong");
        }
    }

    /** In the same words whatever the reason is. */
    private void isRefused(String username, String password) {
        assertThatExceptionOfType(BadCredentialsException.class)
                .isThrownBy(() -> signIn(username, password))
                .withMessage(BAD_CREDENTIALS);
    }

    @Test
    void fiveWrongPasswordsLockTheUsernameForAWhileHoweverItIsTyped() {
        guess("aissatou.ba", 3);
        guess(" Aissatou.BA ", 2);

        isRefused("aissatou.ba", PASSWORD);
        assertThat(account().lastSignInAt()).isNull();
        pass(Duration.ofSeconds(29));
        isRefused("Aissatou.ba", PASSWORD);

        pass(Duration.ofSeconds(1));
        signIn("aissatou.ba", PASSWORD);
        assertThat(account().lastSignInAt()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneSource() {
        for (String address : List.of(
                "2001:db8:7:1::1",
                "2001:db8:7:1::2",
                "2001:db8:7:1:ffff::3",
                "2001:0db8:0007:0001:0:0:0:4",
                "2001:db8:7:1::5%eth0")) {
            assertThatExceptionOfType(BadCredentialsException.class)
                    .isThrownBy(() -> signIn("aissatou.ba", "wrong", address));
        }

        assertThatExceptionOfType(BadCredentialsException.class)
                .as("a sixth address of the same network")
                .isThrownBy(() -> signIn("aissatou.ba", PASSWORD, "2001:db8:7:1::6"));
        signIn("aissatou.ba", PASSWORD, "2001:db8:7:2::1");
    }

    @Test
    void eachIpv4AddressIsASourceHoweverItIsWritten() {
        for (int i = 1; i <= 5; i++) {
            assertThatExceptionOfType(BadCredentialsException.class)
                    .isThrownBy(() -> signIn("aissatou.ba", "wrong", "::ffff:192.0.2.1"));
        }

        assertThatExceptionOfType(BadCredentialsException.class)
                .isThrownBy(() -> signIn("aissatou.ba", PASSWORD, "192.0.2.1"));
        signIn("aissatou.ba", PASSWORD, "::ffff:192.0.2.2");
    }

    @Test
    void aRightPasswordForgetsTheWrongOnesBefore() {
        guess("aissatou.ba", 4);
        signIn("aissatou.ba", PASSWORD);
        guess("aissatou.ba", 4);
        signIn(" Aissatou.Ba ", PASSWORD);
        guess("aissatou.ba", 4);
    }

    @Test
    void nobodyLearnsWhichUsernamesThereAreByTryingTooOften() {
        LimitSignIns limit = portal.getBean(Accounts.class).limitSignIns();
        for (String username : List.of("aissatou.ba", "nobody.here", "")) {
            guess(username, 7);
            assertThat(limit.blockedUntil(username)).as(username).contains(NOON.plusSeconds(30));
        }
    }

    @Test
    void itIsOneCountWithSignIn() {
        Accounts accounts = portal.getBean(Accounts.class);
        guess("aissatou.ba", 2);
        for (int i = 0; i < 3; i++) {
            accounts.signIn("aissatou.ba", "wrong");
        }

        isRefused("aissatou.ba", PASSWORD);
        assertThat(accounts.signIn("aissatou.ba", PASSWORD))
                .isInstanceOfSatisfying(
                        SignIn.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(SignIn.Reason.TOO_MANY_ATTEMPTS));
    }

    @Test
    void aTemporaryPasswordThatIsRightForgetsToo() {
        change(account -> account.withCredential(
                account.credential().renewed().temporary(QUICK.hash(PASSWORD), Instant.parse("2099-01-01T00:00:00Z"))));
        guess("aissatou.ba", 4);
        assertThatExceptionOfType(CredentialsExpiredException.class).isThrownBy(() -> signIn("aissatou.ba", PASSWORD));
        guess("aissatou.ba", 4);
        assertThatExceptionOfType(CredentialsExpiredException.class).isThrownBy(() -> signIn("aissatou.ba", PASSWORD));
    }

    @Test
    void whatIsTriedAtTheHostsOwnLoginIsNotCounted() {
        var staff = UsernamePasswordAuthenticationToken.unauthenticated("aissatou.ba", "wrong");
        for (int i = 0; i < 9; i++) {
            portal.publishEvent(new AuthenticationFailureBadCredentialsEvent(staff, new BadCredentialsException("no")));
        }

        assertThat(portal.getBean(Accounts.class).limitSignIns().blockedUntil("aissatou.ba"))
                .isEmpty();
    }

    @Test
    void aLoginInsideATransactionIsRefusedSinceTheCountWouldGoWithIt() {
        TransactionTemplate transaction = new TransactionTemplate(portal.getBean(PlatformTransactionManager.class));

        for (String password : List.of("wrong", PASSWORD)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> transaction.executeWithoutResult(status -> signIn("aissatou.ba", password)))
                    .withMessageContaining("outside");
        }
    }
}
