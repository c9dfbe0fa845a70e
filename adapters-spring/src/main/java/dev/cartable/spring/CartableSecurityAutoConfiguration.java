package dev.cartable.spring;

import dev.cartable.account.Accounts;
import dev.cartable.account.port.SessionRevoker;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.session.SessionRegistry;

/**
 * The bridge to Spring Security, where a host has it. It changes no login: {@link ParentLogin} serves the chain that the host puts it
 * into. The host's session registry, if there is one, ends parents' sessions.
 */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@ConditionalOnClass(AuthenticationProvider.class)
@Conditional(Conditions.OneCartable.class)
public final class CartableSecurityAutoConfiguration {
    CartableSecurityAutoConfiguration() {}

    @Bean
    @ConditionalOnSingleCandidate(SessionRegistry.class)
    @ConditionalOnBean(Accounts.class)
    @ConditionalOnMissingBean
    SessionRevoker cartableSessionRevoker(SessionRegistry registry) {
        return new RegisteredSessions(registry);
    }

    @Bean
    @ConditionalOnBean(Accounts.class)
    @ConditionalOnMissingBean
    ParentLogin cartableParentLogin(Accounts accounts) {
        return new ParentLogin(accounts);
    }

    @Bean
    @ConditionalOnBean(Accounts.class)
    @ConditionalOnMissingBean
    SignInRecorder cartableSignInRecorder(Accounts accounts, ObjectProvider<InstantSource> time) {
        return new SignInRecorder(accounts, time.getIfAvailable(InstantSource::system));
    }
}
