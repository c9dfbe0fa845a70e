package dev.cartable.springhost;

import dev.cartable.spring.ParentLogin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * The parents' login, for the parents' paths alone: the staff's chain serves all other paths as it did. Under {@code /parents/api} are the
 * endpoints of cartable-spring-boot-starter-web.
 */
@Configuration(proxyBeanMethods = false)
class ParentPaths {
    // readme
    @Bean
    @Order(1)
    SecurityFilterChain parents(HttpSecurity http, ParentLogin login) throws Exception {
        var contexts = new HttpSessionSecurityContextRepository();
        contexts.setSpringSecurityContextKey("parents"); // a parent is signed in on these paths alone
        return http.securityMatcher("/parents/**")
                .authenticationManager(new ProviderManager(login.provider())) // parents, and no other user
                .securityContext(context -> context.securityContextRepository(contexts))
                .csrf(CsrfConfigurer::spa) // the front end sends the cookie XSRF-TOKEN back as a header
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers("/parents/*.html", "/parents/api/activation/**")
                                .permitAll()
                                .anyRequest()
                                .hasRole("PARENT"))
                .formLogin(form -> form.loginProcessingUrl("/parents/sign-in")
                        .successHandler((request, response, parent) -> response.setStatus(204))
                        .failureHandler((request, response, refused) -> response.setStatus(401)))
                .logout(logout -> logout.logoutUrl("/parents/sign-out")
                        .logoutSuccessHandler((request, response, parent) -> response.setStatus(204)))
                .exceptionHandling(
                        refusals -> refusals.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED))
                                .accessDeniedHandler((request, response, refused) -> response.setStatus(403)))
                .build();
    }
    // readme
}
