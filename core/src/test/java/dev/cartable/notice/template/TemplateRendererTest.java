package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.school.model.School;
import dev.cartable.work.Tx;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRendererTest {
    private static final Locale ARABIC = Locale.forLanguageTag("ar");

    private final InMemoryStores stores = new InMemoryStores(() -> Instant.EPOCH);
    private final TemplateRenderer renderer = new TemplateRenderer(
            stores.templates(), new School("École Test", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());

    @Test
    void putsValuesIn() {
        Words words = fill("Hello {name}, you are {username}.", Map.of("name", "Awa", "username", "awa.diallo"));

        assertThat(words.text()).isEqualTo("Hello Awa, you are awa.diallo.\n");
        assertThat(words.html()).contains("Hello <bdi>Awa</bdi>, you are <bdi>awa.diallo</bdi>.");
    }

    @Test
    void showsPartsOnlyIfTheirValueIsThere() {
        String text = "{#pupils}With {pupils}.{/pupils}{^pupils}With nobody.{/pupils}";

        assertThat(fill(text, Map.of("pupils", "Awa")).text()).isEqualTo("With Awa.\n");
        assertThat(fill(text, Map.of("pupils", "")).text()).isEqualTo("With nobody.\n");
        assertThat(fill("One.\n\n{#pupils}With {pupils}.{/pupils}\n\nTwo.", Map.of("pupils", ""))
                        .text())
                .isEqualTo("One.\n\nTwo.\n");
    }

    @Test
    void saysWhichValueIsMissingAndNoOther() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> fill("{name} {token}", Map.of("name", "hidden")))
                .withMessageContaining("{token}")
                .withMessageNotContaining("hidden");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> fill("{#token}x{/token}", Map.of("name", "hidden")))
                .withMessageContaining("{token}");
    }

    @Test
    void looksATemplateUpOncePerBatch() {
        Kind kind = Kind.of("account.activation");
        List<String> asked = new ArrayList<>();
        TemplateStore store = new Recording(stores.templates(), asked);
        TemplateRenderer recorded = new TemplateRenderer(
                store, new School("École Test", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
        save(kind, "Subject: old\n\nold");
        Renderer batch = recorded.forBatch();
        assertThat(batch.render(kind, Locale.ENGLISH, Channel.IN_APP, Map.of()).text())
                .isEqualTo("old\n");

        save(kind, "Subject: new\n\nnew");

        assertThat(batch.render(kind, Locale.ENGLISH, Channel.IN_APP, Map.of()).text())
                .isEqualTo("old\n");
        assertThat(asked).containsExactly("account.activation en");
        assertThat(recorded.forBatch()
                        .render(kind, Locale.ENGLISH, Channel.IN_APP, Map.of())
                        .text())
                .isEqualTo("new\n");
    }

    @Test
    void aShortMessageHasWordsOfItsOwnOrThoseOfTheMail() {
        Kind kind = Kind.of("library.overdue");
        save(kind, "Subject: long\n\nlong words");
        assertThat(sms(kind)).isEqualTo("long words\n");

        save(Kind.of("library.overdue.sms"), "\n short\n\n");

        assertThat(sms(kind)).isEqualTo("short\n");
        assertThat(renderer.render(kind, Locale.ENGLISH, Channel.EMAIL, Map.of())
                        .text())
                .startsWith("long words");
    }

    @Test
    void aShortMessageIsTheTextOfAMailThatBeginsWithAByteOrderMark() {
        Kind kind = Kind.of("library.overdue");
        save(kind, "\uFEFFObjet : long\r\n\r\nlong words");

        assertThat(sms(kind)).isEqualTo("long words\n");
    }

    private String sms(Kind kind) {
        return renderer.render(kind, Locale.ENGLISH, Channel.SMS, Map.of()).text();
    }

    private void save(Kind kind, String text) {
        stores.unitOfWork().run(tx -> stores.templates().save(tx, kind, Locale.ENGLISH, text));
    }

    private record Recording(TemplateStore store, List<String> asked) implements TemplateStore {
        @Override
        public Optional<String> find(Kind kind, Locale language) {
            asked.add(kind + " " + language);
            return store.find(kind, language);
        }

        @Override
        public List<Entry> all() {
            return store.all();
        }

        @Override
        public void save(Tx tx, Kind kind, Locale language, String text) {
            store.save(tx, kind, language, text);
        }

        @Override
        public boolean remove(Tx tx, Kind kind, Locale language) {
            return store.remove(tx, kind, language);
        }
    }

    @Test
    void readsNoValueAsATemplate() {
        Words words = fill("Hello {name}", Map.of("name", "{token} {{token}} {#name}", "token", "SECRET"));

        assertThat(words.text()).isEqualTo("Hello {token} {{token}} {#name}\n");
        assertThat(words.html()).contains("{token} {{token}} {#name}").doesNotContain("SECRET");
    }

    @Test
    void escapesForHtmlInTheHtmlPartAlone() {
        Words words = fill("Dear {name}, <3 & \"so\"", Map.of("name", "<script>alert('O''Brien')</script>&amp;"));

        assertThat(words.text()).isEqualTo("Dear <script>alert('O''Brien')</script>&amp;, <3 & \"so\"\n");
        assertThat(words.html())
                .contains("<bdi>&lt;script&gt;alert(&#39;O&#39;&#39;Brien&#39;)&lt;/script&gt;&amp;amp;</bdi>")
                .contains("&lt;3 &amp; &quot;so&quot;")
                .doesNotContain("<script");
    }

    @Test
    void escapesTheSubjectInTheTitleOfTheDocument() {
        Words words = renderer.fill(
                "Subject: About {name}\n\nx", Locale.ENGLISH, Channel.EMAIL, Map.of("name", "</title><script>"));

        assertThat(words.subject()).isEqualTo("About </title><script>");
        assertThat(words.html()).contains("<title>About &lt;/title&gt;&lt;script&gt;</title>");
    }

    @Test
    void makesLinksOfLinksAndOfNothingElse() {
        Words words = fill(
                "See https://school.example.org/help. Or {link}, {name}, https://x.example.org/{name}",
                Map.of(
                        "link", "https://parents.example.org/activate?a=1&b=2#t0ken",
                        "name", "https://evil.example.com/"));

        assertThat(words.html())
                .contains("<a href=\"https://school.example.org/help\">https://school.example.org/help</a>.")
                .contains("<a href=\"https://parents.example.org/activate?a=1&amp;b=2#t0ken\">")
                .doesNotContain("href=\"https://evil.example.com")
                .doesNotContain("href=\"https://x.example.org");
        assertThat(words.text()).contains("https://parents.example.org/activate?a=1&b=2#t0ken");
    }

    @Test
    void makesALinkOfAnAddressThatEndsTheText() {
        assertThat(fill("See https://school.example.org/help", Map.of()).html())
                .contains("<p dir=\"auto\">See <a href=\"https://school.example.org/help\">"
                        + "https://school.example.org/help</a></p>");
    }

    @Test
    void makesNoLinkOfAScript() {
        Words words = fill(
                "{link} {other_link}", Map.of("link", "javascript:alert(1)", "other_link", "https://a\"onclick=x"));

        assertThat(words.html()).doesNotContain("<a ").contains("javascript:alert(1)");
    }

    @Test
    void refusesALineBreakInAValueThatStandsInTheSubject() {
        for (String breaking : new String[] {"a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\u2028b", "a\u0085b"}) {
            assertThatExceptionOfType(TemplateException.class)
                    .isThrownBy(() -> renderer.fill(
                            "Subject: {#name}Hello {name}{/name}\n\nx",
                            Locale.ENGLISH,
                            Channel.EMAIL,
                            Map.of("name", breaking)))
                    .withMessageContaining("{name}")
                    .withMessageNotContaining("Bcc");
        }
        assertThat(fill("{name}", Map.of("name", "a\r\nb")).text()).isEqualTo("a\nb\n");
    }

    @Test
    void keepsTheSubjectOneShortLine() {
        Words words = renderer.fill(
                "Subject:   About\t {name} \n\nx",
                Locale.ENGLISH,
                Channel.EMAIL,
                Map.of("name", "é".repeat(500) + "😀"));

        assertThat(words.subject()).startsWith("About é").endsWith("…").hasSize(200);
    }

    @Test
    void takesControlCharactersAndTurnMarksOutOfValues() {
        assertThat(fill("[{name}]", Map.of("name", "a\u0000b\u202Ec\u2066d\u0007"))
                        .text())
                .isEqualTo("[abcd]\n");
    }

    @Test
    void setsApartWhatReadsInTheOtherDirection() {
        assertThat(fill("{name}: {username}", Map.of("name", "محمد", "username", "m.diallo"))
                        .text())
                .isEqualTo("\u2068محمد\u2069: m.diallo\n");
        Words words = renderer.fill(
                "Subject: مرحبا {name}\n\n{name}\n\n{link}",
                ARABIC,
                Channel.EMAIL,
                Map.of("name", "Awa", "link", "https://a.example.org/"));
        assertThat(words.subject()).isEqualTo("مرحبا \u2068Awa\u2069");
        assertThat(words.text()).startsWith("\u2068Awa\u2069\n\nhttps://a.example.org/\n");
        assertThat(words.html()).contains("<html lang=\"ar\" dir=\"rtl\">").contains("<p dir=\"auto\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\nمحمد", "محمد\nAwa"})
    void setsNoValueOfSeveralLinesApart(String lines) {
        Words words = fill("[{name}]", Map.of("name", lines));

        assertThat(words.text()).isEqualTo("[" + lines + "]\n");
        assertThat(words.html()).contains("<p dir=\"auto\">[" + lines.replace("\n", "<br>\n") + "]</p>");
    }

    @Test
    void keepsTheParagraphsOfAMessage() {
        Words words = fill("{message}", Map.of("message", "One <b>\ntwo\n\nthree"));

        assertThat(words.html()).contains("<p dir=\"auto\">One &lt;b&gt;<br>\ntwo</p>\n<p dir=\"auto\">three</p>");
    }

    @Test
    void givesEachChannelWhatItShows() {
        String text = "Subject: s\n\nt";

        assertThat(renderer.fill(text, Locale.ENGLISH, Channel.IN_APP, Map.of()))
                .isEqualTo(new Words("s", "t\n", null));
        assertThat(renderer.fill(text, Locale.ENGLISH, Channel.SMS, Map.of())).isEqualTo(new Words("", "t\n", null));
        assertThat(renderer.fill(text, Locale.ENGLISH, Channel.EMAIL, Map.of()).html())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">");
    }

    @Test
    void takesTheAdministratorsTextFirstThenTheBuiltInThenAnotherLanguage() {
        Kind kind = Kind.of("mail.test");
        Map<String, String> values = Map.of("school", "École");
        assertThat(subject(kind, Locale.CANADA_FRENCH, values)).isEqualTo("École\u00A0: essai d’envoi");
        assertThat(subject(kind, Locale.UK, values)).isEqualTo("École: test message");
        assertThat(subject(kind, ARABIC, values)).isEqualTo("École\u00A0: essai d’envoi");

        stores.unitOfWork().run(tx -> stores.templates().save(tx, kind, Locale.ENGLISH, "Subject: mine\n\nx"));

        assertThat(subject(kind, Locale.UK, values)).isEqualTo("mine");
        assertThat(subject(kind, Locale.FRENCH, values)).startsWith("École");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> renderer.render(Kind.of("library.overdue"), ARABIC, Channel.EMAIL, Map.of()))
                .withMessageContaining("META-INF/cartable/templates/library.overdue_ar.txt");
    }

    @Test
    void saysWhereTheWordsOfTheLayoutAreMissing() throws IOException {
        try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
            TemplateRenderer withoutFiles = new TemplateRenderer(
                    stores.templates(),
                    new School("École Test", ZoneOffset.UTC, Locale.FRENCH),
                    MailDesign.defaults(),
                    nothing);

            assertThatExceptionOfType(TemplateException.class)
                    .isThrownBy(() -> withoutFiles.fill("Subject: s\n\nt", Locale.ENGLISH, Channel.EMAIL, Map.of()))
                    .withMessage("the words of the layout of mails are missing in META-INF/cartable/templates/");
        }
    }

    @Test
    void aStoreWithoutTemplatesHasNoneToRemove() {
        assertThat(stores.unitOfWork()
                        .<Boolean>call(tx -> new NoTemplates().remove(tx, Kind.of("mail.test"), Locale.FRENCH)))
                .isFalse();
    }

    private String subject(Kind kind, Locale language, Map<String, String> values) {
        return renderer.render(kind, language, Channel.EMAIL, values).subject();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "fr, '0', one",
                "fr, '1', one",
                "fr, '1,5', one",
                "fr, '1,99', one",
                "fr, '2', other",
                "fr, '2,5', other",
                "fr, '1\u202F500', other",
                "en, '0', other",
                "en, '1', one",
                "en, '1.0', one",
                "en, '1.5', other",
                "en, '1,500', other",
                "fr, '', -",
                "en, 'many', other",
                "en, '1 of 2', other"
            })
    void knowsSingularAndPluralOfEachLanguage(String language, String number, String expected) {
        String shown = renderer.fill(
                        "Subject: s\n\n[{#n_one}one{/n_one}{#n_other}other{/n_other}]",
                        Locale.forLanguageTag(language),
                        Channel.SMS,
                        Map.of("n", number))
                .text();

        assertThat(shown).isEqualTo("[" + (expected == null ? "" : expected) + "]\n");
    }

    private Words fill(String body, Map<String, String> values) {
        return withoutFooter(renderer.fill("Subject: s\n\n" + body, Locale.ENGLISH, Channel.EMAIL, values));
    }

    private static Words withoutFooter(Words words) {
        int end = words.text().indexOf("\n-- \n");
        return new Words(words.subject(), words.text().substring(0, end), words.html());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u007F", "\u009F", "\u202E", "\u2066"})
    void takesEachUnfitCharacterOutOfAValue(String unfit) {
        assertThat(fill("[{name}]", Map.of("name", "a" + unfit + "b")).text()).isEqualTo("[ab]\n");
        assertThat(fill("[{name}]", Map.of("name", unfit)).text()).isEqualTo("[]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\u0085", "\u2028", "\u2029"})
    void readsEachKindOfLineBreakInAValue(String lineBreak) {
        assertThat(fill("[{name}]", Map.of("name", "a" + lineBreak + "b")).text())
                .isEqualTo("[a\nb]\n");
        assertThat(fill("[{name}]", Map.of("name", lineBreak)).text()).isEqualTo("[\n]\n");
    }

    @Test
    void leavesAValueAsItIsThatReadsAsTheTextAroundIt() {
        Words words = renderer.fill(
                "Subject: مرحبا\n\n{name} {percent}", ARABIC, Channel.SMS, Map.of("name", "محمد", "percent", "85"));

        assertThat(words.text()).isEqualTo("محمد 85\n");
    }

    @Test
    void cutsNoSubjectThatFits() {
        String fits = "é".repeat(200);

        assertThat(renderer.fill("Subject: {name}\n\nx", Locale.ENGLISH, Channel.EMAIL, Map.of("name", fits))
                        .subject())
                .isEqualTo(fits);
    }
}
