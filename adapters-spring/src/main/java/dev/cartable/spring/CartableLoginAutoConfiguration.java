package dev.cartable.spring;

import dev.cartable.Stores;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.RecordSignIn;
import dev.cartable.account.port.PasswordHasher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Parents as the users of Spring Security, where the host has named no others, as beans or under {@code spring.security.user}. */
@AutoConfiguration(
        after = CartableSecurityAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration"
        })
@ConditionalOnClass({UserDetailsService.class, PasswordEncoder.class})
@ConditionalOnBean({RecordSignIn.class, LimitSignIns.class, Stores.class})
@ConditionalOnProperty(prefix = "cartable.security", name = "login", matchIfMissing = true)
@ConditionalOnMissingBean({
    AuthenticationManager.class,
    AuthenticationManagerResolver.class,
    AuthenticationProvider.class,
    UserDetailsService.class
})
@Conditional(CartableLoginAutoConfiguration.NoUserInProperties.class)
public final class CartableLoginAutoConfiguration {
    CartableLoginAutoConfiguration() {}

    @Bean
    ParentUserDetailsService cartableUserDetailsService(Stores stores, LimitSignIns limit) {
        return new ParentUserDetailsService(stores.accounts(), limit);
    }

    @Bean
    @ConditionalOnMissingBean
    SignInLimiter cartableLoginLimiter(LimitSignIns limit) {
        return new SignInLimiter(limit);
    }

    @Bean
    @ConditionalOnMissingBean
    PasswordEncoder cartablePasswordEncoder(ObjectProvider<PasswordHasher> hasher) {
        return new CartablePasswordEncoder(hasher.getIfAvailable(Pbkdf2PasswordHasher::usual));
    }

    /** Spring Boot makes a user of these. */
    static final class NoUserInProperties extends NoneNestedConditions {
        NoUserInProperties() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("spring.security.user.name")
        static final class Name {}

        @ConditionalOnProperty("spring.security.user.password")
        static final class Password {}
    }
}
