package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Enclosures.Attachment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a notice may carry. */
class EnclosuresTest {
    private static final String PDF = "application/pdf";
    private static final byte[] BYTES = {1, 2, 3};

    private static Attachment sized(int bytes) {
        return Attachment.of("f.pdf", PDF, new byte[bytes]);
    }

    @Test
    void anAttachmentIsNamedInAnyScriptAndItsTypeIsInLowerCase() {
        Attachment file = Attachment.of(" Facture d’Élise.pdf ", "Application/PDF", BYTES);

        assertThat(file.name()).isEqualTo("Facture d’Élise.pdf");
        assertThat(file.mediaType()).isEqualTo(PDF);
        assertThat(file.bytes()).containsExactly(1, 2, 3);
        assertThat(Attachment.of("f".repeat(100), PDF, BYTES).name()).hasSize(100);
    }

    @Test
    void anAttachmentKeepsItsBytesToItself() {
        byte[] given = BYTES.clone();
        Attachment file = Attachment.of("f.pdf", PDF, given);
        given[0] = 9;
        file.bytes()[1] = 9;

        assertThat(file.bytes()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".htaccess", "a/b", "a\\b", "a\nb", "a:b", "a\u202Eb"})
    void aNameThatAFileSystemRefusesIsNone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attachment.of(name, PDF, BYTES))
                .withMessageContaining("cannot be named '" + name + "'");
    }

    @Test
    void aNameHasAtMost100Characters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attachment.of("f".repeat(101), PDF, BYTES))
                .withMessageContaining("at most 100 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pdf", "text/plain; charset=utf-8", "multipart/mixed", "MESSAGE/rfc822"})
    void anAttachmentsTypeHasNeitherParametersNorParts(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attachment.of("f.pdf", type, BYTES))
                .withMessageStartingWith("'" + type + "' is no type of an attachment");
    }

    @Test
    void filesHaveTenMebibytesAtMostEachAndTogether() {
        Attachment greatest = sized(10 << 20);

        assertThat(Enclosures.of(greatest).attachments()).containsExactly(greatest);
        assertThat(Enclosures.of(sized(5 << 20), sized(5 << 20)).attachments()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sized((10 << 20) + 1))
                .withMessage("the attachment f.pdf has 10485761 bytes, more than 10485760");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Enclosures.of(greatest, sized(1)))
                .withMessage("the 2 attachments of a notice have 10485761 bytes, more than 10485760 in all");
    }

    @Test
    void attachmentsAreEqualByNameTypeAndBytes() {
        Attachment file = Attachment.of("f.pdf", PDF, BYTES);

        assertThat(file)
                .isEqualTo(Attachment.of("f.pdf", PDF, BYTES))
                .hasSameHashCodeAs(Attachment.of("f.pdf", PDF, BYTES));
        assertThat(List.of(
                        Attachment.of("g.pdf", PDF, BYTES),
                        Attachment.of("f.pdf", "text/plain", BYTES),
                        Attachment.of("f.pdf", PDF, new byte[3])))
                .doesNotContain(file);
        assertThat(file).isNotEqualTo("f.pdf");
    }

    @Test
    void anAttachmentsTextShowsItsTypeAndSizeAlone() {
        assertThat(Attachment.of("f.pdf", PDF, BYTES)).hasToString("Attachment[application/pdf 3 bytes]");
    }
}
