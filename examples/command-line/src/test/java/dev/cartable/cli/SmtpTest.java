package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a mail server. */
class SmtpTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void start() {
        server.start();
        desk = Desk.withFile(folder);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String address() {
        return "127.0.0.1:" + server.getSmtp().getPort();
    }

    @Test
    void allThatIsQueuedReachesTheServerOnceAndNoFileIsMade() throws Exception {
        long queued = desk.generateFromSample().count("queued");

        Json sent = desk.json("messages", "send", "--smtp", address(), "--from", "Lycée Exemple <ecole@example.org>");
        Json again = desk.json("messages", "send", "--smtp", address());

        assertThat(sent.count("sent")).isEqualTo(queued).isPositive();
        assertThat(again.count("sent")).isZero();
        Set<String> ids = new HashSet<>();
        for (MimeMessage mail : server.getReceivedMessages()) {
            assertThat(mail.getRecipients(RecipientType.TO)).hasSize(1);
            assertThat(mail.getFrom()[0].toString()).contains("ecole@example.org");
            assertThat(ids.add(mail.getMessageID())).isTrue();
        }
        assertThat(ids).hasSize((int) queued);
        assertThat(Files.exists(folder.resolve("outbox"))).isFalse();
    }

    @Test
    void placeholdersGoToNoServerOfAnotherMachineAndTheDoctorNamesTheOptions() {
        long queued = desk.generateFromSample().count("queued");
        String elsewhere = "smtp.school.invalid";

        Json refused = desk.json("messages", "send", "--smtp", elsewhere, "--from", "school@localhost.localdomain");
        Json rehearsal = desk.json("messages", "send", "--smtp", elsewhere, "--mail-to", "head@example.org");
        Json here = desk.json("messages", "send", "--smtp", address());

        assertThat(refused.get("error").text("code")).isEqualTo("PLACEHOLDERS");
        assertThat(refused.get("error").text("message")).contains("--school, --activation-url, --from");
        assertThat(rehearsal.get("error").text("message")).contains("--school, --activation-url");
        assertThat(status(desk.json("doctor", "--smtp", elsewhere), "placeholders"))
                .isEqualTo("bad");
        assertThat(status(desk.json("doctor", "--smtp", address()), "placeholders"))
                .isEqualTo("warn");
        assertThat(here.count("sent"))
                .as("a server on this machine is for a try")
                .isEqualTo(queued);
        assertThat(desk.results().get(3).err()).contains("--school, --activation-url, --from");
    }

    @Test
    void aReasonIsToldOnceWithAnIdAndACorrectedServerIsTriedAtOnce() {
        long queued = desk.generateFromSample().count("queued");
        String[] wrong = {"messages", "send", "--smtp", "127.0.0.1:1", "--zone", "Africa/Conakry"};

        Desk.Result failed = desk.run(wrong);
        Json paused = desk.json("messages", "send", "--smtp", address());

        assertThat(failed.exit()).isEqualTo(5);
        assertThat(failed.out()).containsOnlyOnce("no connection to 127.0.0.1 port 1");
        Matcher id = Pattern.compile("cartable messages show ([0-9a-f-]{36})").matcher(failed.out());
        assertThat(id.find()).isTrue();
        assertThat(desk.json("messages", "show", id.group(1)).text("reason"))
                .startsWith("NO_CONNECTION: 127.0.0.1 port 1");
        assertThat(desk.run("messages", "show", id.group(1)).out()).contains(id.group(1), "waiting", "no connection");
        assertThat(desk.json("messages", "show", "4711").get("error").text("code"))
                .isEqualTo("UNKNOWN_MESSAGE");
        assertThat(paused.count("sent")).isZero();
        assertThat(desk.json("messages", "send", "--smtp", address(), "--retry").count("sent"))
                .isEqualTo(queued);
    }

    @Test
    void aPersonAtATerminalWaitsForNoPause() {
        long queued = desk.generateFromSample().count("queued");
        desk.run("messages", "send", "--smtp", "127.0.0.1:1");

        assertThat(desk.typing("").json("messages", "send", "--smtp", address()).count("sent"))
                .isEqualTo(queued);
    }

    @Test
    void aTestMailTellsTheServersOwnAnswer() throws Exception {
        Desk.Result result = desk.run("mail", "test", "head@example.org", "--smtp", address());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("250");
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getRecipients(RecipientType.TO)[0])
                .hasToString("head@example.org");
    }

    @Test
    void whereNobodyListensATestMailSaysWhatToMend() {
        String nobody = address();
        server.stop();

        Desk.Result result = desk.run("mail", "test", "head@example.org", "--smtp", nobody);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).containsIgnoringCase("refused").contains("port");
    }

    @Test
    void theDoctorLooksAtTheServerToo() {
        desk.generateFromSample();

        Json well = desk.json("doctor", "--smtp", address());
        String nobody = address();
        server.stop();
        Json ill = desk.json("doctor", "--smtp", nobody);

        assertThat(status(well, "mail")).isEqualTo("ok");
        assertThat(status(ill, "mail")).isEqualTo("bad");
    }

    private static String status(Json doctor, String check) {
        return doctor.list("checks").stream()
                .filter(one -> one.text("check").equals(check))
                .map(one -> one.text("status"))
                .findFirst()
                .orElseThrow();
    }
}
