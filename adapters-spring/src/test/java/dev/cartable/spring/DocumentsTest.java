package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.pdf.PdfInvoices;
import dev.cartable.pdf.PdfLetters;
import dev.cartable.pdf.PdfReportCards;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.Roster;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

class DocumentsTest {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @TempDir
    private Path folder;

    @Test
    void withTheJarReportCardsAreMadeAsTheSchoolWants() throws IOException {
        Path logo = Files.write(folder.resolve("logo.png"), PIXEL);

        Runners.complete()
                .withPropertyValues(
                        "cartable.documents.colour=#205030",
                        "cartable.documents.logo=file:" + logo,
                        "cartable.documents.signatory=Mme Diallo",
                        "cartable.documents.verification-address=https://school.example/verify/")
                .run(context ->
                        assertThat(context).getBean(ReportCardRenderer.class).isInstanceOf(PdfReportCards.class));
    }

    @Test
    void lettersArePrintedForTheEnvelopesOfTheSchool() {
        Runners.complete()
                .withPropertyValues("cartable.documents.letter-window=left")
                .run(context ->
                        assertThat(context).getBean(LetterRenderer.class).isInstanceOf(PdfLetters.class));
        Runners.complete()
                .withPropertyValues("cartable.documents.letter-window=top")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aFolderKeepsTheFilesAndWithoutItThereIsNoVault() {
        Runners.complete()
                .withPropertyValues("cartable.documents.vault=" + folder.resolve("documents"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(DocumentVault.class));
        Runners.complete().run(context -> assertThat(context).doesNotHaveBean(DocumentVault.class));
    }

    @Test
    void theDatabaseKeepsTheFilesWhereTheWordIsNamed() {
        Runners.complete()
                .withPropertyValues("cartable.documents.vault=database", "cartable.documents.attach-invoices=true")
                .run(context -> {
                    assertThat(context).getBean(InvoiceRenderer.class).isInstanceOf(PdfInvoices.class);
                    DocumentVault vault = context.getBean(DocumentVault.class);
                    vault.put("ab".repeat(32), new byte[] {1});
                    assertThat(context.getBean(JdbcStores.class).documentVault().list())
                            .containsExactly("ab".repeat(32));
                    vault.delete("ab".repeat(32));
                });
    }

    @Test
    void theCodeLeadsToThePublicAddressUnlessAnotherPageIsNamed() {
        Runners.complete()
                .withPropertyValues("cartable.public-url=https://portal.school.example")
                .run(context -> assertThat(page(context)).contains("https://portal.school.example/verify/"));
        Runners.complete()
                .withPropertyValues(
                        "cartable.public-url=https://portal.school.example",
                        "cartable.documents.verification-address=https://school.example/v/")
                .run(context -> assertThat(page(context)).contains("https://school.example/v/"));
    }

    private static String page(AssertableApplicationContext context) {
        ReportCard card = new ReportCard(
                new Term("2026-2027", "T1"),
                new ReportCard.Holder(new PupilId("p"), new PersonName("Awa", "Sow"), null, null),
                new Promotion(new PromotionId("4B"), "4e B"),
                1,
                GradingScale.defaults(),
                List.of(),
                Average.None.NO_GRADES,
                null,
                null,
                null,
                ReportCard.Attendance.COMPLETE,
                null,
                null,
                null,
                1,
                null);
        return ((PdfReportCards) context.getBean(ReportCardRenderer.class))
                .xhtml(card, DocumentCode.of(new byte[10]), Locale.FRENCH);
    }

    @Test
    void mailsCarryTheReportCardOnlyWhereAPropertySaysSo() {
        assertThat(attachments("cartable.documents.attach=true")).isOne();
        assertThat(attachments()).isZero();
    }

    /** How many files the mail about a report card carries. */
    private long attachments(String... properties) {
        PromotionId promotion = new PromotionId("4B");
        PupilId pupil = new PupilId("p1");
        GuardianId parent = new GuardianId("g1");
        Term term = new Term("2026-2027", "T1");
        InstantSource time = InstantSource.fixed(Instant.parse("2026-12-06T08:00:00Z"));
        InMemoryStores stores = new InMemoryStores(time);
        stores.unitOfWork().run(tx -> {
            stores.recordStore()
                    .saveGrades(
                            tx,
                            List.of(new Grade(
                                    "1",
                                    pupil,
                                    promotion,
                                    Subject.of("MATHS"),
                                    term,
                                    LocalDate.of(2026, 10, 1),
                                    null,
                                    new Mark.Points(new BigDecimal("12"), new BigDecimal("20")),
                                    BigDecimal.ONE,
                                    false)));
            stores.recordStore()
                    .saveReleases(tx, List.of(new ReportRelease(new ClassTerm(promotion, term), time.instant())));
        });
        Family family = new Family(
                new Guardian(parent, new PersonName("Aïssatou", "Sow"), "aissatou@example.org", null, null),
                List.of(new Family.Ward(
                        new Pupil(pupil, new PersonName("Awa", "Sow"), promotion, null, true),
                        Guardianship.of(parent, pupil, Guardianship.Relation.MOTHER))));
        List<RenderedNotice> sent = new ArrayList<>();
        Runners.complete()
                .withBean(Stores.class, () -> stores)
                .withBean(Roster.class, () -> Roster.of(List.of(family)))
                .withBean(InstantSource.class, () -> time)
                .withBean(Courier.class, () -> new Postbox(sent))
                .withBean(
                        DocumentVault.class, () -> new DirectoryDocuments(folder.resolve("vault-" + properties.length)))
                .withPropertyValues(properties)
                .run(context -> {
                    Cartable cartable = context.getBean(Cartable.class);
                    ReportCardRequest all = new ReportCardRequest(term, null);
                    cartable.documents().generateReportCards().run(all, step -> {});
                    cartable.documents().notifyReportCards().run(all, step -> {});
                    cartable.notices().dispatch().drain();
                });
        assertThat(sent).hasSize(1);
        return sent.get(0).enclosures().attachments().size();
    }

    private record Postbox(List<RenderedNotice> sent) implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            sent.add(notice);
            return new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {}
    }

    @Test
    void withoutTheJarThereIsNothing() {
        Runners.complete()
                .withClassLoader(new FilteredClassLoader("dev.cartable.pdf"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ReportCardRenderer.class)
                        .doesNotHaveBean(LetterRenderer.class));
    }

    @Test
    void aLogoThatIsNoPictureNamesTheProperty() throws IOException {
        Path logo = Files.writeString(folder.resolve("logo.png"), "no picture");

        Runners.complete()
                .withPropertyValues("cartable.documents.logo=file:" + logo)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("neither a PNG nor a JPEG nor a GIF"));
    }

    @Test
    void aLayoutWithANameThatIsNotKnownNamesTheFile() throws IOException {
        Files.writeString(folder.resolve("report-card.html"), "<html>{{nothing}}</html>");

        Runners.complete()
                .withPropertyValues("cartable.documents.templates=" + folder)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("report-card.html")
                        .hasMessageContaining("line 1"));
    }
}
