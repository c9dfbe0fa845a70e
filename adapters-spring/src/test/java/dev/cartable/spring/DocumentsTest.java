package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.pdf.PdfReportCards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;

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
