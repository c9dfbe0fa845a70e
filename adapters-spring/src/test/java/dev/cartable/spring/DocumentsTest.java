package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.Average;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.pdf.PdfReportCards;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void aFolderKeepsTheFilesAndWithoutItThereIsNoVault() {
        Runners.complete()
                .withPropertyValues("cartable.documents.vault=" + folder.resolve("documents"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(DocumentVault.class));
        Runners.complete().run(context -> assertThat(context).doesNotHaveBean(DocumentVault.class));
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
    void withoutTheJarThereIsNothing() {
        Runners.complete()
                .withClassLoader(new FilteredClassLoader("dev.cartable.pdf"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ReportCardRenderer.class));
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
