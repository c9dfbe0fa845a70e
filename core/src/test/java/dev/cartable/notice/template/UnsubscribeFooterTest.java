package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link by which a person declines mails, at their end. */
class UnsubscribeFooterTest {
    private static final String LINK = "https://portal.example.org/unsubscribe/abc.def";

    private final Renderer renderer =
            TemplateRenderer.builtIn(new School("École Exemple", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());

    private Words words(String language, Channel channel, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(
                Map.of("school", "École Exemple", "name", "Awa", "subject", "Fête", "message", "Venez !"));
        values.putAll(more);
        return renderer.render(Kind.of("account.notice"), Locale.forLanguageTag(language), channel, values);
    }

    @ParameterizedTest
    @CsvSource({"fr, Ne plus recevoir ce genre de messages par courriel", "en, Stop messages of this kind by e-mail"})
    void aMailEndsWithIt(String language, String label) {
        Words mail = words(language, Channel.EMAIL, Map.of(Renderer.UNSUBSCRIBE_LINK, LINK));

        assertThat(mail.text()).endsWith("\n" + label + "\n" + LINK + "\n");
        assertThat(mail.html()).contains("href=\"" + LINK + "\">" + label + "</a>");
    }

    @Test
    void aMailThatNobodyCanDeclineAndOtherChannelsHaveNone() {
        assertThat(words("fr", Channel.EMAIL, Map.of()).text()).doesNotContain("Ne plus recevoir");
        assertThat(words("fr", Channel.IN_APP, Map.of(Renderer.UNSUBSCRIBE_LINK, LINK))
                        .text())
                .doesNotContain(LINK);
    }
}
