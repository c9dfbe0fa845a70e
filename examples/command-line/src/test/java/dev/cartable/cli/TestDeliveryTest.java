package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDeliveryTest {
    private static final String CHIEF = "chef@example.org";

    @TempDir
    Path folder;

    @Test
    void ofAGenerationGoesToOneAddressAndMakesNothing() throws Exception {
        Desk desk = Desk.withFile(folder);

        Json json = desk.generateFromSample("--mail-to", CHIEF);

        assertThat(json.text("testMails")).isEqualTo("20");
        assertThat(recipients()).hasSize(20).containsOnly(CHIEF);
        assertThat(folder.resolve("cartable.mv.db")).doesNotExist();
    }

    @Test
    void ofWhatIsQueuedMarksNothingAsSent() throws Exception {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();

        Json json = desk.json("messages", "send", "--mail-to", CHIEF);

        assertThat(json.count("testMails")).isEqualTo(34);
        assertThat(recipients()).hasSize(34).containsOnly(CHIEF);
        assertThat(desk.json("messages", "list").count("queued")).isEqualTo(34);
    }

    @Test
    void ofANoticeShowsItsWordsAndQueuesNothing() throws Exception {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        List<String> before = Snapshot.of(desk.database());

        Desk.Result result = desk.run(
                "accounts", "notify", "G001", "--subject", "Réunion", "--message", "Demain", "--mail-to", CHIEF);

        assertThat(result.exit()).isZero();
        assertThat(recipients()).containsExactly(CHIEF);
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
    }

    @Test
    void toSomethingThatIsNoAddressIsNotUnderstood() {
        assertThat(Desk.withFile(folder)
                        .run("messages", "send", "--mail-to", "chef")
                        .exit())
                .isEqualTo(2);
    }

    /** The subjects of the mails that became files. */
    static List<String> subjects(Path folder) throws Exception {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            for (Path file : files.toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    all.add(new MimeMessage(null, in).getSubject());
                }
            }
        }
        return all;
    }

    private List<String> recipients() throws Exception {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            for (Path file : files.toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    MimeMessage mail = new MimeMessage(null, in);
                    assertThat(mail.getSubject()).startsWith("[");
                    all.add(mail.getAllRecipients()[0].toString());
                }
            }
        }
        return all;
    }
}
