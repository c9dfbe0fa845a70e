package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host may change in the looks of its mails. */
class MailDesignTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0};
    private static final School SCHOOL = new School("École", ZoneOffset.UTC, Locale.FRENCH);
    private static final String TEMPLATE =
            "Objet : s\nBouton : Lire {name}\n\nBonjour\n\n{link}\n\nFin\n\n--\nParce que {name}.\n";

    private static Words mail(MailDesign design) {
        return mail(design, TEMPLATE);
    }

    private static Words mail(MailDesign design, String template) {
        return TemplateRenderer.builtIn(SCHOOL, design)
                .fill(
                        template,
                        Locale.FRENCH,
                        Channel.EMAIL,
                        Map.of("link", "https://a.example.org/", "name", "<Awa>"));
    }

    @Test
    void aTemplateNamesItsButtonAndSaysWhy() {
        Words words = mail(MailDesign.defaults());

        assertThat(words.html()).contains(">Lire <bdi>&lt;Awa&gt;</bdi></a>", "Parce que <bdi>&lt;Awa&gt;</bdi>.</p>");
        assertThat(words.text())
                .startsWith("Bonjour\n\nhttps://a.example.org/\n\nFin\n\n-- \nParce que <Awa>.\n")
                .endsWith("Awa>.\nUne question\u202F? Adressez-vous à l’école.\n");
    }

    @Test
    void aTemplateThatSaysNeitherHasTheLayoutsWords() {
        Words words = mail(MailDesign.defaults(), "Objet : s\n\nOuvrez\n{link}\n");

        assertThat(words.html()).contains(">Ouvrir</a>", "Message envoyé par École, qui a enregistré cette adresse");
    }

    @Test
    void whomToAskStandsInBothParts() {
        Words words = mail(MailDesign.defaults().withContact("Mme <Bah>, +224 622 00 00 00"));

        assertThat(words.html())
                .contains("<p dir=\"auto\">Pour toute question\u00A0: Mme &lt;Bah&gt;, +224 622 00 00 00</p>");
        assertThat(words.text()).endsWith("Pour toute question\u00A0: Mme <Bah>, +224 622 00 00 00\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailDesign.defaults().withContact("a\nb"));
    }

    @ParameterizedTest
    @CsvSource({
        "#FFFFFF,#ffffff,#000000",
        "#f2b705,#f2b705,#000000",
        "#1f4e79,#1f4e79,#ffffff",
        "#000000,#000000,#ffffff"
    })
    void whatStandsOnTheColourCanBeRead(String colour, String shown, String onIt) {
        assertThat(mail(MailDesign.defaults().withColour(colour)).html())
                .contains("background-color:" + shown, "color:" + onIt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#fff", "#1f4e7g", "#1f4e79;x", "url(x)"})
    void aColourIsSixHexadecimalDigits(String colour) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailDesign.defaults().withColour(colour))
                .withMessageContaining("#1f4e79");
    }

    @Test
    void theLogoComesInTheMessage() {
        Logo logo = Logo.of(PNG);
        Words words = mail(MailDesign.defaults().withLogo(logo));

        assertThat(words.logo()).isEqualTo(logo);
        assertThat(words.html()).contains("<img src=\"cid:logo@cartable\" alt=\"\"");
        assertThat(logo.mediaType()).isEqualTo("image/png");
        assertThat(Logo.of(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0})
                        .mediaType())
                .isEqualTo("image/jpeg");
    }

    @Test
    void aLogoIsASmallPictureThatMailProgramsShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logo.of("<svg onload=x>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .withMessageContaining("PNG");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logo.of(new byte[Logo.MAX_BYTES + 1]))
                .withMessageContaining("smaller");
    }

    @Test
    void anotherLayoutTakesThePlaceOfTheBuiltInOne() {
        Words words = mail(
                MailDesign.defaults()
                        .withLayout(
                                "<style>p{color:{{colour}}}</style>{{school}}|{{before}}|{{#link}}<b>{{link}}</b>{{/link}}|{{after}}"));

        assertThat(words.html())
                .startsWith("<style>p{color:#1f4e79}</style>École|<p dir=\"auto\">Bonjour</p>\n|<b>")
                .endsWith("|<b>https://a.example.org/</b>|<p dir=\"auto\">Fin</p>\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{password}}",
                "{{getClass}}",
                "{{>file}}",
                "{{{link}}}",
                "{{=<% %>=}}",
                "{{&link}}",
                "{{! x}}",
                "{{}}",
                "{{school",
                "{{#logo}}"
            })
    void aLayoutReachesItsNamesAndNothingElse(String evil) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> MailDesign.defaults().withLayout("{{before}}{{link}}{{after}}\n" + evil));
    }

    @Test
    void aLayoutHasToShowTheWords() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> MailDesign.defaults().withLayout("{{before}} {{link}}"))
                .withMessageContaining("{{after}}");
    }
}
