package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails in the school's colours. */
class MailDesignTest {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void open() {
        desk = Desk.withFile(folder);
    }

    @Test
    void everyFileOpensAsAMailWithTheSchoolsNameColourLogoAndContact() throws Exception {
        Files.write(folder.resolve("logo.png"), Base64.getDecoder().decode(PIXEL));
        desk.environment().put("CARTABLE_MAIL_CONTACT", "le secrétariat");
        desk.generateFromSample("--school", "École <Élisée>");
        desk.json(
                "messages",
                "send",
                "--school",
                "École <Élisée>",
                "--mail-logo",
                "logo.png",
                "--mail-colour",
                "#aa3355");

        List<Path> files = mails();
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                MimeMultipart forms = (MimeMultipart) new MimeMessage(null, in).getContent();
                MimeMultipart related = (MimeMultipart) forms.getBodyPart(1).getContent();
                assertThat(forms.getBodyPart(0).getContent().toString())
                        .contains(
                                "\r\n-- \r\nMessage envoyé par École <Élisée>",
                                "Pour toute question\u00A0: le secrétariat");
                assertThat(related.getBodyPart(0).getContent().toString())
                        .contains(
                                "<bdi>École &lt;Élisée&gt;</bdi>",
                                "#aa3355",
                                "cid:logo@cartable",
                                ">Choisir mon mot de passe</a>");
                assertThat(related.getBodyPart(1).getInputStream())
                        .hasBinaryContent(Base64.getDecoder().decode(PIXEL));
            }
        }
    }

    private List<Path> mails() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"--mail-logo,missing.png", "--mail-logo,other.txt", "--mail-colour,red", "--mail-layout,other.txt"})
    void aLookThatCannotBeIsRefusedAndNamed(String option, String value) throws Exception {
        Files.writeString(folder.resolve("other.txt"), "# nothing\n");
        Desk.Result result = desk.run("messages", "send", option, value);

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(option, value);
    }
}
