package dev.cartable.spring.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Stores;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Fingerprint;
import dev.cartable.account.model.Username;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.spring.CartableAccountAutoConfiguration;
import dev.cartable.spring.CartableAutoConfiguration;
import dev.cartable.spring.CartableLoginAutoConfiguration;
import dev.cartable.spring.CartableSecurityAutoConfiguration;
import dev.cartable.spring.CartableStoresAutoConfiguration;
import dev.cartable.spring.ParentUser;
import dev.cartable.spring.ParentUserDetailsService;
import dev.cartable.spring.Runners;
import dev.cartable.spring.SignInLimiter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** A host with an authentication manager of its own, which asks for parents first and for staff behind them. */
class OwnLoginTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final PasswordEncoder ENCODER = new BCryptPasswordEncoder(4);
    private static final String PASSWORD = "trois petits chats";

    private final ApplicationContextRunner host = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CartableStoresAutoConfiguration.class,
                    CartableAutoConfiguration.class,
                    CartableAccountAutoConfiguration.class,
                    CartableSecurityAutoConfiguration.class,
                    CartableLoginAutoConfiguration.class))
            .withUserConfiguration(Runners.OneDatabase.class, Host.class)
            .withPropertyValues(
                    "cartable.zone=Africa/Conakry",
                    "cartable.host-key=" + Base64.getEncoder().encodeToString(new byte[32]));

    @Configuration(proxyBeanMethods = false)
    static class Host {
        @Bean
        Clock clock() {
            return Clock.fixed(NOON, ZoneOffset.UTC);
        }

        @Bean
        PasswordEncoder encoder() {
            return ENCODER;
        }

        @Bean
        ParentUserDetailsService parents(Stores stores, LimitSignIns limit) {
            return new ParentUserDetailsService(stores.accounts(), limit);
        }

        @Bean
        AuthenticationManager manager(ParentUserDetailsService parents, ApplicationEventPublisher events) {
            var staff = new InMemoryUserDetailsManager(User.withUsername("m.camara")
                    .password(ENCODER.encode(PASSWORD))
                    .roles("STAFF")
                    .build());
            ProviderManager manager = new ProviderManager(List.of(provider(parents), provider(staff)));
            manager.setAuthenticationEventPublisher(new DefaultAuthenticationEventPublisher(events));
            return manager;
        }

        private static DaoAuthenticationProvider provider(UserDetailsService users) {
            DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
            provider.setPasswordEncoder(ENCODER);
            return provider;
        }
    }

    private static Authentication signIn(ApplicationContext context, String username, String password) {
        return context.getBean(AuthenticationManager.class)
                .authenticate(UsernamePasswordAuthenticationToken.unauthenticated(username, password));
    }

    private static void isRefused(ApplicationContext context, String username, String password) {
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> signIn(context, username, password));
    }

    private static void guess(ApplicationContext context, String username, int times) {
        for (int i = 0; i < times; i++) {
            isRefused(context, username, "wrong");
        }
    }

    private static void enrol(ApplicationContext context) {
        Stores stores = context.getBean(Stores.class);
        Account account = Account.open(
                        new AccountId(new UUID(1, 1)),
                        new GuardianId("7"),
                        new Username("awa.sow"),
                        new PersonName("Awa", "Sow"),
                        null,
                        Locale.FRENCH,
                        Credential.none(),
                        new Fingerprint("0".repeat(32)),
                        NOON)
                .activated(ENCODER.encode(PASSWORD), NOON);
        stores.unitOfWork().run(tx -> stores.accounts().insert(tx, List.of(account)));
    }

    @Test
    void parentsAreLimitedThereToo() {
        host.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(SignInLimiter.class);
            enrol(context);
            assertThat(signIn(context, "awa.sow", PASSWORD).getPrincipal()).isInstanceOf(ParentUser.class);
            guess(context, "awa.sow", 5);
            isRefused(context, "awa.sow", PASSWORD);
        });
    }

    @Test
    void staffBehindTheParentsAreNeverKeptOut() {
        host.run(context -> {
            guess(context, "m.camara", 9);
            assertThat(context.getBean(LimitSignIns.class).blockedUntil("m.camara"))
                    .isPresent();

            assertThat(signIn(context, "m.camara", PASSWORD).isAuthenticated()).isTrue();
        });
    }

    @Test
    void aHostsOwnLimiterTakesThePlaceOfCartables() {
        host.withUserConfiguration(OwnLimiter.class).run(context -> {
            assertThat(context).hasSingleBean(SignInLimiter.class).hasBean("mine");
            enrol(context);
            guess(context, "awa.sow", 4);
            assertThat(signIn(context, "awa.sow", PASSWORD).isAuthenticated())
                    .as("each is counted once")
                    .isTrue();
            guess(context, "awa.sow", 5);
            isRefused(context, "awa.sow", PASSWORD);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnLimiter {
        @Bean
        SignInLimiter mine(LimitSignIns limit) {
            return new SignInLimiter(limit);
        }
    }
}
