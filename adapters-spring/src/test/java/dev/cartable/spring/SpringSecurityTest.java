package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.GuardianId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A parent at the login of a host with Spring Security, put together by Spring Security and Spring Boot themselves. */
class SpringSecurityTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final String PASSWORD = "trois petits chats";
    private static final PasswordHasher QUICK = Pbkdf2PasswordHasher.withIterations(1_000);

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();

    @Configuration(proxyBeanMethods = false)
    static class Login {
        @Bean
        Clock clock() {
            return Clock.fixed(NOON, ZoneOffset.UTC);
        }
    }

    /** Else each hash is made anew at the first sign-in, in as many iterations as in production. */
    @Configuration(proxyBeanMethods = false)
    static class Quick {
        @Bean
        PasswordHasher quick() {
            return QUICK;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Encoder {
        @Bean
        PasswordEncoder passwordEncoder() {
            return new BCryptPasswordEncoder(4);
        }

        @Bean
        PasswordHasher parentsPasswords(PasswordEncoder encoder) {
            return new SpringPasswordHasher(encoder);
        }
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
    }

    private void start(Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(Portal.class, Login.class));
        sources.addAll(more.length == 0 ? List.of(Quick.class) : List.of(more));
        started.add(Portal.start(sources, TestDatabase.h2()));
        bean(Enrolment.class).enrol(7);
    }

    private <T> T bean(Class<T> type) {
        return started.get(0).getBean(type);
    }

    private Account account() {
        GuardianId parent = new GuardianId("7");
        return account(bean(Stores.class), parent);
    }

    private static Account account(Stores stores, GuardianId parent) {
        return requireNonNull(stores.accounts().byGuardian(List.of(parent)).get(parent));
    }

    private void change(UnaryOperator<Account> change) {
        Stores stores = bean(Stores.class);
        Account changed = change.apply(account());
        stores.unitOfWork().run(tx -> stores.accounts().update(tx, List.of(changed)));
    }

    /** As at a chain of the host that has the parents' provider alone. */
    private Authentication signIn(String username, String password) {
        return new ProviderManager(bean(ParentLogin.class).provider())
                .authenticate(UsernamePasswordAuthenticationToken.unauthenticated(username, password));
    }

    @Test
    void aParentSignsInWithTheChosenPasswordAndItIsRecorded() {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));

        Authentication parent = signIn(" Aissatou.Ba ", PASSWORD);

        assertThat(parent.getPrincipal()).isInstanceOfSatisfying(ParentUser.class, user -> {
            assertThat(user.accountId()).isEqualTo(account().id());
            assertThat(user.credentialRevision())
                    .isEqualTo(account().credential().revision());
            assertThat(user.getPassword()).as("erased").isNull();
            assertThat(user).hasToString("ParentUser[" + account().id() + "]");
        });
        assertThat(parent.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .contains(ParentUser.AUTHORITY);
        assertThat(account().lastSignInAt()).isEqualTo(NOON);
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRecorded() {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));

        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> signIn("aissatou.ba", "trois"));
        assertThat(account().lastSignInAt()).isNull();
    }

    @Test
    void anAccountWithoutAPasswordIsAsOneThatIsNotThere() {
        start();
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> signIn("aissatou.ba", ""));
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> signIn("nobody.here", ""));
    }

    @Test
    void aDeactivatedAccountIsDisabled() {
        start();
        change(account ->
                account.activated(QUICK.hash(PASSWORD), NOON).deactivated(Account.Deactivation.ORPHANED, NOON));

        assertThatExceptionOfType(DisabledException.class).isThrownBy(() -> signIn("aissatou.ba", PASSWORD));
    }

    @Test
    void aTemporaryPasswordHasToBeChangedFirst() {
        start();
        change(account -> account.withCredential(
                account.credential().renewed().temporary(QUICK.hash(PASSWORD), Instant.parse("2099-01-01T00:00:00Z"))));

        assertThatExceptionOfType(CredentialsExpiredException.class).isThrownBy(() -> signIn("aissatou.ba", PASSWORD));
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> signIn("aissatou.ba", "trois"));
    }

    @Test
    void aPasswordIsReadInUnicodeNfkcAsWhenItWasChosen() {
        start();
        change(account -> account.activated(QUICK.hash("l'été à Conakry"), NOON));

        assertThat(signIn("aissatou.ba", "l'e\u0301te\u0301 a\u0300\u00a0Conakry")
                        .isAuthenticated())
                .isTrue();
    }

    @Test
    void theHostsEncoderHashesAndHashesFromBeforeStillVerify() {
        start(Encoder.class);
        PasswordHasher hasher = bean(PasswordHasher.class);

        String hash = hasher.hash(PASSWORD);
        change(account -> account.activated(hash, NOON));

        assertThat(hash).startsWith("$2");
        assertThat(signIn("aissatou.ba", PASSWORD).isAuthenticated()).isTrue();
        assertThat(hasher.matches(PASSWORD, QUICK.hash(PASSWORD))).isTrue();
        assertThat(hasher.matches("trois", QUICK.hash(PASSWORD))).isFalse();
        assertThat(hasher.matches(PASSWORD, "no hash at all")).isFalse();
    }

    @Test
    void anEncoderThatThrowsAtForeignHashesSaysNo() {
        PasswordHasher hasher = new SpringPasswordHasher(PasswordEncoderFactories.createDelegatingPasswordEncoder());
        assertThat(hasher.matches(PASSWORD, "no hash at all")).isFalse();
        assertThat(hasher.matches(PASSWORD, QUICK.hash(PASSWORD))).isTrue();
    }

    @Test
    void aParentOutlivesTheSessionStore() throws Exception {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
        ParentUser parent = (ParentUser) bean(ParentLogin.class).users().loadUserByUsername("aissatou.ba");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(parent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(
                            ParentUser.class,
                            read -> assertThat(read.accountId())
                                    .isEqualTo(account().id()));
        }
    }

    @Test
    void whoComesBackByRememberMeIsRecorded() {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
        UserDetails parent = bean(ParentLogin.class).users().loadUserByUsername(" Aissatou.Ba ");

        started.get(0)
                .publishEvent(new AuthenticationSuccessEvent(
                        new RememberMeAuthenticationToken("key", parent, parent.getAuthorities())));

        assertThat(account().lastSignInAt()).isEqualTo(NOON);
    }

    @Test
    void whoMaySeeNoPupilAnyMoreDoesNotComeBackByRememberMe() throws SQLException {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
        UserDetailsService users = bean(ParentLogin.class).users();
        assertThat(users.loadUserByUsername("aissatou.ba").isEnabled()).isTrue();

        try (Connection connection = bean(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM portal_tie WHERE parent = 7");
        }

        UserDetails parent = users.loadUserByUsername("aissatou.ba");
        assertThatExceptionOfType(DisabledException.class)
                .as("as Spring Security asks after remember-me")
                .isThrownBy(() -> new AccountStatusUserDetailsChecker().check(parent));
    }

    @Test
    void aUsernameIsNeverReadAsTheIdOfAnotherGuardian() {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
        UserDetailsService users = bean(ParentLogin.class).users();

        assertThatExceptionOfType(UsernameNotFoundException.class).isThrownBy(() -> users.loadUserByUsername("7"));
        assertThatExceptionOfType(UsernameNotFoundException.class)
                .isThrownBy(() -> users.loadUserByUsername(account().id().toString()));
    }

    @Test
    void aParentIsNoUserOfTheHostWithTheSameName() {
        start();
        change(account -> account.activated(QUICK.hash(PASSWORD), NOON));
        UserDetails parent = bean(ParentLogin.class).users().loadUserByUsername("aissatou.ba");
        UserDetails staff =
                User.withUsername("aissatou.ba").password("x").roles("STAFF").build();

        assertThat(parent).isNotEqualTo(staff).doesNotHaveSameHashCodeAs(staff);
    }

    @Test
    void sessionsInTheHostsRegistryEndForThatParentAlone() {
        Runners.complete()
                .withBean(SessionRegistry.class, SessionRegistryImpl::new)
                .withUserConfiguration(OneFamily.class)
                .run(context -> {
                    context.getBean(Accounts.class).open(OneFamily.PARENT);
                    Account account = account(context.getBean(Stores.class), OneFamily.PARENT);
                    SessionRegistry registry = context.getBean(SessionRegistry.class);
                    registry.registerNewSession("theirs", ParentUser.of(account, "hash", true));
                    registry.registerNewSession("other", "somebody else");

                    context.getBean(SessionRevoker.class).revoke(account.id());

                    assertThat(requireNonNull(registry.getSessionInformation("theirs"))
                                    .isExpired())
                            .isTrue();
                    assertThat(requireNonNull(registry.getSessionInformation("other"))
                                    .isExpired())
                            .isFalse();
                });
    }
}
