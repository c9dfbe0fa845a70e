package dev.cartable.spring.web;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.alert.Alerts;
import dev.cartable.alert.model.Alert;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Guardianship.Relation;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A host that answers real requests, one for all tests of a process. Its chain lets every request through, so that what is refused is
 * refused by Cartable. Pupils awa and ben are in CM2, which teacher supervises, and cleo is in 6e, which other.teacher supervises. The
 * parent has awa; a link to ben is barred, and one to cleo is over. There are logins that the school does not know, too.
 */
final class SchoolHost implements AutoCloseable {
    static final UserId AWA = new UserId("P1");
    static final UserId BEN = new UserId("P2");
    static final UserId CLEO = new UserId("P3");
    static final UserId TEACHER = new UserId("T1");
    static final PromotionId CM2 = new PromotionId("CM2");
    static final PromotionId SIXTH = new PromotionId("6e");
    static final GuardianId PARENT = new GuardianId("G1");

    /** Cleo's mother, who has an account, and signs in nowhere. */
    static final GuardianId OTHER_PARENT = new GuardianId("G2");

    /** Where a front end of this host's is, which it lets in to tasks. */
    static final String FRONT_END = "https://front.school.example";

    /** The header by which a program is root without a password. */
    static final String TOKEN_OF_ROOT = "Bearer root";

    /** As whom each login gets messages. */
    private static final Map<String, Recipient> INBOXES = Map.of(
            "awa", Recipient.pupil(new PupilId("P1")),
            "ben", Recipient.user(BEN),
            "cleo", Recipient.user(CLEO),
            "awa.ba", Recipient.guardian(PARENT),
            "teacher", Recipient.user(TEACHER),
            "root", Recipient.user(new UserId("A1")));

    private static final PasswordHasher QUICK = Pbkdf2PasswordHasher.withIterations(1_000);
    private static @Nullable SchoolHost shared;

    private final ConfigurableApplicationContext context;

    private SchoolHost(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The host of all tests of this process: what one changes, the others see. */
    static synchronized SchoolHost shared() {
        SchoolHost host = shared;
        if (host == null) {
            host = start(List.of(OpenChain.class), "springdoc.api-docs.enabled=true");
            shared = host;
            Runtime.getRuntime().addShutdownHook(new Thread(host::close));
        }
        return host;
    }

    /** A host of its own, with this chain. */
    static SchoolHost start(List<Class<?>> sources, String... properties) {
        List<Class<?>> all = new ArrayList<>(List.of(Application.class));
        all.addAll(sources);
        List<String> given = new ArrayList<>(List.of(
                "server.port=0",
                "cartable.reminders.channels=in_app",
                "cartable.backup.destination=" + folder("backups"),
                "spring.datasource.url=" + TestDatabase.h2().url(),
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.main.banner-mode=off",
                "springdoc.api-docs.enabled=false",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "cartable.zone=Africa/Conakry",
                "cartable.roster=tables",
                "cartable.any-thread=true",
                "cartable.school-name=École Exemple",
                "cartable.activation-page=https://parents.example.org/activate",
                "cartable.host-key=" + Base64.getEncoder().encodeToString(new byte[32]),
                "cartable.web.enabled=true"));
        given.addAll(Arrays.asList(properties));
        SchoolHost host =
                new SchoolHost(new SpringApplicationBuilder(all.toArray(Class<?>[]::new)).run(arguments(given)));
        host.fill();
        return host;
    }

    /** As arguments, which no property of the build outdoes; of two with one name the later one counts. */
    private static String[] arguments(List<String> given) {
        Map<String, String> last = new LinkedHashMap<>();
        given.forEach(each -> last.put(each.split("=", 2)[0], "--" + each));
        return last.values().toArray(String[]::new);
    }

    private static Path folder(String name) {
        try {
            Path folder = Files.createTempDirectory("cartable-web-" + name);
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        static BeanPostProcessor counting() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? new CountedStatements(source) : bean;
                }
            };
        }

        @Bean
        DocumentVault documentVault() {
            return new DirectoryDocuments(folder("documents"));
        }

        @Bean
        ReportCardRenderer reportCardRenderer() {
            return new PlainDocuments();
        }

        @Bean
        InvoiceRenderer invoiceRenderer() {
            return new PlainDocuments();
        }

        @Bean
        WebMvcConfigurer frontEnd() {
            return new WebMvcConfigurer() {
                @Override
                public void addCorsMappings(CorsRegistry registry) {
                    registry.addMapping("/api/core/tasks/**")
                            .allowedOrigins(FRONT_END)
                            .allowCredentials(true);
                }
            };
        }

        @Bean
        PasswordHasher quick() {
            return QUICK;
        }

        @Bean
        UserDetailsService logins() {
            return new InMemoryUserDetailsManager(
                    login("awa", "PUPIL"),
                    login("ben", "PUPIL"),
                    login("cleo", "PUPIL"),
                    login("awa.ba", "PARENT"),
                    login("teacher", "STAFF"),
                    login("other.teacher", "STAFF"),
                    login("root", "ADMIN"),
                    login("stranger", "STAFF"),
                    login("guest", "GUEST"));
        }

        /** Compares texts: the one that Spring Security has by default replaces these passwords by hashes that are slow on purpose. */
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

        private static UserDetails login(String name, String role) {
            return org.springframework.security.core.userdetails.User.withUsername(name)
                    .password("secret")
                    .roles(role)
                    .build();
        }
    }

    /** Whoever has no login is let through, too. */
    static class OpenChain {
        @Bean
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .httpBasic(basic -> {})
                    .addFilterBefore(SchoolHost::readToken, BasicAuthenticationFilter.class)
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }

    private static void readToken(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (TOKEN_OF_ROOT.equals(((HttpServletRequest) request).getHeader("Authorization"))) {
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                            "root", null, AuthorityUtils.createAuthorityList("ROLE_ADMIN")));
        }
        chain.doFilter(request, response);
    }

    private void fill() {
        Stores stores = bean(Stores.class);
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(CM2, "CM2"), new Promotion(SIXTH, "6e")));
            stores.rosterStore()
                    .savePupils(
                            tx, List.of(pupil(AWA, "Awa", CM2), pupil(BEN, "Ben", CM2), pupil(CLEO, "Cleo", SIXTH)));
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(
                                    new Guardian(PARENT, new PersonName("Awa", "Ba"), "awa.ba@example.org", null, "fr"),
                                    new Guardian(
                                            OTHER_PARENT,
                                            new PersonName("Dalia", "Sow"),
                                            "dalia@example.org",
                                            null,
                                            "fr")));
            stores.rosterStore()
                    .saveGuardianships(
                            tx,
                            List.of(
                                    Guardianship.of(PARENT, new PupilId(AWA.value()), Relation.MOTHER),
                                    Guardianship.of(OTHER_PARENT, new PupilId(CLEO.value()), Relation.MOTHER),
                                    new Guardianship(
                                            PARENT,
                                            new PupilId(BEN.value()),
                                            Relation.MOTHER,
                                            false,
                                            false,
                                            false,
                                            null,
                                            null),
                                    new Guardianship(
                                            PARENT,
                                            new PupilId(CLEO.value()),
                                            Relation.MOTHER,
                                            false,
                                            true,
                                            false,
                                            null,
                                            LocalDate.parse("2020-01-01"))));
            stores.userStore()
                    .save(
                            tx,
                            List.of(
                                    user(AWA, "awa", CM2),
                                    user(BEN, "ben", CM2),
                                    user(CLEO, "cleo", SIXTH),
                                    user(TEACHER, "teacher", null),
                                    user(new UserId("T2"), "other.teacher", null),
                                    user(new UserId("A1"), "root", null)));
            stores.alerts().supervise(tx, CM2, Set.of(TEACHER));
            stores.alerts().supervise(tx, SIXTH, Set.of(new UserId("T2")));
        });
        stores.unitOfWork()
                .run(tx -> stores.inbox()
                        .put(
                                tx,
                                INBOXES.entrySet().stream()
                                        .map(entry -> new Inbox.Message(
                                                message(entry.getKey()),
                                                entry.getValue(),
                                                "Bonjour",
                                                "Pour " + entry.getKey(),
                                                null,
                                                Instant.now(),
                                                null))
                                        .toList()));
        String sha256 = store("%PDF-1.7 nothing".getBytes(StandardCharsets.UTF_8));
        stores.unitOfWork()
                .run(tx -> stores.documents()
                        .add(tx, List.of(invoice(AWA, sha256), invoice(BEN, sha256), invoice(CLEO, sha256))));
        bean(Cartable.class).accounts().open(PARENT);
        bean(Cartable.class).accounts().open(OTHER_PARENT);
        Account account = stores.accounts()
                .byGuardian(List.of(PARENT))
                .values()
                .iterator()
                .next();
        stores.unitOfWork()
                .run(tx -> stores.accounts()
                        .update(tx, List.of(account.activated(QUICK.hash("trois petits chats"), Instant.now()))));
        Profile student = student();
        bean(Quotas.class).assign(Holder.of(CM2), student.id(), "setup");
        bean(Quotas.class).assign(Holder.of(CLEO), student.id(), "setup");
        for (UserId user : List.of(AWA, BEN, CLEO)) {
            bean(Quotas.class)
                    .record(new UsageEvent(new EventId("setup"), user, new Traffic(0, 900_000_000), Instant.now()));
        }
        Alerts alerts = bean(Alerts.class);
        alerts.add(
                Alert.of(alerts.newId(), student.id(), Alert.Type.QUOTA_WARNING).build());
    }

    /** Some message in the outbox. */
    String anyMessage() {
        try (var notices = bean(Notices.class).list()) {
            return notices.findFirst().orElseThrow().notice().id().toString();
        }
    }

    /** The invoice of a pupil; each has the same file. */
    static DocumentId document(String pupil) {
        return new DocumentId(UUID.nameUUIDFromBytes(pupil.getBytes(StandardCharsets.UTF_8)));
    }

    private String store(byte[] bytes) {
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            bean(DocumentVault.class).put(sha256, bytes);
            return sha256;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoredDocument invoice(UserId pupil, String sha256) {
        DocumentKey key =
                new DocumentKey(DocumentKind.INVOICE, new PupilId(pupil.value()), null, "I-" + pupil.value(), "", "");
        return new StoredDocument(
                document(pupil.value()),
                new DocumentFacts.BillFacts(key, null, "Ba", "", "2026-1", BigDecimal.TEN, Currency.getInstance("GNF")),
                1,
                sha256,
                "facts",
                null,
                Instant.now(),
                null);
    }

    /** The message in the inbox of a login. */
    static NoticeId message(String login) {
        return new NoticeId(UUID.nameUUIDFromBytes(login.getBytes(StandardCharsets.UTF_8)));
    }

    private static Pupil pupil(UserId id, String name, PromotionId promotion) {
        return new Pupil(new PupilId(id.value()), new PersonName(name, "Ba"), promotion, null, true);
    }

    private static User user(UserId id, String name, @Nullable PromotionId promotion) {
        return new User(id, name, name + "@example.org", "fr", promotion, true);
    }

    /** The profile that CM2 and cleo have; its use is 90 % of a day. */
    Profile student() {
        return bean(Quotas.class).profiles().all().stream()
                .filter(profile -> profile.name().equals("Setup"))
                .findFirst()
                .orElseGet(() -> bean(Quotas.class)
                        .profiles()
                        .add("Setup", profile -> profile.atMost(Window.DAY, DataSize.ofBytes(1_000_000_000))));
    }

    Alert alert() {
        return bean(Alerts.class).all().get(0);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** Sends requests as this login. */
    Client as(String login) {
        return new Client(port(), login, held());
    }

    /** Sends requests without a login. */
    Client anonymous() {
        return new Client(port(), null, held());
    }

    /** Whether the endpoints are where the OpenAPI document has them. */
    private boolean held() {
        return context.getEnvironment().getProperty("cartable.web.enabled", "").equals("true")
                && context.getEnvironment().getProperty("cartable.web.prefix") == null;
    }

    int portNumber() {
        return Integer.parseInt(port());
    }

    private String port() {
        return String.valueOf(context.getEnvironment().getProperty("local.server.port"));
    }

    @Override
    public void close() {
        context.close();
    }
}
