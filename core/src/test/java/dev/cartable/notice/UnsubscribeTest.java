package dev.cartable.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.account.internal.Erasures;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditPreferences.NotUnsubscribed;
import dev.cartable.notice.EditPreferences.Problem;
import dev.cartable.notice.EditPreferences.Unsubscribed;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Withdrawals;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnsubscribeTest {
    private static final Recipient AWA = new Recipient("guardian", "g1 é:x");
    private static final EmailAddress MAIL = EmailAddress.of("awa@example.org");
    private static final Topic LIBRARY = new Topic(Category.of("library"), Channel.EMAIL);
    private static final HostKey KEY = HostKey.of(new byte[32]);
    private static final HostKey NEXT = HostKey.base64(Base64.getEncoder()
            .encodeToString("another key, which comes after it".getBytes(StandardCharsets.US_ASCII)));
    private static final String BASE = "https://portal.example.org/school/unsubscribe/";

    private final SettableClock clock = new SettableClock(NoticeWorld.START);
    private final InMemoryStores stores = new InMemoryStores(clock);
    private final ScriptedCourier mail = new ScriptedCourier(Channel.EMAIL);
    private final CartableBuilder builder = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .time(clock)
            .school("École Exemple")
            .key(KEY)
            .activationPage(URI.create("https://portal.example.org/activate"))
            .publicUrl(URI.create("https://portal.example.org/school"))
            .courier(mail)
            .noticeType(new Overdue("library.overdue", Category.of("library")))
            .noticeType(new Overdue("library.lost", Category.ABSENCES))
            .renderer((kind, language, channel, variables) ->
                    new Renderer.Words("Words", variables.getOrDefault(Renderer.UNSUBSCRIBE_LINK, "none"), null));

    /** A book that is overdue, for whom the addressing reaches. */
    private record Overdue(String name, Category category) implements NoticeType {
        @Override
        public Kind kind() {
            return Kind.of(name);
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    private RenderedNotice sent(Cartable cartable, String kind) {
        Addressing.Person person = new Addressing.Person(AWA, Locale.FRENCH, new Contact.Reachable(MAIL), false);
        Notice.Draft draft =
                Notice.draft(Kind.of(kind), new Subject("book", "b" + mail.handed.size()), clock.instant());
        Addressing.Result to = cartable.notices().addressing().of(person, Kind.of(kind), Set.of(Channel.EMAIL));
        List<Notice> notices = ((Addressing.Addressed) to).notices(draft);
        stores.unitOfWork().run(tx -> cartable.notices().queue(tx, notices));
        cartable.notices().dispatch().drain();
        return mail.handed.get(mail.handed.size() - 1);
    }

    private static String token(RenderedNotice notice) {
        URI link = requireNonNull(notice.unsubscribe());
        assertThat(link.toString()).startsWith(BASE);
        return link.toString().substring(BASE.length());
    }

    @Test
    void theLinkOfAnErasedPersonKeepsNothingOfThem() {
        Cartable cartable = builder.build();
        String token = token(sent(cartable, "library.overdue"));
        Erasures erasures = new Erasures(
                stores.tombstones(),
                stores.hostKeys(),
                KEY,
                new Withdrawals(Optional.empty(), Optional.of(KEY), InstantSource.system()));
        stores.unitOfWork().run(tx -> erasures.remember(tx, new GuardianId(AWA.id()), clock.instant()));

        assertThat(cartable.notices().lookAtUnsubscribe(token)).isEqualTo(new Unsubscribed(AWA, LIBRARY, true));
        assertThat(cartable.notices().unsubscribe(token)).isEqualTo(new Unsubscribed(AWA, LIBRARY, true));
        assertThat(cartable.notices()
                        .preferences()
                        .change(AWA, List.of(new EditPreferences.Change.Language(Locale.ENGLISH))))
                .isNotInstanceOf(EditPreferences.Changed.class);

        assertThat(cartable.notices().preferences().of(AWA).isEmpty()).isTrue();
    }

    @Test
    void oneClickEndsTheNoticesOfTheCategoryByThisChannelAndASecondChangesNothing() {
        Cartable cartable = builder.build();
        String token = token(sent(cartable, "library.overdue"));

        assertThat(cartable.notices().unsubscribe(token)).isEqualTo(new Unsubscribed(AWA, LIBRARY, false));
        clock.advance(Duration.ofDays(4_000));
        assertThat(cartable.notices().unsubscribe(token))
                .as("after ten years")
                .isEqualTo(new Unsubscribed(AWA, LIBRARY, true));

        Addressing.Person person = new Addressing.Person(AWA, Locale.FRENCH, new Contact.Reachable(MAIL), false);
        assertThat(cartable.notices()
                        .addressing()
                        .of(person, Kind.of("library.overdue"), Set.of(Channel.EMAIL, Channel.IN_APP)))
                .isInstanceOfSatisfying(
                        Addressing.Addressed.class,
                        to -> assertThat(to.addresses()).containsOnlyKeys(Channel.IN_APP));
        assertThat(cartable.notices().preferences().of(AWA).declined()).isEqualTo(Map.of(LIBRARY, NoticeWorld.START));
    }

    @Test
    void theTextOfTheMailHasTheSameLinkAsTheHeader() {
        RenderedNotice notice = sent(builder.build(), "library.overdue");

        assertThat(notice.text()).isEqualTo(String.valueOf(notice.unsubscribe()));
    }

    @Test
    void aLookChangesNothing() {
        Cartable cartable = builder.build();
        String token = token(sent(cartable, "library.overdue"));

        assertThat(cartable.notices().lookAtUnsubscribe(token)).isEqualTo(new Unsubscribed(AWA, LIBRARY, false));
        assertThat(cartable.notices().preferences().of(AWA).isEmpty()).isTrue();
    }

    @Test
    void thereIsNoLinkWithoutAnAddressOrAKeyOrWhereNobodyMayDecline() {
        assertThat(sent(builder.build(), "library.lost").unsubscribe()).isNull();
        assertThat(sent(builder.preferences(Preferences.NONE).build(), "library.overdue")
                        .unsubscribe())
                .isNull();

        Cartable withoutAddress = Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(clock)
                .key(KEY)
                .school("École Exemple")
                .activationPage(URI.create("https://portal.example.org/activate"))
                .courier(mail)
                .noticeType(new Overdue("library.overdue", LIBRARY.category()))
                .renderer((kind, language, channel, variables) -> new Renderer.Words("Words", "none", null))
                .build();
        assertThat(sent(withoutAddress, "library.overdue").unsubscribe()).isNull();
    }

    @Test
    void aLinkThatIsTooLongForTheHeaderOfAMailIsLeftOut() {
        int rest = 900 - link("a").orElseThrow().toString().length();

        assertThat(link("a".repeat(1 + rest)).orElseThrow().toString()).hasSize(900);
        assertThat(link("a".repeat(2 + rest))).isEmpty();
    }

    private static Optional<URI> link(String page) {
        return new UnsubscribeLinks(URI.create("https://portal.example.org/" + page), KEY)
                .link(new UnsubscribeLinks.Request(AWA, LIBRARY));
    }

    @Test
    void aCategoryThatBecameMandatoryIsDeclinedNoMore() {
        String token = token(sent(builder.build(), "library.overdue"));
        Cartable strict = builder.preferenceSettings(
                        PreferenceSettings.defaults().withMandatory(Set.of(LIBRARY.category())))
                .build();

        assertThat(strict.notices().unsubscribe(token)).isEqualTo(new NotUnsubscribed(Problem.MANDATORY));
        assertThat(strict.notices().preferences().of(AWA).isEmpty()).isTrue();
    }

    @Test
    void aLinkWorksAsLongAsItsKeyIsAmongTheOldOnes() {
        String token = token(sent(builder.build(), "library.overdue"));
        Cartable rotated =
                builder.key(NEXT.withOld(List.of(KEY))).checkKeyAtUse().build();
        Cartable forgotten = builder.key(NEXT).build();

        assertThat(forgotten.notices().unsubscribe(token)).isEqualTo(new NotUnsubscribed(Problem.UNKNOWN_LINK));
        assertThat(rotated.notices().unsubscribe(token)).isEqualTo(new Unsubscribed(AWA, LIBRARY, false));
    }

    @Test
    void aTokenThatWasChangedAnywhereIsUnknown() {
        Cartable cartable = builder.build();
        String token = token(sent(cartable, "library.overdue"));
        String signature = token.substring(token.indexOf('.'));
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("LIBRARY EMAIL guardian:g2".getBytes(StandardCharsets.UTF_8));

        for (String wrong : List.of(
                "",
                ".",
                "x",
                "x.y",
                "é.é",
                other + signature,
                token.substring(0, token.length() - 3),
                token + "AAAA",
                token.substring(0, token.indexOf('.')),
                token.substring(0, token.indexOf('.')) + ".")) {
            assertThat(cartable.notices().unsubscribe(wrong))
                    .as(wrong)
                    .isEqualTo(new NotUnsubscribed(Problem.UNKNOWN_LINK));
        }
        assertThat(cartable.notices().preferences().of(AWA).isEmpty()).isTrue();
    }

    @Test
    void aNoticeThatWasQueuedBeforeIsNotSentEither() {
        Cartable cartable = builder.build();
        String token = token(sent(cartable, "library.overdue"));
        Notice queued = Notice.draft(Kind.of("library.overdue"), new Subject("book", "later"), clock.instant())
                .to(AWA, Channel.EMAIL, MAIL, Locale.FRENCH);
        cartable.notices().unsubscribe(token);

        assertThat(cartable.notices()
                        .addressing()
                        .verdict(
                                new Addressing.Person(AWA, Locale.FRENCH, new Contact.Reachable(MAIL), false),
                                queued,
                                Map.of()))
                .isEqualTo(new NoticeType.Verdict.Suppress("DECLINED"));
    }

    @Test
    void aHostThatKeepsPreferencesItselfIsAnsweredClearly() {
        Cartable cartable = builder.preferences(Preferences.NONE).build();

        assertThatIllegalStateException()
                .isThrownBy(() -> cartable.notices().unsubscribe("x"))
                .withMessageContaining("preferences of its own");
    }

    @Test
    void mailProgramsAcceptAddressesOfHttpsAlone() {
        for (String wrong : List.of("http://portal.example.org", "https:portal", "/portal", "https://x.org/?a=b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cartable.builder().publicUrl(URI.create(wrong)))
                    .withMessageContaining(wrong);
        }
    }
}
