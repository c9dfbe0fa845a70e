package dev.cartable.mail;

import static dev.cartable.mail.Notices.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Delivery.ChannelDown;
import dev.cartable.notice.port.Courier.Delivery.Refused;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmlCourierTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z"));

    @TempDir
    Path parent;

    private Path folder() {
        return parent.resolve("outbox");
    }

    private Delivery deliver(int number) {
        return new EmlCourier(folder(), Sender.of("school@example.org", "École"), CLOCK).deliver(notice(number));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    @Test
    void eachMessageIsAFileThatReadsAsTheMessage() throws IOException, MessagingException {
        assertThat(deliver(1)).isInstanceOf(Sent.class);
        assertThat(deliver(2)).isInstanceOf(Sent.class);
        assertThat(files()).hasSize(2).allMatch(file -> file.toString().endsWith(".eml"));
        try (InputStream in = Files.newInputStream(files().get(0))) {
            MimeMessage message = new MimeMessage((Session) null, in);
            assertThat(message.getSubject()).isEqualTo("Élève Çà");
            assertThat(message.getAllRecipients()).hasSize(1);
            assertThat(message.getContentType()).startsWith("multipart/alternative");
        }
    }

    @Test
    void everyLineEndsInCrLf() throws IOException {
        deliver(1);
        assertThat(Files.readString(files().get(0)).replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @Test
    void aSecondSendingReplacesTheFirst() throws IOException {
        deliver(1);
        Path first = files().get(0);
        Files.writeString(first, "an older one");
        assertThat(deliver(1)).isEqualTo(new Sent("WRITTEN: " + first.getFileName()));
        assertThat(files()).containsExactly(first);
        assertThat(Files.readString(first)).contains("Message-ID:");
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews())
                .as("a file system that knows owners")
                .contains("posix");
        deliver(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatCannotBeWrittenRestsTheChannel() throws IOException {
        Files.writeString(folder(), "a file where the folder should be");
        assertThat(deliver(1)).isInstanceOf(ChannelDown.class);
    }

    @Test
    void aFailureLeavesNoHalfFile() throws IOException {
        deliver(1);
        Path file = files().get(0);
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));
        assertThat(deliver(1)).isInstanceOf(ChannelDown.class);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void whatCannotStandInAHeaderIsRefused() {
        EmlCourier courier = new EmlCourier(folder(), Sender.of("school@example.org"), CLOCK);
        assertThat(courier.deliver(Notices.to("a@example.org\r\nBcc: b@example.org")))
                .isInstanceOf(Refused.class);
        assertThat(folder()).doesNotExist();
    }
}
