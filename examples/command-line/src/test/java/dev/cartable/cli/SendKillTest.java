package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cartable.notice.model.NoticeState;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code messages send} killed in the middle ({@code kill -9}), on an H2 file that was opened before, with a mail server that
 * lives on in this process. Nobody is left out, and no more mails come twice than connections were open when it died.
 */
class SendKillTest {
    private static final int CONNECTIONS = 2;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void twoKillsLoseNoMessageAndRepeatOneForEachConnection() throws Exception {
        killAndSendAgain(2, 400);
    }

    @Tag("systems")
    @Test
    void twentyKillsLoseNoMessageAndRepeatOneForEachConnection() throws Exception {
        killAndSendAgain(20, 3_000);
    }

    private void killAndSendAgain(int kills, int guardians) throws Exception {
        Desk desk = Desk.withFile(folder);
        assertThat(desk.json(
                                "accounts",
                                "generate",
                                "--roster",
                                roster(guardians).toString())
                        .count("queued"))
                .isEqualTo(guardians);

        for (int kill = 1; kill <= kills; kill++) {
            Child sending = send(desk);
            server.waitForIncomingEmail(60_000, 20);
            assertThat(sending.process().isAlive())
                    .as("kill %s comes in the middle", kill)
                    .isTrue();
            sending.process().destroyForcibly();
            sending.await();
        }
        Desk.Result last = desk.run(send());

        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(desk.stores().outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, (long) guardians));
        Map<String, Integer> received = new HashMap<>();
        for (MimeMessage mail : server.getReceivedMessages()) {
            received.merge(mail.getMessageID() + " " + mail.getAllRecipients()[0], 1, Integer::sum);
        }
        assertThat(received).as("each parent").hasSize(guardians);
        int repeated = received.values().stream().mapToInt(times -> times - 1).sum();
        assertThat(repeated).as("mails that came twice").isLessThanOrEqualTo(kills * CONNECTIONS);
    }

    private Child send(Desk desk) {
        return Child.start(desk.folder(), desk.environment(), send());
    }

    private String[] send() {
        return new String[] {
            "messages",
            "send",
            "--smtp",
            "127.0.0.1:" + server.getSmtp().getPort() + "?connections=" + CONNECTIONS,
            "--from",
            "school@example.org",
            "--json"
        };
    }

    private Path roster(int guardians) throws IOException {
        Path roster = Files.createDirectories(folder.resolve("roster"));
        StringBuilder users =
                new StringBuilder("sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,email\n");
        StringBuilder links = new StringBuilder("userSourcedId,relationshipUserSourcedId,relationshipRole\n");
        for (int i = 0; i < guardians; i++) {
            users.append("G" + i + ",true,e,parent,Awa,Name" + i + ",parent" + i + "@example.org\n");
            users.append("P" + i + ",true,e,student,Pupil,Name" + i + ",\n");
            links.append("P" + i + ",G" + i + ",mother\n");
        }
        Files.writeString(roster.resolve("users.csv"), users, StandardCharsets.UTF_8);
        Files.writeString(roster.resolve("relationships.csv"), links, StandardCharsets.UTF_8);
        Files.writeString(roster.resolve("orgs.csv"), "sourcedId,name,type\ne,School,school\n", StandardCharsets.UTF_8);
        return roster;
    }
}
