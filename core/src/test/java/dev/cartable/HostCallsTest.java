package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.account.ActivateAccount;
import dev.cartable.account.ChoosePassword;
import dev.cartable.account.DeactivateAccount;
import dev.cartable.account.ExportAccounts;
import dev.cartable.account.SignIn;
import dev.cartable.account.SignIn.Obstacle;
import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Reach;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.EmailAddress;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host calls beside the ways of the README: each through {@link Cartable}, as a host does. */
class HostCallsTest {
    private static final GuardianId AWA = new GuardianId("g1");
    private static final AccountId NOBODY = new AccountId(new UUID(0, 0));
    private static final Pattern TOKEN = Pattern.compile("activate#([0-9A-Z]{26})");

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final List<RenderedNotice> delivered = new ArrayList<>();
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .roster(Roster.of(List.of(family())))
            .courier(new KeepingCourier(delivered))
            .noticeType(new LostAndFound())
            .renderer((kind, language, channel, values) -> new Renderer.Words(kind.toString(), values.toString(), null))
            .key(HostKey.of(new byte[32]))
            .passwordHasher(new ReadableHasher())
            .zone(ZoneId.of("Africa/Conakry"))
            .school("École d’Exemple")
            .language(Locale.FRENCH)
            .activationPage(URI.create("https://parents.example.org/activate"))
            .time(() -> now)
            .build();

    private static Family family() {
        PupilId pupil = new PupilId("p1");
        return new Family(
                new Guardian(AWA, new PersonName("Awa", "Barry"), "awa@example.org", null, "fr"),
                List.of(new Family.Ward(
                        new Pupil(pupil, new PersonName("Ali", "Barry"), null, null, true),
                        Guardianship.of(AWA, pupil, Guardianship.Relation.MOTHER))));
    }

    @Test
    void aPageAsksWhatSpeaksAgainstALinkBeforeAPasswordIsTyped() {
        String token = invite();

        assertThat(cartable.accounts().reasonAgainst(token)).isEmpty();
        assertThat(cartable.accounts().reasonAgainst(token.toLowerCase(Locale.ROOT)))
                .isEmpty();
        assertThat(cartable.accounts().reasonAgainst("0".repeat(26))).contains(ActivateAccount.Reason.UNKNOWN_TOKEN);
        cartable.accounts().activate(token, "trois chevaux bleus");
        assertThat(cartable.accounts().reasonAgainst(token)).contains(ActivateAccount.Reason.USED);
    }

    @Test
    void aParentReplacesThePasswordByNameOrById() {
        Account account = activated("trois chevaux bleus");
        String username = account.username().value();

        assertThat(cartable.accounts()
                        .choosePassword(
                                username.toUpperCase(Locale.ROOT), "trois chevaux bleus", "quatre mulets verts"))
                .isInstanceOf(ChoosePassword.Chosen.class);
        assertThat(cartable.accounts()
                        .choosePassword(username, "quatre mulets verts", "cinq ânes gris foncé", "10.0.0.1"))
                .isInstanceOf(ChoosePassword.Chosen.class);
        assertThat(cartable.accounts().choosePassword(account.id(), "cinq ânes gris foncé", "six lions jaunes"))
                .isInstanceOf(ChoosePassword.Chosen.class);

        assertThat(cartable.accounts().signIn(username, "trois chevaux bleus")).isInstanceOf(SignIn.Refused.class);
        assertThat(cartable.accounts().signIn(username, "six lions jaunes", "10.0.0.1"))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aPasswordStaysWhereTheCurrentOneIsWrongOrTheAccountIsUnknown() {
        Account account = activated("trois chevaux bleus");

        assertThat(cartable.accounts().choosePassword(account.id(), "trois chevaux", "six lions jaunes"))
                .isEqualTo(new ChoosePassword.Refused(ChoosePassword.Reason.WRONG_USERNAME_OR_PASSWORD, null, null));
        assertThat(cartable.accounts().choosePassword(NOBODY, "trois chevaux bleus", "six lions jaunes"))
                .isEqualTo(new ChoosePassword.Refused(ChoosePassword.Reason.WRONG_USERNAME_OR_PASSWORD, null, null));
        assertThat(cartable.accounts().signIn(account.username().value(), "trois chevaux bleus"))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aClosedAccountLetsNobodyInUntilItIsOpenedAgain() {
        Account account = activated("trois chevaux bleus");
        String username = account.username().value();
        assertThat(cartable.accounts().obstacle(account)).isEmpty();

        assertThat(cartable.accounts().deactivate(account.id()))
                .isInstanceOfSatisfying(
                        DeactivateAccount.Deactivated.class,
                        done -> assertThat(done.account())
                                .extracting(Account::state, Account::deactivation, Account::deactivatedAt)
                                .containsExactly(Account.State.DEACTIVATED, Account.Deactivation.BY_HAND, now));
        assertThat(cartable.accounts().deactivate(account.id()))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.ALREADY_DEACTIVATED));
        assertThat(cartable.accounts().deactivate(NOBODY))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.UNKNOWN));
        Account closed = cartable.accounts().of(AWA).orElseThrow();
        assertThat(cartable.accounts().obstacle(closed)).contains(Obstacle.ACCOUNT_CLOSED);
        assertThat(cartable.accounts().signIn(username, "trois chevaux bleus")).isInstanceOf(SignIn.Refused.class);
        assertThat(cartable.accounts().choosePassword(account.id(), "trois chevaux bleus", "six lions jaunes"))
                .isEqualTo(new ChoosePassword.Refused(ChoosePassword.Reason.ACCOUNT_CLOSED, null, null));

        assertThat(cartable.accounts().reactivate(account.id())).isInstanceOf(DeactivateAccount.Reactivated.class);
        assertThat(cartable.accounts().signIn(username, "trois chevaux bleus")).isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void anAccountIsFoundByGuardianByNameAndByAnyOfThem() {
        assertThat(cartable.accounts().of(AWA)).isEmpty();
        invite();
        Account account = cartable.accounts().of(AWA).orElseThrow();
        String username = account.username().value();

        assertThat(account.guardian()).isEqualTo(AWA);
        assertThat(cartable.accounts().of(new GuardianId("g2"))).isEmpty();
        assertThat(cartable.accounts().named(" " + username.toUpperCase(Locale.ROOT) + " "))
                .contains(account);
        assertThat(cartable.accounts().named("g1")).as("an id is no name").isEmpty();
        assertThat(Stream.of(account.id().toString(), "g1", username)
                        .map(cartable.accounts()::find)
                        .map(found -> found.orElseThrow().id()))
                .containsOnly(account.id());
    }

    @Test
    void anExportIsReadBackAccountByAccount() {
        Account account = activated("trois chevaux bleus");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(cartable.accounts().export().export(file, CsvExport.plain())).isEqualTo(1);

        try (Stream<ExportAccounts.Row> read =
                cartable.accounts().export().read(new ByteArrayInputStream(file.toByteArray()), CsvExport.plain())) {
            assertThat(read).singleElement().isEqualTo(ExportAccounts.Row.of(account, Set.of(new PupilId("p1"))));
        }
        assertThatThrownBy(() -> cartable.accounts()
                        .export()
                        .read(new ByteArrayInputStream(new byte[] {'a', ',', 'b', '\n'}), CsvExport.plain()))
                .isInstanceOf(ExportAccounts.NoExportException.class);
    }

    @Test
    void aHostQueuesANoticeOfItsOwnWithTheFactThatItIsAbout() {
        Notice found = Notice.draft(LostAndFound.KIND, new Subject("thing", "umbrella"), now)
                .to(Recipient.guardian(AWA), Channel.EMAIL, Channel.EMAIL.address("awa@example.org"), Locale.FRENCH);

        assertThatThrownBy(() -> stores.unitOfWork().run(tx -> {
                    assertThat(cartable.notices().queue(tx, List.of(found))).containsExactly(found.id());
                    throw new IllegalStateException("the fact could not be written");
                }))
                .hasMessage("the fact could not be written");
        assertThat(cartable.notices().find(found.id()))
                .as("undone with its fact")
                .isEmpty();

        stores.unitOfWork()
                .run(tx ->
                        assertThat(cartable.notices().queue(tx, List.of(found))).containsExactly(found.id()));
        stores.unitOfWork()
                .run(tx -> assertThat(cartable.notices().queue(tx, List.of(found)))
                        .as("the same notice once more")
                        .isEmpty());

        assertThat(cartable.notices().dispatch().drain().sent()).isEqualTo(1);
        assertThat(cartable.notices().find(found.id()).orElseThrow().state()).isEqualTo(NoticeState.SENT);
        try (Stream<?> sent =
                cartable.notices().list(NoticeFilter.all().in(NoticeState.SENT).to(Recipient.guardian(AWA)))) {
            assertThat(sent).hasSize(1);
        }
        assertThat(delivered)
                .extracting(RenderedNotice::subject, RenderedNotice::text)
                .containsExactly(tuple("host.lost", "{thing=umbrella}"));
    }

    @Test
    void everyoneWhoseUseIsCountedIsCheckedAtOnceAsEachIsAlone() {
        network();

        assertThat(checkAll()).containsExactly(cartable.quotas().check(new UserId("u1")));
        use("u2", 3);

        assertThat(checkAll())
                .containsExactly(
                        cartable.quotas().check(new UserId("u1")),
                        cartable.quotas().check(new UserId("u2")));
        assertThat(cartable.quotas().check(List.of(new UserId("u2"), new UserId("u3"))))
                .containsOnlyKeys(new UserId("u2"));
        assertThat(cartable.quotas().check(new UserId("u1")).window(Window.DAY).used())
                .isEqualTo(new Traffic(1, 2));
    }

    private List<Allowance> checkAll() {
        try (Stream<Allowance> all = cartable.quotas().checkAll()) {
            return all.toList();
        }
    }

    @Test
    void theDaysOfUseAreShownForThoseWhoUsedSomething() {
        network();
        LocalDate today = LocalDate.of(2026, 9, 1);
        now = now.plus(Duration.ofDays(2));
        use("u1", 4);

        assertThat(cartable.quotas().days(List.of(new UserId("u1"), new UserId("u2")), today, today.plusDays(2)))
                .isEqualTo(Map.of(
                        new UserId("u1"),
                        new TreeMap<>(Map.of(today, new Traffic(1, 2), today.plusDays(2), new Traffic(4, 8)))));
        assertThat(cartable.quotas().days(List.of(new UserId("u1")), today.plusDays(1), today.plusDays(1)))
                .isEmpty();
    }

    private void network() {
        cartable.rosters()
                .saveUsers(Stream.of("u1", "u2")
                        .map(id -> new User(new UserId(id), "name-" + id, null, null, null, true))
                        .iterator());
        Profile profile =
                cartable.quotas().profiles().add("pupil", change -> change.atMost(Window.DAY, DataSize.ofBytes(10)));
        cartable.quotas().assign(Holder.DEFAULT, profile.id(), "test");
        use("u1", 1);
    }

    private void use(String user, long up) {
        cartable.quotas()
                .record(new UsageEvent(
                        new EventId(user + "-" + up + "-" + now), new UserId(user), new Traffic(up, 2 * up), now));
    }

    /** Opens an account and sends its link. */
    private String invite() {
        assertThat(cartable.accounts().open(AWA)).isPresent();
        cartable.notices().dispatch().drain();
        Matcher link = TOKEN.matcher(delivered.get(0).text());
        assertThat(link.find()).as("a link in %s", delivered.get(0).text()).isTrue();
        return link.group(1);
    }

    private Account activated(String password) {
        assertThat(cartable.accounts().activate(invite(), password)).isInstanceOf(ActivateAccount.Activated.class);
        return cartable.accounts().of(AWA).orElseThrow();
    }

    /** A host's own kind of notice. */
    private static final class LostAndFound implements NoticeType {
        static final Kind KIND = Kind.of("host.lost");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of("thing");
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of("thing", notice.subject().id()));
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of("thing", "umbrella");
        }
    }

    private Notice lost(Recipient recipient, Channel channel, String address) {
        Notice notice = Notice.draft(LostAndFound.KIND, new Subject("thing", "umbrella"), now)
                .to(recipient, channel, channel.address(address), Locale.FRENCH);
        stores.unitOfWork().run(tx -> cartable.notices().queue(tx, List.of(notice)));
        return notice;
    }

    @Test
    void whatWaitsIsCountedUntilItIsSent() {
        lost(Recipient.guardian(AWA), Channel.EMAIL, "awa@example.org");

        assertThat(cartable.notices().statistics())
                .returns(LocalDate.of(2026, 9, 1), NoticeStatistics::today)
                .returns(
                        List.of(new NoticeStatistics.Count(Channel.EMAIL, LostAndFound.KIND, NoticeState.QUEUED, 1)),
                        NoticeStatistics::ofToday)
                .returns(now, NoticeStatistics::oldestWaiting);
        assertThat(cartable.notices().backlog()).isEqualTo(new NoticeStatistics.Backlog(now, List.of()));
        assertThat(cartable.notices().unfinished()).isEqualTo(Map.of(NoticeState.QUEUED, 1L));

        cartable.notices().dispatch().drain();

        assertThat(cartable.notices().backlog()).isEqualTo(new NoticeStatistics.Backlog(null, List.of()));
        assertThat(cartable.notices().unfinished()).isEmpty();
        assertThat(cartable.notices().counts()).isEqualTo(Map.of(NoticeState.SENT, 1L));
    }

    @Test
    void aPersonReadsTheirOwnMessagesInTheApplication() {
        Recipient awa = Recipient.guardian(AWA);
        Notice message = lost(awa, Channel.IN_APP, "g1");
        cartable.notices().dispatch().drain();
        Instant read = now.plusSeconds(60);
        now = read;

        assertThat(cartable.notices().markRead(Recipient.guardian(new GuardianId("g2")), message.id()))
                .isFalse();
        assertThat(cartable.notices().markRead(awa, message.id())).isTrue();

        assertThat(cartable.notices().inbox(awa, 10))
                .extracting(Inbox.Message::id, Inbox.Message::text, Inbox.Message::readAt)
                .containsExactly(tuple(message.id(), "{thing=umbrella}", read));
    }

    @Test
    void aHostsOwnCourierForTheApplicationTakesThePlaceOfTheInbox() {
        List<RenderedNotice> shown = new ArrayList<>();
        Cartable own = sending(builder -> builder.noticeType(new LostAndFound())
                .courier(new KeepingCourier(Channel.IN_APP, Reach.NOBODY, shown)));
        lost(Recipient.guardian(AWA), Channel.IN_APP, "g1");

        own.notices().dispatch().drain();

        assertThat(shown).hasSize(1);
        assertThat(own.notices().inbox(Recipient.guardian(AWA), 10)).isEmpty();
    }

    @Test
    void aHostSeesWhomAProcessSendsToAndWhyItSendsNothing() {
        EmailAddress chief = EmailAddress.of("chief@example.org");
        Notices redirected =
                sending(builder -> builder.speak(SendingMode.only(chief))).notices();
        Notices silent = sending(builder -> builder.speak(SendingMode.nobody())).notices();

        assertThat(cartable.notices().silence()).isEmpty();
        assertThat(cartable.notices().onlyAddress()).isEmpty();
        assertThat(redirected.silence()).isEmpty();
        assertThat(redirected.onlyAddress()).contains(chief);
        assertThat(silent.silence()).map(Silence::reason).contains(Silence.Reason.SPEAK_OFF);
    }

    private Cartable sending(UnaryOperator<CartableBuilder> change) {
        return change.apply(Cartable.builder()
                        .stores(stores)
                        .zone(ZoneId.of("Africa/Conakry"))
                        .renderer((kind, language, channel, values) ->
                                new Renderer.Words(kind.toString(), values.toString(), null))
                        .time(() -> now))
                .build();
    }

    /** Fast, and safe in a test alone. */
    private static final class ReadableHasher implements PasswordHasher {
        @Override
        public String hash(CharSequence password) {
            return "readable:" + password;
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            return hash.equals("readable:" + password);
        }

        @Override
        public State state(String hash) {
            return hash.startsWith("readable:") ? State.CURRENT : State.UNREADABLE;
        }
    }
}
