package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    @TempDir
    Path folder;

    @Test
    void a_small_picture_stays_as_it_is() {
        assertThat(Picture.of(Cards.logo()).bytes()).isEqualTo(Cards.logo());
    }

    @Test
    void a_large_picture_is_made_as_small_as_print_needs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3_000, 1_500, BufferedImage.TYPE_INT_ARGB), "png", out);

        BufferedImage picture = ImageIO.read(
                new ByteArrayInputStream(Picture.of(out.toByteArray()).bytes()));

        assertThat(picture.getWidth()).isEqualTo(800);
        assertThat(picture.getHeight()).isEqualTo(400);
    }

    /** It says what it is in 33 bytes, and would take 1.6 GB. */
    @Test
    void a_picture_of_20_000_pixels_on_each_side_is_refused_before_it_is_decoded() throws IOException {
        assertThatThrownBy(() -> Picture.of(png(20_000, 20_000))).isInstanceOfSatisfying(DocumentException.class, e -> {
            assertThat(e.code()).isEqualTo("PICTURE_PIXELS");
            assertThat(e.facts()).containsEntry("width", "20000").containsEntry("height", "20000");
        });
    }

    @Test
    void what_is_no_picture_is_refused_whatever_it_is_called() throws IOException {
        Path file = Files.writeString(folder.resolve("logo.png"), "<svg xmlns='http://www.w3.org/2000/svg'/>");

        assertThatThrownBy(() -> Picture.file(file)).isInstanceOfSatisfying(DocumentException.class, e -> {
            assertThat(e.code()).isEqualTo("PICTURE_UNREADABLE");
            assertThat(e.facts()).containsEntry("file", file.toString());
        });
    }

    @Test
    void a_picture_that_breaks_off_is_refused() throws IOException {
        byte[] whole = Cards.logo();

        assertThatThrownBy(() -> Picture.of(java.util.Arrays.copyOf(whole, whole.length / 3)))
                .isInstanceOfSatisfying(
                        DocumentException.class, e -> assertThat(e.code()).isEqualTo("PICTURE_UNREADABLE"));
        assertThatThrownBy(() -> Picture.of(png(10, 10))).isInstanceOf(DocumentException.class);
    }

    @Test
    void a_picture_of_too_many_bytes_is_refused() {
        assertThatThrownBy(() -> Picture.of(new byte[Picture.MAX_BYTES + 1]))
                .isInstanceOfSatisfying(
                        DocumentException.class, e -> assertThat(e.code()).isEqualTo("PICTURE_BYTES"));
    }

    /** The head of a PNG, and no pixels. */
    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(head);
        data.writeBytes("IHDR");
        data.writeInt(width);
        data.writeInt(height);
        data.write(new byte[] {8, 6, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(head.toByteArray());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeInt(13);
        out.write(head.toByteArray());
        out.writeInt((int) sum.getValue());
        return all.toByteArray();
    }
}
