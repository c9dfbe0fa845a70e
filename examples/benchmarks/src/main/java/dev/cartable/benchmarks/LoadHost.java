package dev.cartable.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.internal.json.Json;
import java.security.Principal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A Spring MVC application with Cartable's endpoints and, beside them on the same server, pool and login, a controller that asks the
 * database the very same and answers with as many fields.
 */
final class LoadHost implements AutoCloseable {
    static final int LOGINS = 50;
    static final String PASSWORD = "secret";
    static final String OURS = "/api/core/profile-usage/";
    static final String BARE = "/bare/profile-usage/";

    private final ConfigurableApplicationContext context;

    private LoadHost(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static LoadHost start(Place place) {
        HikariDataSource pool = place.open(10).source();
        return new LoadHost(new SpringApplicationBuilder(Host.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("pool", new RecordedSql(pool)))
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "cartable.zone=UTC",
                        "cartable.roster=tables",
                        "cartable.any-thread=true",
                        "cartable.web.enabled=true")
                .run());
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    /** Lets the bare controller answer a path as Cartable answers it to this request. */
    void learn(String path, String login, RequestOf request) throws Exception {
        RecordedSql sql = context.getBean(RecordedSql.class);
        List<String> answer = new ArrayList<>();
        RecordedSql.Recording recording = sql.record(() -> answer.add(request.send()));
        context.getBean(Bare.class).learn(login + " " + path, recording, Json.readObject(answer.get(0)));
    }

    /** How many statements the bare controller runs for a request. */
    long statements(String path, String login) {
        return context.getBean(Bare.class).statements(login + " " + path);
    }

    interface RequestOf {
        String send() throws Exception;
    }

    @Override
    public void close() throws SQLException {
        RecordedSql sql = context.getBean(RecordedSql.class);
        context.close();
        sql.unwrap(HikariDataSource.class).close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(basic -> {})
                    .csrf(csrf -> csrf.disable())
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .build();
        }

        @Bean
        UserDetailsService logins() {
            List<UserDetails> users = new ArrayList<>(IntStream.range(0, LOGINS)
                    .mapToObj(i -> login("user" + i, "PUPIL"))
                    .toList());
            users.add(login("root", "ADMIN"));
            return new InMemoryUserDetailsManager(users);
        }

        private static UserDetails login(String name, String role) {
            return User.withUsername(name).password(PASSWORD).roles(role).build();
        }

        /** Compares texts: a hash that is slow on purpose would be all that is measured. */
        @Bean
        PasswordEncoder plain() {
            return new PasswordEncoder() {
                @Override
                public String encode(@Nullable CharSequence password) {
                    return String.valueOf(password);
                }

                @Override
                public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
                    return String.valueOf(password).equals(encoded);
                }
            };
        }

        @Bean
        Bare bare(DataSource source) {
            return new Bare((RecordedSql) source);
        }
    }

    /** Asks the database what Cartable asks it, and does nothing else. */
    @RestController
    static final class Bare {
        private final RecordedSql sql;
        private final Map<String, Known> known = new ConcurrentHashMap<>();

        private record Known(RecordedSql.Recording recording, Map<?, ?> answer) {}

        Bare(RecordedSql sql) {
            this.sql = sql;
        }

        void learn(String request, RecordedSql.Recording recording, Map<?, ?> answer) {
            known.put(request, new Known(recording, answer));
        }

        long statements(String request) {
            return RecordedSql.statements(find(request).recording);
        }

        @GetMapping(BARE + "my_usage/")
        Map<?, ?> mine(Principal principal) throws SQLException {
            return answer(principal.getName() + " my_usage/");
        }

        @PostMapping(BARE + "{id}/add_usage/")
        Map<?, ?> add(@PathVariable("id") String id, @RequestBody Map<String, Object> body, Principal principal)
                throws SQLException {
            if (!(body.get("bytes_used") instanceof Integer)) {
                throw new IllegalArgumentException("no bytes");
            }
            return answer(principal.getName() + " " + id + "/add_usage/");
        }

        private Map<?, ?> answer(String request) throws SQLException {
            Known asked = find(request);
            sql.repeat(asked.recording);
            return asked.answer;
        }

        private Known find(String request) {
            Known found = known.get(request);
            if (found == null) {
                throw new IllegalStateException("never asked before: " + request);
            }
            return found;
        }
    }
}
