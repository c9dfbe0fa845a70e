package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                .endsWith("Awa>.\nUne question\u202F? L’école y répond.\n");
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
        "#000000,#000000,#ffffff",
        "#757575,#757575,#ffffff",
        "#767676,#767676,#000000",
        "#0a0a0a,#0a0a0a,#ffffff",
        "#800000,#800000,#ffffff",
        "#004000,#004000,#ffffff",
        "#000080,#000080,#ffffff",
        "#ff8000,#ff8000,#000000",
        "#f800ff,#f800ff,#000000"
    })
    void whatStandsOnTheColourCanBeRead(String colour, String shown, String onIt) {
        assertThat(mail(MailDesign.defaults().withColour(colour)).html())
                .contains("background-color:" + shown + ";overflow-wrap", "<td style=\"color:" + onIt + ";");
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

    @Test
    void theBuiltInLayoutShowsAllItsValues() {
        Map<String, String> values = Stream.of(
                        "lang",
                        "dir",
                        "title",
                        "school",
                        "colour",
                        "on_colour",
                        "logo",
                        "before",
                        "link",
                        "button",
                        "copy",
                        "after",
                        "why",
                        "ask")
                .collect(Collectors.toMap(name -> name, name -> "<" + name + ">"));

        assertThat(MailLayout.builtIn().fill(values)).contains(values.values());
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

    @Test
    void aLogoMayHaveTheGreatestSizeAndIsReadFromAFile(@TempDir Path folder) throws IOException {
        byte[] greatest = Arrays.copyOf(PNG, Logo.MAX_BYTES);
        Path file = Files.write(folder.resolve("logo"), greatest);

        Logo logo = Logo.file(file);

        assertThat(logo.bytes()).isEqualTo(greatest);
        assertThat(logo).isEqualTo(Logo.of(greatest)).hasSameHashCodeAs(Logo.of(greatest));
        assertThat(logo).isNotEqualTo(Logo.of(PNG)).hasToString("Logo[image/png 65536 bytes]");
        Path tooMuch = Files.write(folder.resolve("more"), Arrays.copyOf(PNG, Logo.MAX_BYTES + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logo.file(tooMuch))
                .withMessageContaining("65536");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Logo.file(folder.resolve("none")))
                .withMessageContaining("none");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void theBeginningOfAPictureIsNone(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Logo.of(Arrays.copyOf(PNG, length)));
    }

    @Test
    void aLayoutsFaultIsNamedWithItsLine() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> MailDesign.defaults().withLayout("{{before}}\n{{link}}\n {{nope}}{{after}}"))
                .withMessageContaining("line 3");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> MailDesign.defaults().withLayout("{{nope}}{{before}}{{link}}{{after}}"))
                .withMessageContaining("line 1");
    }

    @Test
    void aLayoutHasItsGreatestLength() {
        String layout = "{{before}}{{link}}{{after}}";
        String longest = layout + "x".repeat(65_536 - layout.length());

        assertThat(mail(MailDesign.defaults().withLayout(longest)).html()).endsWith("x");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> MailDesign.defaults().withLayout(longest + "x"))
                .withMessageContaining("65537 characters");
    }

    @Test
    void whomToAskIsAtMostOneLine() {
        String longest = "a".repeat(200);

        assertThat(mail(MailDesign.defaults().withContact(longest)).text()).contains(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailDesign.defaults().withContact(longest + "a"))
                .withMessageContaining("200");
    }
}
