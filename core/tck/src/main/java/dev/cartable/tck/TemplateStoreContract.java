package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.notice.port.TemplateStore.Entry;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a {@link TemplateStore} promises. */
public abstract class TemplateStoreContract extends StoresContract<NoticeStores> {
    private static final Kind KIND = Kind.of("account.activation");
    private static final Kind OTHER = Kind.of("library.overdue");

    @Test
    void thereIsNoTemplateAtFirst() {
        assertThat(templates().find(KIND, Locale.FRENCH)).isEmpty();
        assertThat(templates().all()).isEmpty();
    }

    @Test
    void aTextIsFoundByItsKindAndLanguage() {
        save(KIND, Locale.FRENCH, "Bonjour");
        save(KIND, Locale.ENGLISH, "Hello");

        assertThat(templates().find(KIND, Locale.FRENCH)).contains("Bonjour");
        assertThat(templates().find(KIND, Locale.ENGLISH)).contains("Hello");
        assertThat(templates().find(OTHER, Locale.FRENCH)).isEmpty();
        assertThat(templates().find(KIND, Locale.forLanguageTag("ar"))).isEmpty();
    }

    @Test
    void onlyThePrimaryLanguageCounts() {
        save(KIND, Locale.CANADA_FRENCH, "Bonjour");

        assertThat(templates().find(KIND, Locale.FRANCE)).contains("Bonjour");
        assertThat(templates().all()).containsExactly(new Entry(KIND, Locale.FRENCH, "Bonjour"));
    }

    @Test
    void theLatestTextCounts() {
        save(KIND, Locale.FRENCH, "Bonjour");
        save(KIND, Locale.FRANCE, "Bonsoir");

        assertThat(templates().find(KIND, Locale.FRENCH)).contains("Bonsoir");
        assertThat(templates().all()).hasSize(1);
    }

    @Test
    void aRemovedTextIsGone() {
        save(KIND, Locale.FRENCH, "Bonjour");
        save(KIND, Locale.ENGLISH, "Hello");

        assertThat(remove(KIND, Locale.FRANCE)).isTrue();
        assertThat(remove(KIND, Locale.FRENCH)).isFalse();
        assertThat(templates().find(KIND, Locale.FRENCH)).isEmpty();
        assertThat(templates().find(KIND, Locale.ENGLISH)).contains("Hello");
    }

    @Test
    void allOfThemAreListed() {
        save(KIND, Locale.FRENCH, "Bonjour");
        save(KIND, Locale.ENGLISH, "Hello");
        save(OTHER, Locale.FRENCH, "En retard");

        assertThat(templates().all())
                .containsExactlyInAnyOrder(
                        new Entry(KIND, Locale.FRENCH, "Bonjour"),
                        new Entry(KIND, Locale.ENGLISH, "Hello"),
                        new Entry(OTHER, Locale.FRENCH, "En retard"));
    }

    @Test
    void aLongTextInAnyScriptComesBackAsItWas() {
        String text = "Élève « Çà »\u202F! مرحبا 👩‍🏫 {username}\r\n\tO'Brien \\ \"x\"\n".repeat(2_000);
        save(KIND, Locale.FRENCH, text);

        assertThat(templates().find(KIND, Locale.FRENCH)).contains(text);
    }

    @Test
    void threadsThatSaveAtOnceLeaveOneOfTheirTexts() {
        Together.run(
                10,
                i -> call(tx -> {
                    templates().save(tx, KIND, Locale.FRENCH, "text " + i);
                    return i;
                }));

        assertThat(templates().all())
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry.text()).startsWith("text "));
    }

    private TemplateStore templates() {
        return stores().templates();
    }

    private void save(Kind kind, Locale language, String text) {
        write(tx -> templates().save(tx, kind, language, text));
    }

    private boolean remove(Kind kind, Locale language) {
        return call(tx -> templates().remove(tx, kind, language));
    }
}
