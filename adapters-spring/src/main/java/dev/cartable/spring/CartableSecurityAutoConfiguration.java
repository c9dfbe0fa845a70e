package dev.cartable.spring;

import dev.cartable.account.CheckEntitlement;
import dev.cartable.account.FindAccount;
import dev.cartable.account.RecordSignIn;
import dev.cartable.account.SignIn;
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
@AutoConfiguration(after = CartableUseCasesAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@ConditionalOnClass(AuthenticationProvider.class)
@Conditional(Conditions.OneCartable.class)
public final class CartableSecurityAutoConfiguration {
    CartableSecurityAutoConfiguration() {}

    @Bean
    @ConditionalOnSingleCandidate(SessionRegistry.class)
    @ConditionalOnBean(RecordSignIn.class)
    @ConditionalOnMissingBean
    SessionRevoker cartableSessionRevoker(SessionRegistry registry) {
        return new RegisteredSessions(registry);
    }

    @Bean
    @ConditionalOnBean({SignIn.class, FindAccount.class, CheckEntitlement.class})
    @ConditionalOnMissingBean
    ParentLogin cartableParentLogin(SignIn signIn, FindAccount accounts, CheckEntitlement entitlement) {
        return new ParentLogin(signIn, accounts, entitlement);
    }

    @Bean
    @ConditionalOnBean(RecordSignIn.class)
    @ConditionalOnMissingBean
    SignInRecorder cartableSignInRecorder(RecordSignIn recordSignIn, ObjectProvider<InstantSource> time) {
        return new SignInRecorder(recordSignIn, time.getIfAvailable(InstantSource::system));
    }
}
