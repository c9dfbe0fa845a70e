package dev.cartable.notice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.ActivateByCode;
import dev.cartable.account.RequestCode;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.notice.model.NoticeFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Codes that people request by short message, for a password that they have forgotten. */
class RequestedCodesTest extends PhoneOnlySchool {
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
