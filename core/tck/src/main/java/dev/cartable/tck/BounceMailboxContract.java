package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceMailbox.NoBounce;
import dev.cartable.notice.port.BounceMailbox.NotUnderstood;
import dev.cartable.notice.port.BounceMailbox.Reports;
import dev.cartable.school.model.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every mailbox for reports about mail that came back does: see {@link BounceMailbox}. */
public abstract class BounceMailboxContract {
    private static final UUID NOTICE = UUID.fromString("0190c0ff-ee00-7abc-8def-0123456789ab");
    private static final String ADDRESS = "awa.diallo@parents.example.org";

    /** Other people's servers may send as many. */
    private static final int MANY = 60;

    private static final String REPORT =
            """
            From: MAILER-DAEMON@mx.ecole.example.org
            To: notices@ecole.example.org
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="xyz"

            --xyz
            Content-Type: text/plain; charset=us-ascii

            The message could not be delivered.

            --xyz
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.ecole.example.org

            Final-Recipient: rfc822; %1$s
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 no such user

            --xyz
            Content-Type: text/rfc822-headers

            To: %1$s
            Message-ID: <%2$s@ecole.example.org>
            Cartable-Notice: %2$s
            Subject: Relance

            --xyz--
            """.formatted(ADDRESS, NOTICE.toString().replace("-", ""));

    private static final String ABSENT = """
            From: Awa Diallo <awa.diallo@parents.example.org>
            To: notices@ecole.example.org
            Subject: Out of office
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii

            I am away until 5 January.
            """;

    private static final String LETTER = """
            From: Awa Diallo <awa.diallo@parents.example.org>
            To: notices@ecole.example.org
            Subject: Your invoice
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii

            Why do I get this?
            """;

    /** Puts a message into the mailbox, after those that are there. */
    protected abstract void deliver(String message) throws Exception;

    /** The mailbox; at each call another object for the same one. */
    protected abstract BounceMailbox open();

    /** A mailbox that cannot be read, or is not there. */
    protected abstract BounceMailbox unreadable();

    /** How many messages there are, read or not. */
    protected abstract int kept() throws Exception;

    /** How many of them were put aside for a person to look at. */
    protected abstract int forPeople() throws Exception;

    private List<Mail> read() {
        List<Mail> mails = new ArrayList<>();
        open().read(mails::add);
        return mails;
    }

    @Test
    void aReportNamesTheNoticeTheAddressAndTheReason() throws Exception {
        deliver(REPORT);

        assertThat(read())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reports.class,
                        mail -> assertThat(mail.reports()).singleElement().satisfies(report -> {
                            assertThat(report.type()).isEqualTo(Bounce.Type.HARD);
                            assertThat(report.notice()).isEqualTo(new NoticeId(NOTICE));
                            assertThat(report.addresses()).contains(EmailAddress.of(ADDRESS));
                            assertThat(report.status()).isEqualTo("5.1.1");
                        }));
    }

    @Test
    void eachMessageIsReadOnceAndNoneIsDeleted() throws Exception {
        deliver(REPORT);
        deliver(ABSENT);
        deliver(LETTER);

        assertThat(read())
                .hasSize(3)
                .hasAtLeastOneElementOfType(Reports.class)
                .hasAtLeastOneElementOfType(NoBounce.class)
                .hasAtLeastOneElementOfType(NotUnderstood.class)
                .extracting(Mail::name)
                .doesNotHaveDuplicates();

        assertThat(read()).isEmpty();
        assertThat(kept()).isEqualTo(3);
        assertThat(forPeople()).isEqualTo(1);
        deliver(REPORT);
        assertThat(read()).hasSize(1);
    }

    @Test
    void aMessageThatFailsStaysAndHoldsUpNoOther() throws Exception {
        for (int i = 0; i < 5; i++) {
            deliver(REPORT);
        }
        List<String> handled = new ArrayList<>();
        List<String> failed = new ArrayList<>();

        assertThatThrownBy(() -> open().read(mail -> {
                    if ((handled.size() + failed.size()) % 2 == 0) {
                        failed.add(mail.name());
                        throw new IllegalStateException(mail.name());
                    }
                    return handled.add(mail.name());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(failed.get(0));

        assertThat(handled).hasSize(2);
        assertThat(failed).hasSize(3);
        assertThat(read()).extracting(Mail::name).containsExactlyElementsOf(failed);
        assertThat(kept()).isEqualTo(5);
    }

    @Test
    void readingStopsAfterTheMessageThatWasUnderWay() throws Exception {
        for (int i = 0; i < 3; i++) {
            deliver(REPORT);
        }
        List<Mail> met = new ArrayList<>();

        open().read(mail -> {
            met.add(mail);
            return met.size() < 2;
        });

        assertThat(met).hasSize(2);
        assertThat(read()).hasSize(1);
    }

    @Test
    void manyMessagesThatNobodyUnderstandsHideNoReport() throws Exception {
        for (int i = 0; i < MANY; i++) {
            deliver(LETTER);
        }
        deliver(REPORT);

        assertThat(read())
                .hasSize(MANY + 1)
                .filteredOn(Reports.class::isInstance)
                .hasSize(1);
        assertThat(forPeople()).isEqualTo(MANY);
    }

    @Test
    void anEmptyMailboxHasNoMessages() {
        assertThat(read()).isEmpty();
    }

    @Test
    void aMailboxThatCannotBeReadIsNoEmptyOne() {
        assertThatThrownBy(() -> unreadable().read(mail -> true)).isInstanceOf(BounceMailboxException.class);
    }
}
