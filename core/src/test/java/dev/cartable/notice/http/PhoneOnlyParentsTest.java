package dev.cartable.notice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.ActivateByCode;
import dev.cartable.account.ActivateByCode.Reason;
import dev.cartable.account.RequestCode;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.SmsText;
import dev.cartable.work.HostKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parents without an e-mail address, from the run that makes their accounts to the password that they choose by a short message. */
class PhoneOnlyParentsTest extends PhoneOnlySchool {
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
    void aNameThatChangesSendsNoSecondCode() {
        guardian("g1", null, NUMBER, true);
        generate();
        Sms sms = only(dispatch());
        rename("g1", "Mariam");

        AccountPlan.Counts counts = generate();

        assertThat(counts.changesNothing()).isFalse();
        assertThat(counts.queued()).isZero();
        assertThat(enter(sms)).isInstanceOf(ActivateByCode.Activated.class);
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
    void aLinkToSetAnotherPasswordDiesWithTheNumberThatItWasSentTo() {
        guardian("g1", null, NUMBER, true);
        generate();
        assertThat(enter(only(dispatch()))).isInstanceOf(ActivateByCode.Activated.class);
        with(cartable -> cartable.accounts().resend().run(ResendCredentials.Request.everyone(), step -> {}));
        Sms old = only(dispatch());
        assertThat(generate().queued()).as("the same number").isZero();
        guardian("g1", null, OTHER, true);

        assertThat(generate().sms()).isOne();

        assertThat(only(dispatch()).to()).isEqualTo("+224664112233");
        assertThat(enter(old)).isEqualTo(refused(Reason.WRONG_CODE));
        assertThat(signIn("g1")).isInstanceOf(SignIn.SignedIn.class);
    }
}
