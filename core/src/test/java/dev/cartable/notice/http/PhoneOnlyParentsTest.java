package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.AccountPlan;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.ActivateByCode;
import dev.cartable.account.ActivateByCode.Reason;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.RequestCode;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.port.Letters;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.phone.NationalPhoneNumbers;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parents without an e-mail address, from the run that makes their accounts to the password that they choose by a short message. */
class PhoneOnlyParentsTest {
    private static final String NUMBER = "620 12 34 56";
    private static final String OTHER = "664 11 22 33";
    private static final String PASSWORD = "trois chevaux bleus";
    private static final Pattern MESSAGE =
            Pattern.compile("code (?<code>[0-9]{6}), .* https://e\\.example\\.org/c#(?<link>[0-9A-Z]{10}) ");

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final Map<GuardianId, Family> families = new LinkedHashMap<>();
    private final InMemoryStores stores = new InMemoryStores(() -> this.now);
    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private FirstCredential first = FirstCredential.ACTIVATION_LINK;
    private boolean withGateway = true;
    private HostKey key = HostKey.of(new byte[32]);
    private int reads;
    private int smsBudget = 1_000;

    /** A short message as the gateway got it. */
    private record Sms(String to, String text, String link, String code) {}

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    private <T> T with(Function<Cartable, T> use) {
        Courier courier = ShortMessages.courier(ShortMessages.settings(gateway).build(), () -> now);
        var builder = Cartable.builder()
                .stores(stores)
                .roster(new Live())
                .phoneNumbers(NationalPhoneNumbers.of("GN"))
                .key(key)
                .passwordHasher(Pbkdf2PasswordHasher.withIterations(Pbkdf2PasswordHasher.MIN_ITERATIONS))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("Lycée d’Exemple")
                .language(Locale.FRENCH)
                .activationPage(URI.create("https://parents.example.org/activate"))
                .accounts(settings -> new AccountSettings(
                                settings.school(),
                                settings.activationPage(),
                                settings.activationValidity(),
                                settings.inactiveAfter(),
                                settings.namingRule(),
                                first)
                        .withCodePage(URI.create("https://e.example.org/c")))
                .smsBudget(smsBudget)
                .time(() -> now);
        try (Cartable cartable = (withGateway ? builder.courier(courier) : builder).build()) {
            return use.apply(cartable);
        }
    }

    /** The roster as it is at the moment. */
    private final class Live implements Roster {
        private Roster present() {
            return Roster.of(families.values());
        }

        @Override
        public Stream<Family> families() {
            return present().families();
        }

        @Override
        public Stream<Family> families(PromotionId promotion) {
            return present().families(promotion);
        }

        @Override
        public List<Family> families(Collection<GuardianId> guardians) {
            reads++;
            return present().families(guardians);
        }

        @Override
        public List<Family> familiesOf(Collection<PupilId> pupils) {
            return present().familiesOf(pupils);
        }

        @Override
        public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
            return present().pupils(ids);
        }

        @Override
        public Enrolment enrolment() {
            return present().enrolment();
        }
    }

    private void guardian(String id, @Nullable String email, @Nullable String phone, boolean active) {
        GuardianId guardian = new GuardianId(id);
        Pupil pupil =
                new Pupil(new PupilId("p" + id), new PersonName("Awa", "Barry"), new PromotionId("CM2"), null, active);
        families.put(
                guardian,
                new Family(
                        new Guardian(guardian, new PersonName("Mariama", "Diallo"), email, phone, null),
                        List.of(new Family.Ward(
                                pupil, Guardianship.of(guardian, pupil.id(), Guardianship.Relation.MOTHER)))));
    }

    private AccountPlan.Counts generate() {
        return with(cartable -> cartable.accounts()
                .generate()
                .run(GenerationRequest.everyone(), step -> {})
                .counts());
    }

    /** Dispatches what waits, with a gateway that takes it all. Gives the short messages that it got. */
    private List<Sms> dispatch() {
        int before = gateway.requests().size();
        for (int i = 0; i < 5; i++) {
            gateway.then(200, "{\"id\":\"m-" + i + "\"}");
        }
        with(cartable -> cartable.notices().dispatch().drain());
        return since(before);
    }

    private List<Sms> since(int before) {
        List<Sms> got = new ArrayList<>();
        for (ScriptedGateway.Request request :
                gateway.requests().subList(before, gateway.requests().size())) {
            Map<?, ?> body = (Map<?, ?>) requireNonNull(JsonPath.document(request.body()));
            String text = String.valueOf(body.get("text"));
            Matcher found = MESSAGE.matcher(text);
            assertThat(found.find()).as(text).isTrue();
            got.add(new Sms(String.valueOf(body.get("to")), text, found.group("link"), found.group("code")));
        }
        return got;
    }

    private ActivateByCode.Result enter(Sms sms) {
        return enter(sms.link(), sms.code(), "home");
    }

    private ActivateByCode.Result enter(String link, String code, String source) {
        return with(cartable -> cartable.accounts().activateByCode(link, code, PASSWORD, source));
    }

    private static ActivateByCode.Refused refused(Reason reason) {
        return new ActivateByCode.Refused(reason, null, null);
    }

    private RequestCode.Result request(String who) {
        return with(cartable -> cartable.accounts().requestCode(who, "home"));
    }

    private RequestCode.Result request(String who, String source) {
        return with(cartable -> cartable.accounts().requestCode(who, source));
    }

    private Account account(String guardian) {
        return with(cartable -> cartable.accounts().of(new GuardianId(guardian)).orElseThrow());
    }

    private SignIn.Result signIn(String guardian) {
        String username = account(guardian).username().value();
        return with(cartable -> cartable.accounts().signIn(username, PASSWORD, "home"));
    }

    /** Another code of six digits, each time. */
    private static String wrong(String code, int nth) {
        return String.format(Locale.ROOT, "%06d", (Integer.parseInt(code) + nth) % 1_000_000);
    }

    private static Sms only(List<Sms> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void aParentWithoutAnAddressActivatesFromTheTextOfTheMessageAndSignsIn() {
        guardian("g1", null, NUMBER, true);

        AccountPlan.Counts counts = generate();

        assertThat(List.of(counts.created(), counts.queued(), counts.sms(), counts.noChannel()))
                .containsExactly(1L, 1L, 1L, 0L);
        Sms sms = only(dispatch());
        assertThat(sms.to()).isEqualTo("+224620123456");
        assertThat(sms.text()).contains(account("g1").username().value());
        assertThat(SmsText.of(sms.text()).segments()).isOne();
        assertThat(this.<Optional<ActivateAccount.Reason>>with(
                        cartable -> cartable.accounts().reasonAgainst(sms.link())))
                .contains(ActivateAccount.Reason.CODE_NEEDED);
        assertThat(this.<ActivateAccount.Result>with(
                        cartable -> cartable.accounts().activate(sms.link(), PASSWORD)))
                .as("without the code")
                .isEqualTo(new ActivateAccount.Refused(ActivateAccount.Reason.CODE_NEEDED, null));
        assertThat(enter(sms.link().toLowerCase(Locale.ROOT), sms.code().replaceAll("...", "$0 "), "home"))
                .isInstanceOf(ActivateByCode.Activated.class);
        assertThat(signIn("g1")).isInstanceOf(SignIn.SignedIn.class);
        assertThat(enter(sms)).as("a second time").isEqualTo(refused(Reason.USED));
        assertThat(generate().changesNothing()).isTrue();
    }

    @Test
    void noCodeIsStoredOrPrinted() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());

        try (var history = stores.outbox().history(NoticeFilter.all())) {
            assertThat(history.map(Object::toString))
                    .noneMatch(line -> line.contains(sms.code()) || line.contains(sms.link()));
        }
        assertThat(stores.activations().latest(List.of(account("g1").id())).toString())
                .doesNotContain(sms.code(), sms.link());
    }

    @Test
    void withoutAGatewayTheyAreWithoutAChannel() {
        withGateway = false;
        guardian("g1", null, NUMBER, true);

        AccountPlan.Counts counts = generate();

        assertThat(List.of(counts.queued(), counts.noChannel())).containsExactly(0L, 1L);
    }

    @Test
    void onlyThoseWithNeitherAddressNorNumberAreWithoutAChannelAndGetLetters() {
        guardian("g1", null, NUMBER, true);
        guardian("g2", null, "30 24 11 11", true);
        guardian("g3", "not an address", OTHER, true);
        guardian("g4", "parent@example.org", NUMBER, true);

        AccountPlan.Counts counts = generate();
        AccountFigures figures = with(cartable -> cartable.accounts().statistics());

        assertThat(List.of(counts.queued(), counts.sms(), counts.noChannel())).containsExactly(3L, 2L, 1L);
        assertThat(List.of(
                        figures.email(),
                        figures.sms(),
                        figures.noChannel().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()))
                .containsExactly(1L, 2L, 1L);
        List<String> letters = new ArrayList<>();
        with(cartable -> cartable.accounts().writeLetters(letter -> {
            letters.add(letter.account().toString());
            return new Kept();
        }));
        assertThat(letters).containsExactly(account("g2").id().toString());
    }

    private record Kept() implements Letters.Draft {
        @Override
        public Letters.Outcome outcome() {
            return Letters.Outcome.WRITTEN;
        }

        @Override
        public void put() {}

        @Override
        public void close() {}
    }

    @Test
    void aMessageThatWaitedForHoursDoesNotArriveDeadAndLastsTenMinutesFromThen() {
        guardian("g1", null, NUMBER, true);
        generate();
        now = now.plus(Duration.ofHours(9));
        Sms sms = only(dispatch());
        now = now.plus(PhoneCode.VALIDITY);

        assertThat(enter(sms)).isEqualTo(refused(Reason.CODE_EXPIRED));
        now = now.minusSeconds(1);
        assertThat(enter(sms)).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void aRepeatedAttemptSendsTheSameBytesAndTheTenMinutesBeginAnew() {
        guardian("g1", null, NUMBER, true);
        generate();
        gateway.then(503, "{\"message\":\"busy\"}", "Retry-After: 60");
        with(cartable -> cartable.notices().dispatch().drain());
        Sms first = only(since(0));
        now = now.plus(Duration.ofHours(1));
        Sms second = only(dispatch());

        assertThat(second).isEqualTo(first);
        now = now.plus(PhoneCode.VALIDITY).minusSeconds(1);
        assertThat(enter(second)).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void anUnknownOutcomeSendsNothingTwiceAndTheCodeIsGood() {
        guardian("g1", null, NUMBER, true);
        generate();
        gateway.thenHangUp();
        DispatchNotices.Report report =
                with(cartable -> cartable.notices().dispatch().drain());
        now = now.plus(Duration.ofMinutes(5));

        assertThat(report.uncertain()).isOne();
        assertThat(dispatch()).isEmpty();
        assertThat(enter(only(since(0)))).as("it may have arrived").isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void afterFiveWrongCodesTheRightOneOpensNothingWhereverTheyCameFrom() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        for (int i = 1; i <= PhoneCode.MOST_TRIES; i++) {
            assertThat(enter(sms.link(), wrong(sms.code(), i), "source " + i)).isEqualTo(refused(Reason.WRONG_CODE));
        }

        assertThat(enter(sms.link(), sms.code(), "elsewhere")).isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(request(sms.link())).isEqualTo(new RequestCode.Accepted());
        Sms again = only(dispatch());
        assertThat(again.link()).isEqualTo(sms.link());
        assertThat(again.code()).isNotEqualTo(sms.code());
        assertThat(enter(again.link(), again.code(), "elsewhere")).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void afterFourWrongCodesTheRightOneStillOpens() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        for (int i = 1; i < PhoneCode.MOST_TRIES; i++) {
            enter(sms.link(), wrong(sms.code(), i), "home");
        }

        ActivateByCode.Result weak =
                with(cartable -> cartable.accounts().activateByCode(sms.link(), sms.code(), "abc", "home"));
        assertThat(weak)
                .isInstanceOfSatisfying(
                        ActivateByCode.Refused.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.WEAK_PASSWORD));
        assertThat(enter(sms)).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void guessesAreSlowedDownForALinkAlsoForOneThatThereIsNot() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        for (String link : List.of(sms.link(), "0000000000")) {
            for (int i = 1; i <= 5; i++) {
                assertThat(enter(link, wrong(sms.code(), i), "home")).isEqualTo(refused(Reason.WRONG_CODE));
            }
            assertThat(enter(link, sms.code(), "home"))
                    .isEqualTo(new ActivateByCode.Refused(Reason.TOO_MANY_ATTEMPTS, null, now.plusSeconds(30)));
        }
    }

    @Test
    void aNumberThatChangesOrIsWithdrawnKillsTheCodeAtOnceAndTheNextRunSendsAnother() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms old = only(dispatch());

        guardian("g1", null, OTHER, true);
        assertThat(enter(old)).as("before the next run").isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(generate().sms()).isOne();
        Sms fresh = only(dispatch());
        assertThat(fresh.to()).isEqualTo("+224664112233");
        assertThat(enter(old)).isEqualTo(refused(Reason.WRONG_CODE));

        guardian("g1", null, null, true);
        assertThat(enter(fresh)).isEqualTo(refused(Reason.WRONG_CODE));
        AccountPlan.Counts counts = generate();
        assertThat(List.of(counts.queued(), counts.noChannel())).containsExactly(0L, 1L);
        assertThat(generate().changesNothing()).isTrue();
        guardian("g1", null, OTHER, true);
        assertThat(enter(fresh)).as("the number is back").isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(generate().sms()).isOne();
        assertThat(enter(only(dispatch()))).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void aMessageThatWaitsIsNotSentToANumberThatIsNoLongerTheGuardians() {
        guardian("g1", null, NUMBER, true);
        generate();
        guardian("g1", null, OTHER, true);

        assertThat(dispatch()).isEmpty();
        try (var history = stores.outbox().history(NoticeFilter.all())) {
            assertThat(history.map(Notice.Entry::reason)).containsExactly("READDRESSED");
        }
        assertThat(generate().sms()).isOne();
        assertThat(only(dispatch()).to()).isEqualTo("+224664112233");
    }

    @Test
    void aMessageThatWasHeldBackIsSentByTheNextRunThatFindsTheGuardianAgain() {
        guardian("g1", null, NUMBER, true);
        generate();
        guardian("g1", null, null, true);
        assertThat(dispatch()).isEmpty();
        guardian("g1", null, NUMBER, true);

        assertThat(generate().sms()).isOne();
        assertThat(enter(only(dispatch()))).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void aBarredGuardianIsSentNothingAndActivatesNothing() {
        guardian("g1", null, NUMBER, true);
        generate();
        guardian("g1", null, NUMBER, false);
        assertThat(dispatch()).isEmpty();
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());

        guardian("g1", null, NUMBER, false);
        assertThat(enter(sms)).isEqualTo(refused(Reason.NO_PUPIL));
        assertThat(request(sms.link())).isEqualTo(new RequestCode.Accepted());
        assertThat(dispatch()).isEmpty();
    }

    @Test
    void twoGuardiansWithOneNumberHaveALinkEachAndTheCodeOfOneOpensNotTheOther() {
        guardian("g1", null, NUMBER, true);
        guardian("g2", null, NUMBER, true);
        generate();
        List<Sms> both = dispatch();

        assertThat(both).extracting(Sms::to).containsOnly("+224620123456");
        assertThat(both).extracting(Sms::link).doesNotHaveDuplicates();
        assertThat(enter(both.get(0).link(), both.get(1).code(), "home")).isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(both).allSatisfy(sms -> assertThat(enter(sms)).isInstanceOf(ActivateByCode.Activated.class));
    }

    @Test
    void aForgottenPasswordIsResetByAMessageAndTheOldOneWorksUntilThen() {
        guardian("g1", null, NUMBER, true);
        generate();
        enter(only(dispatch()));
        int revision = account("g1").credential().revision();

        assertThat(request(" " + account("g1").username().value().toUpperCase(Locale.ROOT)))
                .isEqualTo(new RequestCode.Accepted());
        assertThat(account("g1").credential().revision()).as("sessions go on").isEqualTo(revision);
        assertThat(signIn("g1")).isInstanceOf(SignIn.SignedIn.class);
        Sms sms = only(dispatch());
        assertThat(this.<ActivateByCode.Result>with(cartable ->
                        cartable.accounts().activateByCode(sms.link(), sms.code(), "quatre vaches rouges", "home")))
                .isInstanceOf(ActivateByCode.Activated.class);
        assertThat(signIn("g1")).isInstanceOf(SignIn.Refused.class);
    }

    @Test
    void theSameCodeIsSentOnceMoreWhileItIsGoodAndNoneWhileOneIsOnItsWay() {
        guardian("g1", null, NUMBER, true);
        generate();
        String username = account("g1").username().value();
        assertThat(request(username)).isEqualTo(new RequestCode.Accepted());
        Sms sms = only(dispatch());
        request(username);
        assertThat(dispatch()).as("a moment later").isEmpty();
        now = now.plus(Duration.ofMinutes(2));
        request(username);
        assertThat(only(dispatch())).isEqualTo(sms);
        now = now.plus(PhoneCode.VALIDITY);
        request(username);
        assertThat(only(dispatch()).code()).isNotEqualTo(sms.code());
    }

    @Test
    void theAnswerToARequestIsTheSameForAnUnknownUsernameAndSoAreItsLimits() {
        guardian("g1", null, NUMBER, true);
        guardian("g2", "parent@example.org", NUMBER, true);
        generate();
        dispatch();
        int before = gateway.requests().size();

        for (String who : List.of(
                account("g1").username().value(),
                account("g2").username().value(),
                "nobody.here",
                "+224 620 12 34 56")) {
            for (int i = 0; i < 5; i++) {
                assertThat(request(who)).isEqualTo(new RequestCode.Accepted());
            }
            assertThat(request(who)).isEqualTo(new RequestCode.TooMany(now.plusSeconds(30)));
        }
        assertThat(gateway.requests()).hasSize(before);
    }

    @Test
    void asMuchIsReadForAnUnknownUsernameAsForAKnownOne() {
        guardian("g1", null, NUMBER, true);
        generate();
        List<Integer> each = new ArrayList<>();
        for (String who : List.of(account("g1").username().value(), "nobody.here")) {
            int before = reads;
            request(who);
            each.add(reads - before);
        }
        assertThat(each).containsExactly(1, 1);
    }

    @Test
    void aCodeThatWasMadeWithTheKeyBeforeIsGoodAndSaysTheSame() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms before = only(dispatch());
        byte[] newer = new byte[32];
        newer[0] = 1;
        key = HostKey.of(newer).withOld(List.of(key));
        now = now.plus(Duration.ofMinutes(2));
        request(before.link());

        Sms after = only(dispatch());

        assertThat(after).isEqualTo(before);
        assertThat(enter(after)).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void ofManyWhoEnterTheRightCodeAtOnceOneActivates() throws Exception {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        List<ActivateByCode.Result> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String source = "source " + i;
            Thread one = new Thread(() -> results.add(enter(sms.link(), sms.code(), source)));
            all.add(one);
            one.start();
        }
        for (Thread one : all) {
            one.join();
        }
        assertThat(results).hasSize(4);
        assertThat(results)
                .filteredOn(ActivateByCode.Activated.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aSchoolThatBeginsWithTemporaryPasswordsStillSendsCodesByShortMessage() {
        first = FirstCredential.TEMPORARY_PASSWORD;
        guardian("g1", null, NUMBER, true);

        assertThat(generate().sms()).isOne();
        assertThat(enter(only(dispatch()))).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void aLinkThatWasNotUsedInTimeIsPointedOutAndResent() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms old = only(dispatch());
        now = now.plus(Duration.ofDays(29));
        assertThat(generate().expired()).as("the parent can ask for a code").isZero();
        assertThat(request(old.link())).isEqualTo(new RequestCode.Accepted());
        now = now.plus(Duration.ofDays(1));
        assertThat(generate().expired()).isOne();
        assertThat(with(cartable -> cartable.accounts().statistics()).expired()).isOne();

        AccountPlan.Counts resent = with(cartable -> cartable.accounts()
                .resend()
                .run(ResendCredentials.Request.everyone().onlyExpired(), step -> {})
                .counts());

        assertThat(List.of(resent.renewed(), resent.sms())).containsExactly(1L, 1L);
        Sms fresh = only(dispatch());
        assertThat(fresh.link()).isNotEqualTo(old.link());
        assertThat(enter(fresh)).isInstanceOf(ActivateByCode.Activated.class);
    }

    @Test
    void anAddressThatIsAddedReplacesTheCode() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        guardian("g1", "parent@example.org", NUMBER, true);

        AccountPlan.Counts counts = generate();

        assertThat(List.of(counts.queued(), counts.sms())).containsExactly(1L, 0L);
        assertThat(enter(sms)).isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(stores.outbox().waitingChannels()).containsExactly(Channel.EMAIL);
    }

    @Test
    void aRequestLeavesALinkThatIsUnderWayByLetterOrMailAndAnswersTheSame() {
        guardian("g1", null, null, true);
        guardian("g2", "parent@example.org", NUMBER, true);
        generate();
        with(cartable -> cartable.accounts().writeLetters(letter -> new Kept()));
        for (String guardian : List.of("g1", "g2")) {
            guardian(guardian, null, OTHER, true);
            Account account = account(guardian);
            var before = stores.activations().latest(List.of(account.id()));
            assertThat(before).hasSize(1);

            assertThat(request(account.username().value())).isEqualTo(new RequestCode.Accepted());

            assertThat(stores.activations().latest(List.of(account.id()))).isEqualTo(before);
        }
        assertThat(dispatch()).isEmpty();
    }

    @Test
    void anAccountIsSentFiveCodesADayOnRequestAndThoseByLinkCountOnTheirOwn() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms first = only(dispatch());
        String username = account("g1").username().value();
        int sent = 0;
        for (int i = 0; i < 8; i++) {
            now = now.plus(PhoneCode.VALIDITY).plusSeconds(1);
            assertThat(request(username, "stranger " + i)).isEqualTo(new RequestCode.Accepted());
            sent += dispatch().size();
        }

        assertThat(sent).isEqualTo(5);
        assertThat(request(first.link())).isEqualTo(new RequestCode.Accepted());
        assertThat(enter(only(dispatch()))).isInstanceOf(ActivateByCode.Activated.class);
        now = now.plus(Duration.ofDays(1));
        request(username);
        assertThat(dispatch()).as("the next day").hasSize(1);
    }

    @Test
    void strangersWithEverNewAddressesDoNotMakeAParentWait() {
        guardian("g1", null, NUMBER, true);
        generate();
        for (String who : List.of(account("g1").username().value(), "nobody.here")) {
            for (int i = 0; i < 30; i++) {
                now = now.plus(Duration.ofMinutes(15));
                request(who, who + i);
            }
            assertThat(request(who)).as(who).isEqualTo(new RequestCode.Accepted());
        }
    }

    @Test
    void codesOnRequestLeaveMostOfTheDaysShortMessagesToOthers() {
        smsBudget = 40;
        for (int i = 0; i < 12; i++) {
            guardian("g" + i, null, "620 12 34 " + (10 + i), true);
        }
        generate();
        long before = queued();
        now = now.plus(Duration.ofHours(1));
        for (int i = 0; i < 12; i++) {
            assertThat(request(account("g" + i).username().value(), "stranger " + i))
                    .isEqualTo(new RequestCode.Accepted());
        }
        assertThat(queued() - before).as("ten segments, two a code").isEqualTo(5);
    }

    private long queued() {
        try (var history = stores.outbox().history(NoticeFilter.all())) {
            return history.count();
        }
    }
}
