package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BounceCommandsTest {
    @TempDir
    Path folder;

    @OnEachDatabase
    void anAddressFromWhichMailCameBackGetsNoneUntilItIsFreed(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        desk.run("messages", "send");
        Sent sent = sent();
        Path mailbox = Files.createDirectory(folder.resolve("retours"));
        Files.writeString(mailbox.resolve("1.eml"), bounce(sent, sent.address()));
        Files.writeString(mailbox.resolve("2.eml"), bounce(sent, "victim@example.org"));
        Files.writeString(mailbox.resolve("3.eml"), "From: awa@example.org\nSubject: Merci\n\nMerci !\n");

        Desk.Result read = desk.run("bounces", "read", "retours");

        assertThat(read.exit()).as(read.err()).isEqualTo(Exit.PARTLY.code());
        assertThat(read.out()).contains("1.eml: the address gets no more e-mail", "2.eml", "3.eml");
        assertThat(mailbox.resolve("processed")).isDirectoryContaining("glob:**/{1,2}.eml");
        assertThat(mailbox.resolve("not-understood")).isDirectoryContaining("glob:**/3.eml");
        assertThat(desk.json("bounces", "read", "retours").count("messages")).isZero();
        Json list = desk.json("bounces", "list", "--suppressed");
        assertThat(list.list("bounces").get(0).text("address")).isEqualTo(sent.address());
        assertThat(list.count("bounces")).isOne();
        Json failed = desk.json("messages", "list", "--state", "failed");
        assertThat(failed.list("messages")).hasSize(1);
        String guardian = failed.list("messages").get(0).text("recipient").replace("guardian:", "");
        assertThat(desk.run("accounts", "find", guardian).out()).contains("bounces lift " + sent.address());
        assertThat(desk.json("accounts", "generate", "--force", "--dry-run").count("noChannel"))
                .as("the account has no channel now")
                .isPositive();

        assertThat(desk.json("bounces", "lift", sent.address()).count("lifted")).isOne();

        assertThat(desk.run("bounces", "lift", sent.address()).exit()).isEqualTo(Exit.FAILED.code());
        assertThat(desk.json("bounces", "list", "--suppressed").count("bounces"))
                .isZero();
        assertThat(desk.run("accounts", "find", guardian).out()).doesNotContain("bounces lift");
    }

    @Test
    void aPasswordIsNoArgumentAndAMailboxThatIsNotThereIsNamed() {
        Desk desk = Desk.withFile(folder);
        Desk.Result inUrl = desk.run("bounces", "read", "--imap", "imaps://b:s3cr3t@127.0.0.1");
        assertThat(inUrl.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(inUrl.err()).contains("CARTABLE_IMAP_PASSWORD").doesNotContain("s3cr3t");

        desk.environment().put("CARTABLE_IMAP_PASSWORD", "s3cr3t");
        Desk.Result again = desk.run("bounces", "read", "--imap", "imaps://b:s3cr3t@127.0.0.1");
        assertThat(again.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(again.err()).contains("others on this machine").doesNotContain("s3cr3t");
        Desk.Result away = desk.run("bounces", "read", "--imap", "imap://b@127.0.0.1:1");
        assertThat(away.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(away.err()).contains("127.0.0.1:1").doesNotContain("s3cr3t");
    }

    private record Sent(String id, String address) {}

    private Sent sent() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            String mail = Files.readString(files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .findFirst()
                    .orElseThrow());
            return new Sent(found(mail, "Cartable-Notice: ([0-9a-f]{32})"), found(mail, "(?m)^To: (\\S+)"));
        }
    }

    private static String found(String mail, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(mail);
        assertThat(found.find()).as(mail).isTrue();
        return found.group(1);
    }

    private static String bounce(Sent sent, String address) {
        return String.join(
                "\n",
                List.of(
                        "From: MAILER-DAEMON@mx.example.org",
                        "Subject: Undelivered Mail Returned to Sender",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"",
                        "",
                        "--b",
                        "Content-Type: message/delivery-status",
                        "",
                        "Reporting-MTA: dns; mx.example.org",
                        "",
                        "Final-Recipient: rfc822; " + address,
                        "Action: failed",
                        "Status: 5.1.1",
                        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
                        "",
                        "--b",
                        "Content-Type: text/rfc822-headers",
                        "",
                        "Message-ID: <" + sent.id() + "@school.example.org>",
                        "",
                        "--b--",
                        ""));
    }
}
