package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceMailbox.Reports;
import dev.cartable.tck.BounceMailboxContract;
import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImapBouncesTest extends BounceMailboxContract {
    private static final String PASSWORD = "s3cr3t";

    private final GreenMail server = new GreenMail(ServerSetup.IMAP.dynamicPort());
    private GreenMailUser user;

    @BeforeEach
    void start() {
        server.start();
        user = server.setUser("bounces@ecole.example.org", "bounces", PASSWORD);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Override
    protected void deliver(String message) throws Exception {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        user.deliver(new MimeMessage((Session) null, new ByteArrayInputStream(bytes)));
    }

    @Override
    protected BounceMailbox open() {
        return mailbox(PASSWORD);
    }

    @Override
    protected BounceMailbox unreadable() {
        return new ImapBounces(ImapSettings.of(url() + "/None", PASSWORD));
    }

    @Override
    protected int kept() {
        return server.getReceivedMessages().length;
    }

    @Override
    protected int forPeople() throws Exception {
        return (int)
                flags().stream().filter(one -> one.contains(Flags.Flag.FLAGGED)).count();
    }

    @Test
    void eachMessageIsReadOnceAndStaysInTheMailbox() throws Exception {
        deliverDialect("postfix");
        deliverDialect("answer-of-a-parent");

        assertThat(read()).hasSize(2).first().satisfies(mail -> {
            assertThat(mail).isInstanceOf(Reports.class);
            assertThat(mail.name()).startsWith("UID ");
        });

        assertThat(read()).isEmpty();
        deliverDialect("qmail");
        assertThat(read()).hasSize(1);
        List<Flags> flags = flags();
        assertThat(flags).hasSize(3).allMatch(one -> one.contains(ImapBounces.READ));
        assertThat(flags).allMatch(one -> !one.contains(Flags.Flag.SEEN));
        assertThat(flags)
                .filteredOn(one -> one.contains(ImapBounces.NOT_UNDERSTOOD) && one.contains(Flags.Flag.FLAGGED))
                .hasSize(1);
    }

    @Test
    void aWrongPasswordIsNamedAsOneAndNotRepeated() {
        assertThatThrownBy(() -> mailbox("wr0ng").read(mail -> true))
                .isInstanceOfSatisfying(
                        BounceMailboxException.class, e -> assertThat(e.code()).isEqualTo("IMAP_LOGIN"))
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new ImapBounces(ImapSettings.of(url() + "/None", PASSWORD)).read(mail -> true))
                .isInstanceOfSatisfying(
                        BounceMailboxException.class, e -> assertThat(e.code()).isEqualTo("IMAP_FOLDER"));
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        String url = url();
        server.stop();

        assertThatThrownBy(() -> new ImapBounces(ImapSettings.of(url, PASSWORD)).read(mail -> true))
                .isInstanceOfSatisfying(
                        BounceMailboxException.class, e -> assertThat(e.code()).isEqualTo("IMAP_CONNECTION"));
    }

    @ParameterizedTest
    @CsvSource({
        "imaps://bounces@imap.example.org, imap.example.org, 993, TLS, INBOX",
        "imaps://b%40example.org@imap.example.org:1993/Retours/2026, imap.example.org, 1993, TLS, Retours/2026",
        "imap://bounces@imap.example.org/, imap.example.org, 143, STARTTLS, INBOX",
        "imap://bounces@localhost, localhost, 143, PLAIN, INBOX"
    })
    void aUrlNamesTheMailbox(String url, String host, int port, Security security, String folder) {
        ImapSettings settings = ImapSettings.of(url, PASSWORD);

        assertThat(settings)
                .extracting(ImapSettings::host, ImapSettings::port, ImapSettings::security, ImapSettings::folder)
                .containsExactly(host, port, security, folder);
        assertThat(settings.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "imaps://bounces:s3cr3t@imap.example.org, IMAP_PASSWORD_IN_URL",
        "pop3://bounces@imap.example.org, IMAP_URL",
        "imaps://imap.example.org, IMAP_URL",
        "imaps://bounces@, IMAP_URL",
        "imaps://bounces@imap.example.org/?x=1, IMAP_URL",
        "not a url s3cr3t, IMAP_URL"
    })
    void aUrlThatCannotBeUsedSaysWhyAndIsNotRepeated(String url, String code) {
        assertThatThrownBy(() -> ImapSettings.of(url, PASSWORD))
                .isInstanceOfSatisfying(
                        BounceMailboxException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageNotContaining(PASSWORD);
    }

    private ImapBounces mailbox(String password) {
        return new ImapBounces(ImapSettings.of(url(), password));
    }

    private String url() {
        return "imap://bounces@127.0.0.1:" + server.getImap().getPort();
    }

    private List<Mail> read() {
        List<Mail> mails = new ArrayList<>();
        mailbox(PASSWORD).read(mails::add);
        return mails;
    }

    private void deliverDialect(String dialect) throws Exception {
        deliver(BounceDialectsTest.text(dialect));
    }

    private List<Flags> flags() throws Exception {
        List<Flags> flags = new ArrayList<>();
        for (Message message : server.getReceivedMessages()) {
            flags.add(message.getFlags());
        }
        return flags;
    }
}
