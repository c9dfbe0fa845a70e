package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscreetTest {
    private static final String AMOUNT = "75 EUR";

    private final NoticeWorld world = new NoticeWorld();

    private RenderedNotice sent(String discreet, Channel channel, Map<String, String> variables) {
        Renderer builtIn = TemplateRenderer.builtIn(
                new School("École Exemple", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
        world.renderer = (kind, language, by, values) -> kind.name().startsWith("test.")
                ? new Renderer.Words("Invoice of " + AMOUNT, "You owe " + AMOUNT, "<p>" + AMOUNT + "</p>")
                : builtIn.render(kind, language, by, values);
        world.preferences = new DispatchPreferences(
                Preferences.NONE,
                PreferenceSettings.defaults().withDiscreet(List.of(discreet)),
                new UnsubscribeLinks(null, null),
                AnswerLinks.disabled(),
                "École Exemple",
                ZoneOffset.UTC,
                new MailThreads(null));
        ScriptedCourier courier = channel.equals(Channel.EMAIL) ? world.mail : new ScriptedCourier(channel);
        if (courier != world.mail) {
            world.couriers.add(courier);
        }
        world.again.answer = notice -> new Verdict.Send(variables);
        world.queue(NoticeWorld.AGAIN, channel);
        world.drain();
        return courier.handed.get(0);
    }

    @Test
    void theSubjectOfAMailNamesNoReasonAndNoAmountWhileItsTextDoes() {
        RenderedNotice mail = sent("school", Channel.EMAIL, Map.of("given_name", "Fatou", "amount", AMOUNT));

        assertThat(mail.subject()).isEqualTo("École Exemple\u00A0: message concernant Fatou");
        assertThat(mail.text()).contains(AMOUNT);
        assertThat(mail.html()).contains(AMOUNT);
    }

    @Test
    void aShortMessageNamesNeitherAndItsGatewayDoesNotLearnThem() {
        RenderedNotice sms = sent("test.again", Channel.SMS, Map.of("given_name", "Fatou", "amount", AMOUNT));

        assertThat(sms.text())
                .startsWith("École Exemple\u00A0: un message concernant Fatou vous attend.")
                .doesNotContain(AMOUNT);
        assertThat(sms.subject()).isEmpty();
        assertThat(sms.kind().name()).isEqualTo("notice.discreet");
        assertThat(sms.variables()).doesNotContainValue(AMOUNT).doesNotContainKey("who");
    }

    @Test
    void aPupilIsNotNamedToThemselves() {
        assertThat(sent("test.again", Channel.EMAIL, Map.of("given_name", "Fatou", "to_pupil", "1"))
                        .subject())
                .isEqualTo("École Exemple\u00A0: message");
    }

    @Test
    void theInboxOfTheApplicationAndOtherKindsSayAllOfIt() {
        assertThat(sent("school", Channel.IN_APP, Map.of()).subject()).contains(AMOUNT);
    }

    @Test
    void aKindThatIsNotDiscreetSaysAllOfIt() {
        assertThat(sent("payments", Channel.SMS, Map.of()).text()).contains(AMOUNT);
    }

    @ParameterizedTest
    @CsvSource({"pay-ments, PAY-MENTS, is no category", ".payment, .payment, is no kind of notice"})
    void whatIsNeitherACategoryNorAKindIsRefused(String discreet, String named, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PreferenceSettings.defaults().withDiscreet(List.of(discreet)))
                .withMessageStartingWith("'" + named + "' " + fault);
    }
}
