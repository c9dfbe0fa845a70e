package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.PersonName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PrintBatchTest {
    @Test
    void each_document_begins_on_a_sheet_of_its_own() throws IOException {
        byte[] one = Pdf.of(Cards.usual(), Locale.FRENCH);
        byte[] two = Pdf.of(Cards.of(new PersonName("Awa", "Sow"), Cards.lines(20)), Locale.FRENCH);
        assertThat(Pdf.pages(two)).isEqualTo(2);

        byte[] batch = batch(one, two, one);

        assertThat(Pdf.pages(batch)).isEqualTo(6);
        assertThat(Pdf.page(batch, 1)).contains("Mariama");
        assertThat(Pdf.page(batch, 2)).isBlank();
        assertThat(Pdf.page(batch, 3)).contains("Awa Sow");
        assertThat(Pdf.page(batch, 4)).contains("Awa Sow", "proviseure");
        assertThat(Pdf.page(batch, 5)).contains("Mariama");
        assertThat(Pdf.page(batch, 6)).isBlank();
        assertThat(batch(one, two, one)).isEqualTo(batch);
    }

    @Test
    void the_logo_of_a_school_stands_in_the_file_once() throws IOException {
        byte[] one = Pdf.of(Cards.usual(), Locale.FRENCH);

        assertThat(batch(one, one, one, one)).hasSizeLessThan(one.length * 2);
    }

    @Test
    void what_is_no_pdf_is_refused_and_an_empty_batch_is_not_written() throws IOException {
        try (PrintBatch batch = new PrintBatch()) {
            assertThatThrownBy(() -> batch.add(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> batch.write(new ByteArrayOutputStream()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static byte[] batch(byte[]... documents) throws IOException {
        try (PrintBatch batch = new PrintBatch()) {
            for (byte[] document : documents) {
                batch.add(document);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            batch.write(out);
            return out.toByteArray();
        }
    }
}
