package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.ActivateAccount;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CartableTest {
    private static final Pattern LINK = Pattern.compile("https://parents\\.example\\.org/activate#([0-9A-Z]{26})");

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final List<RenderedNotice> delivered = new ArrayList<>();

    @Test
    void aBuilderThatIsUsedAgainChangesNothingThatIsBuilt() {
        InMemoryStores others = new InMemoryStores(() -> now);
        CartableBuilder builder = Cartable.builder().zone(ZoneId.of("Africa/Conakry"));
        List<String> rested = new ArrayList<>();
        Cartable first = builder.stores(stores).build();
        try (Cartable second = builder.stores(others)
                .courier(new Resting(Channel.EMAIL, rested, null))
                .build()) {
            User john = new User(new UserId("u1"), "john", null, null, null, true);

            first.rosters().saveUsers(List.of(john).iterator());

            assertThat(stores.users().byId(List.of(john.id()))).hasSize(1);
            assertThat(others.users().byId(List.of(john.id()))).isEmpty();
            first.close();
            assertThat(rested).as("the first has no courier").isEmpty();
            assertThat(second).isNotSameAs(first);
        }
        assertThat(rested).hasSize(1);
    }

    @Test
    void closingLetsGoOfEveryCourierThoughOthersFail() {
        List<String> rested = new ArrayList<>();
        Cartable cartable = Cartable.builder()
                .stores(stores)
                .zone(ZoneId.of("Africa/Conakry"))
                .courier(new Resting(Channel.EMAIL, rested, "mail"))
                .courier(new Resting(Channel.SMS, rested, "text"))
                .courier(new Resting(Channel.IN_APP, rested, null))
                .build();

        assertThatThrownBy(cartable::close)
                .hasMessage("mail")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("text"));
        assertThat(rested).containsExactly("EMAIL", "SMS", "IN_APP");
    }

    /** Lets go, and fails if it has something to say. */
    private record Resting(
            Channel channel, List<String> rested, @Nullable String failure) implements Courier {
        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void release() {
            rested.add(channel.name());
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }

    @Test
    void aParentIsInvitedActivatesAndSignsIn() {
        try (Cartable cartable = cartable(FirstCredential.ACTIVATION_LINK)) {
            cartable.accounts().generate().apply(cartable.accounts().generate().plan(GenerationRequest.everyone()));
            cartable.notices().dispatch().drain();

            RenderedNotice mail = delivered.get(0);
            assertThat(mail.subject()).isEqualTo("École d’Exemple\u00A0: ouvrez votre espace parents");
            assertThat(mail.text()).contains("Bonjour").contains("Élise").contains("jeudi 1er octobre 2026");
            String token = token(mail.text());

            assertThat(cartable.accounts().activate(token, "trois chevaux bleus"))
                    .isInstanceOf(ActivateAccount.Activated.class);
            assertThat(cartable.accounts().activate(token, "trois chevaux verts"))
                    .isInstanceOf(ActivateAccount.Refused.class);
            assertThat(cartable.accounts().signIn("Helene.d-arc", "trois chevaux bleus"))
                    .isInstanceOf(SignIn.Refused.class);
            assertThat(cartable.accounts()
                            .signIn(
                                    stores.accounts()
                                            .all()
                                            .findFirst()
                                            .orElseThrow()
                                            .username()
                                            .value(),
                                    "trois chevaux bleus"))
                    .isInstanceOf(SignIn.SignedIn.class);
        }
    }

    @Test
    void aLinkThatExpiredBeforeItWasSentIsNotSent() {
        try (Cartable cartable = cartable(FirstCredential.ACTIVATION_LINK)) {
            cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});
            now = now.plus(Duration.ofDays(31));

            cartable.notices().dispatch().drain();

            assertThat(delivered).isEmpty();
            assertThat(cartable.notices().counts()).containsOnlyKeys(NoticeState.SUPPRESSED);
        }
    }

    @Test
    void aMessageOfAnyContextGoesRightAfterItsCommit() {
        List<Runnable> tasks = new ArrayList<>();
        try (Cartable cartable =
                        builder(FirstCredential.ACTIVATION_LINK).anyThread(true).build();
                CommitDispatcher dispatcher = cartable.notices().dispatchOnCommit(tasks::add)) {
            cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});

            assertThat(delivered).as("by the thread that commits").isEmpty();
            assertThat(tasks).hasSize(1);
            tasks.remove(0).run();
            assertThat(delivered).hasSize(1);

            cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});
            assertThat(tasks).as("nothing new was queued").isEmpty();
            assertThat(dispatcher).isNotNull();
        }
    }

    @Test
    void noOtherThreadSendsWhereThatIsNotAllowed() {
        try (Cartable cartable = Cartable.builder()
                .stores(stores)
                .zone(ZoneId.of("Africa/Conakry"))
                .build()) {
            assertThatThrownBy(() -> cartable.notices().dispatchOnCommit(Runnable::run))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("anyThread(true)")
                    .hasMessageContaining("dispatch().drain()");
        }
    }

    @Test
    void aTemporaryPasswordLetsAParentInAndHasToBeChanged() {
        try (Cartable cartable = cartable(FirstCredential.TEMPORARY_PASSWORD)) {
            cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});
            cartable.notices().dispatch().drain();

            Matcher password = Pattern.compile("[a-z2-8]{5}-[a-z2-8]{5}-[a-z2-8]{5}")
                    .matcher(delivered.get(0).text());
            assertThat(password.find()).isTrue();
            String username =
                    stores.accounts().all().findFirst().orElseThrow().username().value();
            SignIn.Result result = cartable.accounts().signIn(username, password.group());
            assertThat(result)
                    .isInstanceOfSatisfying(
                            SignIn.SignedIn.class,
                            in -> assertThat(in.mustChoosePassword()).isTrue());
        }
    }

    @Test
    void noSecretStandsInTheStoresOrInWhatTheyPrint() {
        try (Cartable cartable = cartable(FirstCredential.ACTIVATION_LINK)) {
            cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});
            cartable.notices().dispatch().drain();
            String token = token(delivered.get(0).text());

            try (Stream<?> history = cartable.notices().list()) {
                assertThat(history.map(Object::toString)).noneMatch(line -> line.contains(token));
            }
            assertThat(stores.accounts().all().map(Object::toString)).noneMatch(line -> line.contains(token));
            assertThat(delivered.toString()).doesNotContain(token).doesNotContain("helene");
        }
    }

    @Test
    void namesWhatIsMissingOnFirstUse() {
        Cartable cartable = Cartable.builder()
                .stores(stores)
                .zone(ZoneId.of("Africa/Conakry"))
                .build();

        assertThat(cartable.notices().counts()).isEmpty();
        assertThatThrownBy(() -> cartable.accounts().generate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key(...)");
        assertThatThrownBy(() -> Cartable.builder().stores(stores).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("zone(...)");
    }

    @Test
    void placeholdersAreRefusedWhereACourierReachesPeople() {
        CartableBuilder firstTry = Cartable.builder()
                .stores(stores)
                .courier(new KeepingCourier(delivered))
                .key(HostKey.of(new byte[32]))
                .zone(ZoneId.of("Africa/Conakry"));

        assertThatThrownBy(firstTry::build)
                .isInstanceOfSatisfying(
                        CartableException.class,
                        refusal -> assertThat(refusal.facts()).containsValue("SCHOOL_NAME, ACTIVATION_PAGE"))
                .hasMessageContaining("SCHOOL_NAME, ACTIVATION_PAGE; nothing was sent");
        firstTry.school("École d’Exemple").activationPage(URI.create("https://LocalHost:8443/activate"));
        assertThatThrownBy(firstTry::build)
                .isInstanceOfSatisfying(
                        CartableException.class,
                        refusal -> assertThat(refusal.facts()).containsValue("ACTIVATION_PAGE"));
        firstTry.activationPage(URI.create("https://parents.example.org/activate"));
        assertThat(firstTry.build().notices().counts()).isEmpty();
    }

    @Test
    void aSchoolThatSendsNoLinksNeedsNoPageForThem() {
        CartableBuilder passwords = Cartable.builder()
                .stores(stores)
                .courier(new KeepingCourier(delivered))
                .key(HostKey.of(new byte[32]))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École d’Exemple")
                .accounts(s -> withFirstCredential(s, FirstCredential.TEMPORARY_PASSWORD));
        CartableBuilder withoutAccounts = Cartable.builder()
                .stores(stores)
                .courier(new KeepingCourier(delivered))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École d’Exemple");

        assertThat(passwords.placeholders().found()).isEmpty();
        assertThat(withoutAccounts.placeholders().found()).isEmpty();
    }

    @Test
    void placeholdersAreOnlyReportedWhereMessagesStayOnThisMachineAndAreNoneInFiles() {
        assertThat(placeholders(Courier.Reach.THIS_MACHINE))
                .isEqualTo(new Placeholders(Set.of(Placeholder.SCHOOL_NAME), false));
        assertThat(placeholders(Courier.Reach.NOBODY)).isEqualTo(new Placeholders(Set.of(), false));
    }

    private Placeholders placeholders(Courier.Reach reach) {
        return Cartable.builder()
                .stores(stores)
                .courier(new KeepingCourier(Channel.EMAIL, reach, delivered))
                .zone(ZoneId.of("Africa/Conakry"))
                .placeholders();
    }

    private Cartable cartable(FirstCredential first) {
        return builder(first).build();
    }

    private CartableBuilder builder(FirstCredential first) {
        GuardianId guardian = new GuardianId("g1");
        PupilId pupil = new PupilId("p1");
        Family family = new Family(
                new Guardian(guardian, new PersonName("Hélène", "d’Arc"), "helene@example.org", null, "fr"),
                List.of(new Family.Ward(
                        new Pupil(pupil, new PersonName("Élise", "d’Arc"), null, null, true),
                        Guardianship.of(guardian, pupil, Guardianship.Relation.MOTHER))));
        return Cartable.builder()
                .stores(stores)
                .roster(Roster.of(List.of(family)))
                .courier(new KeepingCourier(delivered))
                .key(HostKey.of(new byte[32]))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École d’Exemple")
                .language(Locale.FRENCH)
                .activationPage(URI.create("https://parents.example.org/activate"))
                .accounts(s -> withFirstCredential(s, first))
                .time(() -> now);
    }

    private static AccountSettings withFirstCredential(AccountSettings s, FirstCredential first) {
        return new AccountSettings(
                s.school(), s.activationPage(), s.activationValidity(), s.inactiveAfter(), s.namingRule(), first);
    }

    private static String token(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as("an activation link in the text").isTrue();
        return link.group(1);
    }

    @Test
    void closingEndsSendingAfterCommits() {
        List<Runnable> tasks = new ArrayList<>();
        Cartable cartable =
                builder(FirstCredential.ACTIVATION_LINK).anyThread(true).build();
        cartable.notices().dispatchOnCommit(tasks::add);
        cartable.close();

        cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});

        assertThat(cartable.notices().counts()).containsOnlyKeys(NoticeState.QUEUED);
        assertThat(tasks).isEmpty();
    }
}
