package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.WebHost.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A host's own login answers the same with Cartable's jar, an activated parent and a key as it does without Cartable. */
class HostLoginTest {
    private static final String STAFF = "m.camara";
    private static final String SECRET = "secret-word";

    /** Every way to the staff's page. */
    private static Map<String, Answer> answers(WebHost host) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("nobody", host.get("/staff"));
        answers.put("staff by Basic", host.basic("/staff", STAFF, SECRET));
        answers.put("staff with a wrong password", host.basic("/staff", STAFF, "wrong"));
        answers.put("parent by Basic", host.basic("/staff", WebHost.PARENT, WebHost.PASSWORD));
        answers.put("staff by JWT", host.bearer("/staff", "staff"));
        answers.put("parent's name as JWT", host.bearer("/staff", WebHost.PARENT));
        Answer parent = host.form("/login", WebHost.PARENT, WebHost.PASSWORD);
        answers.put("parent by form", new Answer(parent.status(), parent.place(), ""));
        answers.put("after the parent's form", host.get("/staff"));
        Answer staff = host.form("/login", STAFF, SECRET);
        answers.put("staff by form", new Answer(staff.status(), staff.place(), ""));
        answers.put("after the staff's form", host.get("/staff"));
        answers.replaceAll((who, answer) ->
                new Answer(answer.status(), answer.place(), answer.body().equals("for staff") ? answer.body() : ""));
        return answers;
    }

    private static Map<String, Answer> unchanged(Class<?> login, String... properties) {
        Map<String, Answer> with;
        try (WebHost host = WebHost.withCartable(login, properties)) {
            with = answers(host);
        }
        try (WebHost host = WebHost.without(login, properties)) {
            assertThat(with).isEqualTo(answers(host));
        }
        return with;
    }

    private static void letsIn(Map<String, Answer> answers, String who) {
        assertThat(answers.get(who)).as(who).isEqualTo(new Answer(200, "", "for staff"));
    }

    private static void keepsOut(Map<String, Answer> answers, String who) {
        assertThat(answers.get(who)).as(who).extracting(Answer::status).isNotEqualTo(200);
    }

    private static void staffAloneByBasic(Map<String, Answer> answers) {
        letsIn(answers, "staff by Basic");
        keepsOut(answers, "staff with a wrong password");
        keepsOut(answers, "parent by Basic");
        keepsOut(answers, "nobody");
    }

    private static UserDetailsService staff(String password) {
        return new InMemoryUserDetailsManager(
                User.withUsername(STAFF).password(password).roles("STAFF").build());
    }

    @Configuration(proxyBeanMethods = false)
    static class InlineProvider {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authenticationProvider(new DaoAuthenticationProvider(staff("{noop}" + SECRET)))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @Test
    void aProviderBuiltInline() {
        staffAloneByBasic(unchanged(InlineProvider.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class InlineUsers {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.userDetailsService(staff("{noop}" + SECRET))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @Test
    void usersBuiltInlineWithPasswordsOfTheFrameworksEncoder() {
        staffAloneByBasic(unchanged(InlineUsers.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class AutowiredBuilder {
        @Autowired
        void users(AuthenticationManagerBuilder builder) throws Exception {
            builder.inMemoryAuthentication()
                    .withUser(STAFF)
                    .password("{noop}" + SECRET)
                    .roles("STAFF");
        }
    }

    @Test
    void usersOfAnAutowiredBuilder() {
        staffAloneByBasic(unchanged(AutowiredBuilder.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class ResourceServer {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }

        @Bean
        JwtDecoder decoder() {
            return token -> {
                if (!token.equals("staff")) {
                    throw new BadJwtException("of another issuer");
                }
                return Jwt.withTokenValue(token)
                        .header("alg", "none")
                        .subject(STAFF)
                        .expiresAt(Instant.MAX)
                        .build();
            };
        }
    }

    @Test
    void aResourceServerWithTokens() {
        Map<String, Answer> answers = unchanged(ResourceServer.class);
        letsIn(answers, "staff by JWT");
        keepsOut(answers, "parent's name as JWT");
        keepsOut(answers, "parent by Basic");
        keepsOut(answers, "nobody");
    }

    @Configuration(proxyBeanMethods = false)
    static class Defaults {}

    @Test
    void aFormAndAUserInProperties() {
        Map<String, Answer> answers = unchanged(
                Defaults.class, "spring.security.user.name=" + STAFF, "spring.security.user.password=" + SECRET);
        staffAloneByBasic(answers);
        letsIn(answers, "after the staff's form");
        keepsOut(answers, "after the parent's form");
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ParentPaths.class, ParentPages.class, OtherPaths.class})
    static class AsInTheReadme {}

    @Test
    void theChainsOfTheReadmeInAProjectThatHadNone() {
        try (WebHost host = WebHost.withCartable(
                AsInTheReadme.class, "spring.security.user.name=" + STAFF, "spring.security.user.password=" + SECRET)) {
            Map<String, Answer> answers = answers(host);
            staffAloneByBasic(answers);
            letsIn(answers, "after the staff's form");
            keepsOut(answers, "after the parent's form");
        }
    }

    @Test
    void springBootsGeneratedUser() {
        Map<String, Answer> answers = unchanged(Defaults.class);
        keepsOut(answers, "parent by Basic");
        keepsOut(answers, "after the parent's form");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnUsers {
        @Bean
        @ConditionalOnMissingBean
        UserDetailsService users() {
            return staff("{noop}" + SECRET);
        }
    }

    @Test
    void usersInABean() {
        staffAloneByBasic(unchanged(OwnUsers.class));
    }

    @Test
    void noSecurityAtAll() {
        String boot4 = "org.springframework.boot.security.autoconfigure.";
        String boot3 = "org.springframework.boot.autoconfigure.security.";
        Map<String, Answer> answers = unchanged(
                Defaults.class,
                "spring.autoconfigure.exclude=" + boot4 + "SecurityAutoConfiguration," + boot4
                        + "UserDetailsServiceAutoConfiguration," + boot4
                        + "web.servlet.ServletWebSecurityAutoConfiguration," + boot4
                        + "web.servlet.SecurityFilterAutoConfiguration," + boot4
                        + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
                        + "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration,"
                        + boot3
                        + "servlet.SecurityAutoConfiguration," + boot3
                        + "servlet.UserDetailsServiceAutoConfiguration," + boot3
                        + "servlet.SecurityFilterAutoConfiguration");
        letsIn(answers, "nobody");
        assertThat(answers.get("parent by form")).extracting(Answer::status).isEqualTo(404);
    }
}
