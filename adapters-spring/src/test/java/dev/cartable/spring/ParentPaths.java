package dev.cartable.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

// readme
@Configuration
class ParentPaths {
    @Bean
    @Order(1) // before your own chain, which serves all other paths as it did
    SecurityFilterChain parents(HttpSecurity http, ParentLogin login) throws Exception {
        var contexts = new HttpSessionSecurityContextRepository();
        contexts.setSpringSecurityContextKey("parents"); // a parent is signed in on these paths alone
        return http.securityMatcher("/parents/**")
                .authenticationManager(new ProviderManager(login.provider())) // parents, and no other user
                .securityContext(context -> context.securityContextRepository(contexts))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/parents/activate", "/parents/login")
                        .permitAll()
                        .anyRequest()
                        .hasRole("PARENT"))
                .formLogin(form -> form.loginPage("/parents/login").defaultSuccessUrl("/parents/home", true))
                .logout(logout -> logout.logoutUrl("/parents/logout").logoutSuccessUrl("/parents/login"))
                .build();
    }
}
// readme
