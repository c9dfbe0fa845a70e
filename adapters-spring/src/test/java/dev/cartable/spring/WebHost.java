package dev.cartable.spring;

import dev.cartable.Stores;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.GuardianId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A host that answers real requests, with a page for staff and an activated parent, if Cartable is on. */
final class WebHost implements AutoCloseable {
    static final String PARENT = "aissatou.ba";
    static final String PASSWORD = "trois petits chats";

    private static final PasswordHasher QUICK = Pbkdf2PasswordHasher.withIterations(1_000);
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private WebHost(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The staff's page. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Pages {
        @RestController
        static class Controller {
            @GetMapping("/staff")
            String staff() {
                return "for staff";
            }
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Enrolment.class})
    static class WithCartable {
        @Bean
        PasswordHasher quick() {
            return QUICK;
        }
    }

    /** Starts the host with Cartable fully set up. */
    static WebHost withCartable(Class<?> login, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                Runners.ZONE,
                Runners.KEY,
                "cartable.roster=views",
                "cartable.school-name=École Exemple",
                "cartable.activation-page=https://parents.example.org/activate"));
        all.addAll(Arrays.asList(properties));
        WebHost host = start(List.of(Pages.class, WithCartable.class, login), all);
        host.context.getBean(Enrolment.class).enrol(7);
        host.change(account -> account.activated(QUICK.hash(PASSWORD), Instant.parse("2026-09-01T12:00:00Z")));
        return host;
    }

    /** Starts the same host, where Cartable is switched off, as if its jar were not there. */
    static WebHost without(Class<?> login, String... properties) {
        List<String> all = new ArrayList<>(List.of("cartable.enabled=false"));
        all.addAll(Arrays.asList(properties));
        return start(List.of(Pages.class, login), all);
    }

    private static WebHost start(List<Class<?>> sources, List<String> properties) {
        TestDatabase database = TestDatabase.h2();
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:dev/cartable/spring/portal.sql",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "spring.main.banner-mode=off"));
        all.addAll(properties);
        return new WebHost(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .properties(all.toArray(String[]::new))
                .run());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Account parent() {
        GuardianId guardian = new GuardianId("7");
        return bean(Stores.class)
                .accounts()
                .byGuardian(List.of(guardian))
                .values()
                .iterator()
                .next();
    }

    void change(UnaryOperator<Account> change) {
        Stores stores = bean(Stores.class);
        Account changed = change.apply(parent());
        stores.unitOfWork().run(tx -> stores.accounts().update(tx, List.of(changed)));
    }

    /** What the host answers, by status and body or place, to a request without any credentials but this session's. */
    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer basic(String path, String username, String password) {
        String pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(request(path).header("Authorization", "Basic " + pair).GET());
    }

    Answer bearer(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token).GET());
    }

    /** Signs in at a login form as a browser does. */
    Answer form(String page, String username, String password) {
        return post(page, "username=" + encoded(username) + "&password=" + encoded(password));
    }

    /** Posts a form of this page, with the token against forged requests that the page has. */
    Answer post(String page, String fields) {
        Matcher token = TOKEN.matcher(get(page).body());
        return send(request(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        fields + "&_csrf=" + (token.find() ? encoded(token.group(1)) : ""))));
    }

    /** An answer, with where it sends the browser. */
    record Answer(int status, String place, String body) {}

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        String port = String.valueOf(context.getEnvironment().getProperty("local.server.port"));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String place = response.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]*", "");
            return new Answer(response.statusCode(), place, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
