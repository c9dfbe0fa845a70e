package dev.cartable.spring.web.family;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.reminder.Reminders;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.SchoolTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * One mail of a kind of reminder with made-up values, only to the administrator who asks for it. It is kept nowhere. Where no mail
 * can leave, or the administrator has no address, the answer says so, and what the mail would say.
 */
@ApiController(docs = FamilyDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/reminders/test")
final class TestReminderController {
    private static final String MARK = "[TEST] ";
    private static final int LONGEST_KIND = 100;
    private static final Set<String> LANGUAGES = Set.of("fr", "en");

    private final Reminders reminders;
    private final Notices notices;
    private final Users users;
    private final Supplier<Stream<Courier>> couriers;
    private final SchoolTime time;

    TestReminderController(
            Reminders reminders, Notices notices, Users users, Supplier<Stream<Courier>> couriers, SchoolTime time) {
        this.reminders = requireNonNull(reminders, "reminders");
        this.notices = requireNonNull(notices, "notices");
        this.users = requireNonNull(users, "users");
        this.couriers = requireNonNull(couriers, "couriers");
        this.time = requireNonNull(time, "time");
    }

    @PostMapping({"", "/"})
    @Requires(Right.TEST_REMINDERS)
    Answer test(Asker asker, Body body) {
        String named = body.text("kind", LONGEST_KIND);
        String tag = body.optionalText("language", LONGEST_KIND);
        if (tag != null && !LANGUAGES.contains(tag)) {
            body.refuse("language", "NO_SUCH_CHOICE", Map.of("choices", "fr, en"));
        }
        Set<String> known =
                reminders.noticeTypes().stream().map(type -> type.kind().name()).collect(Collectors.toSet());
        if (!known.contains(named)) {
            body.refuse(
                    "kind",
                    "NO_SUCH_CHOICE",
                    Map.of("choices", known.stream().sorted().collect(Collectors.joining(", "))));
        }
        body.end();
        Kind kind = Kind.of(named);
        Locale language = Locale.forLanguageTag(tag == null ? "fr" : tag);
        Words words = notices.templates().preview(kind, language);
        String obstacle = send(asker, kind, language, words);
        return Answer.ok(Row.of("kind", named)
                .and("language", language.getLanguage())
                .and("sent", obstacle == null)
                .and("reason", obstacle)
                .and("subject", words.subject())
                .and("text", words.text()));
    }

    /** Why it was not sent; null if it was. */
    private @Nullable String send(Asker asker, Kind kind, Locale language, Words words) {
        if (notices.silence().isPresent()) {
            return notices.silence().get().reason().name();
        }
        Optional<User> self = Optional.ofNullable(asker.user())
                .map(id -> users.byId(Set.of(id)).get(id));
        EmailAddress address =
                self.map(User::email).flatMap(TestReminderController::address).orElse(null);
        if (address == null) {
            return "NO_ADDRESS";
        }
        if (notices.onlyAddress().filter(only -> !only.equals(address)).isPresent()) {
            return "REDIRECTED";
        }
        Courier courier = couriers.get()
                .filter(one -> one.channel().equals(Channel.EMAIL))
                .findFirst()
                .orElse(null);
        if (courier == null) {
            return "NO_CHANNEL";
        }
        Courier.Delivery delivery;
        try {
            delivery = courier.deliver(mail(self.get().id(), kind, language, words, address));
        } finally {
            courier.release();
        }
        if (!(delivery instanceof Courier.Delivery.Sent)) {
            throw ProblemException.of(502, "NOT_HANDED", Map.of("answer", delivery.answer()));
        }
        return null;
    }

    private RenderedNotice mail(UserId user, Kind kind, Locale language, Words words, EmailAddress address) {
        NoticeId id = NoticeId.next(time.now());
        Recipient recipient = Recipient.user(user);
        return new RenderedNotice(
                id,
                Notice.Key.of(
                        kind,
                        new Subject("test-delivery", recipient.id()),
                        id.toString(),
                        recipient,
                        Channel.EMAIL,
                        ""),
                kind,
                Channel.EMAIL,
                recipient,
                address,
                language,
                MARK + words.subject(),
                words.text(),
                words.html(),
                words.logo());
    }

    private static Optional<EmailAddress> address(String text) {
        try {
            return Optional.of(EmailAddress.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
