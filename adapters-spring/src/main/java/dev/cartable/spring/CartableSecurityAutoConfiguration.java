package dev.cartable.spring;

import dev.cartable.account.LimitSignIns;
import dev.cartable.account.RecordSignIn;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The bridge to Spring Security, where a host has it: its password encoder hashes parents' passwords, its session registry ends
 * their sessions, their sign-ins are recorded, and wrong passwords counted where the host has made the parents its users.
 */
@AutoConfiguration(after = CartableAccountAutoConfiguration.class)
@ConditionalOnClass({UserDetailsService.class, PasswordEncoder.class})
@ConditionalOnBean(RecordSignIn.class)
public final class CartableSecurityAutoConfiguration {
    CartableSecurityAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(PasswordEncoder.class)
    @ConditionalOnMissingBean
    PasswordHasher cartablePasswordHasher(PasswordEncoder encoder) {
        return new HostPasswordHasher(encoder);
    }

    @Bean
    @ConditionalOnBean(SessionRegistry.class)
    @ConditionalOnMissingBean
    SessionRevoker cartableSessionRevoker(SessionRegistry registry) {
        return new RegisteredSessions(registry);
    }

    @Bean
    @ConditionalOnBean({ParentUserDetailsService.class, LimitSignIns.class})
    @ConditionalOnMissingBean
    SignInLimiter cartableSignInLimiter(LimitSignIns limit) {
        return new SignInLimiter(limit);
    }

    @Bean
    @ConditionalOnMissingBean
    SignInRecorder cartableSignInRecorder(RecordSignIn recordSignIn, ObjectProvider<InstantSource> time) {
        return new SignInRecorder(recordSignIn, time.getIfAvailable(InstantSource::system));
    }
}
