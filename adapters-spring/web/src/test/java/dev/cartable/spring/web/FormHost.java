package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Guardianship.Relation;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A host with a login by a form, Spring Security's own protection against forged requests, and a courier that keeps what it is given. One
 * for all tests of a process. The person of a request with the header {@code X-Breaks} cannot be found out.
 */
final class FormHost {
    static final String PORTAL = "https://portal.example.org/school";
    static final Kind EXCURSION = Kind.of("school.excursion");

    private static final String ACTIVATION = "https://parents.example.org/activate#";
    private static @Nullable FormHost shared;

    final SchoolHost host;
    private final Mails mails;

    private FormHost(SchoolHost host) {
        this.host = host;
        this.mails = host.bean(Mails.class);
    }

    static synchronized FormHost shared() {
        FormHost form = shared;
        if (form == null) {
            SchoolHost host = SchoolHost.start(List.of(Parts.class), "cartable.public-url=" + PORTAL);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close));
            form = new FormHost(host);
            assertThat(host.bean(Notices.class)
                            .templates()
                            .save(EXCURSION, Locale.FRENCH, "Objet : Sortie\n\nRéponse : {answer_link}"))
                    .isEmpty();
            shared = form;
        }
        return form;
    }

    static class Parts {
        /** What needs no login is what the README says; a mail program's one click has no token of the host. */
        @Bean
        SecurityFilterChain form(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                    "/api/core/activation/**",
                                    "/api/core/password/**",
                                    "/api/core/unsubscribe/**",
                                    "/api/core/answer/**")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .formLogin(form -> {})
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/api/core/unsubscribe/**"))
                    .build();
        }

        @Bean
        Mails mails() {
            return new Mails();
        }

        @Bean
        NoticeType excursion() {
            return new Excursion();
        }

        @Bean
        CurrentPerson breakable(
                Users users,
                ObjectProvider<Roster> roster,
                ObjectProvider<Accounts> accounts,
                CartableWebProperties properties) {
            CurrentPerson usual =
                    new PrincipalPerson(users, roster::getIfAvailable, accounts::getIfAvailable, properties);
            return new CurrentPerson() {
                @Override
                public Optional<Asker> of(Principal principal, HttpServletRequest request) {
                    if (request.getHeader("X-Breaks") != null) {
                        throw new IllegalStateException("the directory is broken");
                    }
                    return usual.of(principal, request);
                }
            };
        }
    }

    /** Keeps the last mail. */
    static final class Mails implements Courier {
        private volatile String text = "";

        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            text = notice.text() + "\nunsubscribe: " + notice.unsubscribe();
            return new Delivery.Sent("");
        }

        @Override
        public void release() {}
    }

    /** Whether a child may come along: people can decline to be asked. */
    private static final class Excursion implements NoticeType {
        @Override
        public Kind kind() {
            return EXCURSION;
        }

        @Override
        public Category category() {
            return Category.of("excursions");
        }

        @Override
        public Set<String> variables() {
            return Set.of("answer_link", "answer_until");
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of()).asking(NoticeAnswer.Type.REASON);
        }

        @Override
        public Optional<NoticeAnswer.Question> question(Notice notice) {
            return Optional.of(
                    new NoticeAnswer.Question(NoticeAnswer.Type.REASON, new PupilId(SchoolHost.BEN.value()), Map.of()));
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    /** A further parent of ben. */
    GuardianId enrol() {
        GuardianId parent = new GuardianId("G-" + UUID.randomUUID());
        Stores stores = host.bean(Stores.class);
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(new Guardian(
                                    parent,
                                    new PersonName("Fanta", "Keita"),
                                    parent.value() + "@example.org",
                                    null,
                                    "fr")));
            stores.rosterStore()
                    .saveGuardianships(
                            tx, List.of(Guardianship.of(parent, new PupilId(SchoolHost.BEN.value()), Relation.MOTHER)));
        });
        return parent;
    }

    /** Opens an account, and sends its message; returns the token of the link in it. */
    String activationToken(GuardianId parent) {
        host.bean(Cartable.class).accounts().open(parent);
        return sent(ACTIVATION);
    }

    /** Asks a parent whether ben may come along; returns the token of the link to answer, and that to decline such mails. */
    List<String> askedAboutExcursion(GuardianId parent) {
        Notices notices = host.bean(Notices.class);
        Addressing.Person person = new Addressing.Person(
                Recipient.guardian(parent),
                Locale.FRENCH,
                new Contact.Reachable(EmailAddress.of(parent.value() + "@example.org")),
                false);
        Addressing.Addressed to =
                (Addressing.Addressed) notices.addressing().of(person, EXCURSION, Set.of(Channel.EMAIL));
        List<Notice> queued =
                to.notices(Notice.draft(EXCURSION, new Subject("excursion", parent.value()), Instant.now()));
        host.bean(Stores.class).unitOfWork().run(tx -> notices.queue(tx, queued));
        return List.of(sent(PORTAL + "/answer/"), after(mails.text, PORTAL + "/unsubscribe/"));
    }

    private String sent(String link) {
        mails.text = "";
        host.bean(Notices.class).dispatch().drain();
        return after(mails.text, link);
    }

    /** The last mail. */
    String mail() {
        return mails.text;
    }

    private static String after(String text, String link) {
        return Pattern.compile(Pattern.quote(link) + "(\\S+)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link in: " + text));
    }

    int port() {
        return Integer.parseInt(String.valueOf(host.context().getEnvironment().getProperty("local.server.port")));
    }

    Browser browser() {
        return new Browser(port());
    }
}
