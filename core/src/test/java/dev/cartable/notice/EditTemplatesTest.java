package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.EditTemplates.Template;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditTemplatesTest {
    private static final Kind KIND = Kind.of(AGAIN);
    private static final Kind MAIL_TEST = Kind.of("mail.test");

    private final NoticeWorld world = new NoticeWorld();
    private final TemplateRenderer renderer = new TemplateRenderer(
            world.stores.templates(), new School("École Test", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
    private final EditTemplates edit = new EditTemplates(
            world.stores.unitOfWork(),
            world.stores.templates(),
            renderer,
            renderer,
            List.of(world.again, new ScriptedNoticeType("mail.test", WhenUncertain.SEND_AGAIN)));

    @Test
    void usesTheAdministratorsTextFromThenOn() {
        assertThat(edit.save(KIND, Locale.FRENCH, "Objet : Pour {who}\n\nVoici {token}.\n"))
                .isEmpty();

        assertThat(edit.preview(KIND, Locale.FRENCH).subject()).isEqualTo("Pour Somebody");
        assertThat(edit.preview(KIND, Locale.FRENCH).text()).startsWith("Voici SPECIMEN.\n\n-- \n");
    }

    @Test
    void tellsEveryFaultWithItsLineAndSavesNothing() {
        List<Fault> faults =
                edit.save(KIND, Locale.FRENCH, "Subject: {who}\n\nHello {whom},\nyour {token} and {password}.\n");

        assertThat(faults).containsExactly(unknown(3, "whom"), unknown(4, "password"));
        assertThat(edit.find(KIND, Locale.FRENCH)).isEmpty();
    }

    @Test
    void goesBackToTheBuiltInText() {
        String builtIn = edit.find(MAIL_TEST, Locale.FRENCH).orElseThrow().text();
        edit.save(MAIL_TEST, Locale.FRENCH, "Objet : Essai\n\nBonjour\n");
        assertThat(edit.find(MAIL_TEST, Locale.FRENCH)).get().satisfies(template -> {
            assertThat(template.edited()).isTrue();
            assertThat(template.text()).contains("Bonjour");
        });

        assertThat(edit.reset(MAIL_TEST, Locale.FRENCH)).isTrue();
        assertThat(edit.reset(MAIL_TEST, Locale.FRENCH)).isFalse();

        assertThat(edit.find(MAIL_TEST, Locale.FRENCH)).get().satisfies(template -> {
            assertThat(template.edited()).isFalse();
            assertThat(template.text()).isEqualTo(builtIn);
        });
    }

    @Test
    void listsBuiltInAndEditedTemplates() {
        edit.save(KIND, Locale.forLanguageTag("ar"), "Subject: {who}\n\nمرحبا {who}\n");

        assertThat(edit.list())
                .extracting(Template::kind, Template::language, Template::edited)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MAIL_TEST, Locale.ENGLISH, false),
                        org.assertj.core.groups.Tuple.tuple(MAIL_TEST, Locale.FRENCH, false),
                        org.assertj.core.groups.Tuple.tuple(KIND, Locale.forLanguageTag("ar"), true));
    }

    @Test
    void previewsADraftWithoutSavingIt() {
        assertThat(edit.preview(KIND, Locale.ENGLISH, "Subject: x\n\n{token}\n").text())
                .startsWith("SPECIMEN\n\n-- \n");
        assertThat(edit.find(KIND, Locale.ENGLISH)).isEmpty();
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> edit.preview(KIND, Locale.ENGLISH, "Subject: x\n\n{class.name}\n"))
                .withMessageContaining("line 3");
    }

    @Test
    void previewsTheDiscreetMessageWithAMadeUpChild() {
        EditTemplates discreet = new EditTemplates(
                world.stores.unitOfWork(),
                world.stores.templates(),
                renderer,
                renderer,
                List.of(new DiscreetNotice("École Test")));

        assertThat(discreet.preview(Kind.of("notice.discreet"), Locale.FRENCH).subject())
                .isEqualTo("École Test\u00A0: message concernant Prénom");
    }

    @Test
    void knowsItsKinds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> edit.save(Kind.of("no.such"), Locale.FRENCH, "Objet : x\n\ny\n"))
                .withMessageContaining("no.such")
                .withMessageContaining(AGAIN);
    }

    private static Fault unknown(int line, String name) {
        Fault fault = new Fault(
                line, TemplateException.Problem.UNKNOWN_VARIABLE, Map.of("name", name, "variables", "token, who"));
        assertThat(fault)
                .hasToString("line " + line + ": there is no variable {" + name + "} here; there are token, who");
        return fault;
    }
}
