package dev.cartable.document;

import static dev.cartable.document.InvoiceSchool.BINTA;
import static dev.cartable.document.InvoiceSchool.MOTHER;
import static dev.cartable.document.InvoiceSchool.SPLIT;
import static dev.cartable.document.InvoiceSchool.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.NotifyInvoices.Counts;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.reminder.ReminderKinds;
import dev.cartable.reminder.SendReminders;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.School;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyInvoicesTest {
    @TempDir
    private Path folder;

    private InvoiceSchool school;

    @BeforeEach
    void open() {
        school = new InvoiceSchool(folder);
        school.generate();
    }

    @Test
    void eachPayerIsNotifiedOnceOfWhatTheyOweThemselves() {
        assertThat(run()).isEqualTo(new Counts(3, 3, 0, 0, 0, 0, 3));

        assertThat(school.send())
                .containsExactlyInAnyOrder("mother@example.org", "father@example.org", "parent@example.org");
        RenderedNotice mother = school.mail("mother@example.org");
        assertThat(mother.subject()).isEqualTo("Facture 2026-00001 pour Ali Diallo");
        assertThat(mother.text())
                .contains("600,00", "15 décembre 2026", "https://school.example/invoices/id-2026-00001")
                .doesNotContain("400", "1\u202F000", "Père");
        assertThat(mother.enclosures().isEmpty()).isTrue();
        assertThat(run()).isEqualTo(new Counts(3, 0, 3, 0, 0, 0, 0));
    }

    @Test
    void aLetterIsHandedOutWithThePupilsClass() {
        school.fallbacks = Fallbacks.of(Channel.LETTER);
        school.families = List.of(InvoiceSchool.family(
                InvoiceSchool.PARENT, null, InvoiceSchool.pupil(BINTA, "Binta", "Bâ", true), true));
        run();

        List<PrintLetters.Letter> letters = new ArrayList<>();
        school.cartable().notices().letters().list(letters::add);

        assertThat(letters)
                .filteredOn(letter -> letter.recipient().equals(Recipient.guardian(InvoiceSchool.PARENT)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.promotion()).isEqualTo("6A"));
    }

    @Test
    void aPaymentNotifiesNobodyAgain() {
        run();
        school.send();
        school.pay(SPLIT, "p1", "100", 1);
        school.generate();

        assertThat(run().notices()).isZero();
    }

    @Test
    void whatIsPaidOrCancelledMeanwhileIsNotSent() {
        run();
        school.pay(SPLIT, "p1", "600", 1);
        school.change(WHOLE, invoice -> InvoiceSchool.with(invoice, Invoice.State.CANCELLED, null, invoice.details()));

        assertThat(school.send()).containsExactly("father@example.org");
        assertThat(school.reasons()).containsOnly("SETTLED");
        assertThat(run().settled()).isEqualTo(2);
    }

    @Test
    void aPayerWhoIsReplacedIsNotSentTheInvoice() {
        run();
        school.bill(SPLIT, InvoiceSchool.ALI, "1000", new Payer(1, InvoiceSchool.FATHER, "M. Père", List.of(), 1));

        assertThat(school.send()).containsExactly("parent@example.org");
        assertThat(school.reasons()).containsOnly("WITHDRAWN");
    }

    @Test
    void aSponsorIsReachedByNobody() {
        school.bill("2026-00003", BINTA, "10", new Payer(1, null, "Fondation", List.of(), 1));
        school.generate();

        assertThat(run()).isEqualTo(new Counts(4, 3, 0, 0, 1, 0, 3));
    }

    @Test
    void aSponsorWithAnAddressIsSentTheOwnDocumentAlone() {
        school.attached = true;
        school.bill(
                "2026-00003",
                BINTA,
                "10",
                new Payer(1, null, "Fondation", List.of(), 1, "bureau@example.org"),
                InvoiceSchool.father(1));
        school.generate();

        assertThat(run().notified()).isEqualTo(5);
        school.send();

        assertThat(school.mail("bureau@example.org").text())
                .contains("Fondation")
                .doesNotContain("Père");
        assertThat(text(school.mail("bureau@example.org").enclosures()))
                .isEqualTo("INVOICE 2026-00003 r1 Binta Bâ for [Fondation]: 5 of 5");
        assertThat(school.cartable()
                        .documents()
                        .enclosures(school.invoice("2026-00003").shares().get(1), Recipient.payer("id-2026-00003", 1)))
                .as("the share of another")
                .isEqualTo(Enclosures.NONE);
    }

    @Test
    void theDocumentIsEnclosedWhereTheSchoolWishesIt() {
        school.attached = true;
        run();
        school.send();

        Enclosures enclosures = school.mail("mother@example.org").enclosures();
        assertThat(enclosures.attachments()).hasSize(1);
        assertThat(enclosures.attachments().get(0).name()).isEqualTo("2026-00001.txt");
        assertThat(text(enclosures)).isEqualTo("INVOICE 2026-00001 r1 Ali Diallo for [Mme Mère]: 600 of 600");
        assertThat(school.mail("mother@example.org").text()).contains("joint à ce message");
    }

    @Test
    void aReminderCarriesTheOwnInvoiceWhereItIsTrueAndGoesWithoutOtherwise() {
        school.attached = true;
        school.now = Instant.parse("2026-12-20T09:00:00Z");
        remind();
        assertThat(text(school.mail("mother@example.org").enclosures()))
                .isEqualTo("INVOICE 2026-00001 r1 Ali Diallo for [Mme Mère]: 600 of 600");
        assertThat(text(school.mail("father@example.org").enclosures())).endsWith("400 of 400");

        school.now = school.now.plus(Duration.ofDays(30));
        school.pay(SPLIT, "p1", "1", 1);
        remind();
        assertThat(school.mail("mother@example.org").enclosures().attachments())
                .as("the stored one shows more than she owes")
                .isEmpty();
    }

    @Test
    void aGuardianWhoIsTwoPayersIsSentTheDocumentOfEachShare() {
        school.attached = true;
        school.bill(
                SPLIT,
                InvoiceSchool.ALI,
                "1000",
                InvoiceSchool.mother(3),
                new Payer(2, InvoiceSchool.MOTHER, "Société de Mme Mère", List.of(), 2));
        school.generate();

        assertThat(school.invoice(SPLIT).shares())
                .extracting(share ->
                        text(school.cartable().documents().enclosures(share, Recipient.guardian(InvoiceSchool.MOTHER))))
                .containsExactly(
                        "INVOICE 2026-00001 r1 Ali Diallo for [Mme Mère]: 600 of 600",
                        "INVOICE 2026-00001 r2 Ali Diallo for [Société de Mme Mère]: 400 of 400");
    }

    private void remind() {
        school.cartable()
                .reminders()
                .send()
                .run(SendReminders.Request.of(ReminderKinds.PAYMENT, school.now), step -> {});
        school.send();
    }

    private static String text(Enclosures enclosures) {
        return new String(enclosures.attachments().get(0).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void newsIsWhatWasIssuedInTheLastMonth() {
        school.now = Instant.parse("2027-01-15T08:00:00Z");
        school.bill("2026-00003", BINTA, "10");
        school.change(
                "2026-00003", invoice -> InvoiceSchool.with(invoice, invoice.state(), null, Invoice.Details.NONE));
        school.generate();

        assertThat(news().notified()).as("only the one without a day").isEqualTo(1);
    }

    @Test
    void anErasedPayerIsNotNotified() {
        run();
        school.cartable().privacy().erase(MOTHER);

        assertThat(school.send()).containsExactlyInAnyOrder("father@example.org", "parent@example.org");
    }

    @ParameterizedTest
    @CsvSource({"fr,EMAIL", "en,EMAIL", "fr,SMS", "en,SMS"})
    void theWordsAreWholeInEachCase(String language, String channel) {
        NoticeType type = school.cartable().documents().invoiceNoticeTypes().get(0);
        TemplateRenderer renderer =
                TemplateRenderer.builtIn(new School("École", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
        Locale locale = Locale.forLanguageTag(language);
        assertThat(renderer.faults(
                        type.kind(), renderer.builtIn(type.kind(), locale).orElseThrow(), type.variables()))
                .isEmpty();
        for (int flags = 0; flags < 32; flags++) {
            Map<String, String> values = new HashMap<>(type.sample(locale));
            values.put("to_pupil", (flags & 1) == 0 ? "" : "1");
            values.put("credit_note", (flags & 2) == 0 ? "" : "1");
            values.put("attached", (flags & 4) == 0 ? "" : "1");
            values.put("link", (flags & 8) == 0 ? "" : "https://school.example/invoices/7");
            values.put("due_day", (flags & 16) == 0 ? "" : "15 mars 2026");
            values.put("cancels", (flags & 16) == 0 ? "" : "2026-00041");

            Words words = renderer.render(type.kind(), locale, Channel.of(channel), values);

            assertThat(words.text())
                    .contains("École")
                    .doesNotContain("{", "}", "  ", "\n\n\n", " .", " ,")
                    .contains(values.get("link"));
        }
    }

    private Counts run() {
        return school.cartable()
                .documents()
                .notifyInvoices()
                .run(InvoiceRequest.all(), step -> {})
                .counts();
    }

    private Counts news() {
        return school.cartable()
                .documents()
                .notifyInvoices()
                .runForNews(step -> {})
                .counts();
    }
}
