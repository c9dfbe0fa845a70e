package dev.cartable.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Enclosures.Attachment;
import dev.cartable.notice.model.Enclosures.CalendarEvent;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events and files in mails, as they arrive in an inbox. */
class EnclosuresTest {
    private static final UUID UID = UUID.fromString("0f0e0d0c-0b0a-8908-8706-050403020100");

    private final GreenMail inboxes = new GreenMail(ServerSetup.SMTP.dynamicPort());

    @BeforeEach
    void open() {
        inboxes.start();
    }

    @AfterEach
    void close() {
        inboxes.stop();
    }

    private MimeMessage sent(Enclosures enclosures) {
        RenderedNotice notice = Notices.notice(1, Notices.ADDRESS, "Séance", "Bonjour\n", "<p>Bonjour</p>")
                .enclosing(enclosures);
        try (JakartaMailCourier courier = JakartaMailCourier.smtp(
                SmtpSettings.builder("127.0.0.1")
                        .port(inboxes.getSmtp().getPort())
                        .sender(Sender.of("school@example.org", "École Élisée"))
                        .localHost("client.example.org")
                        .build(),
                InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z")))) {
            assertThat(courier.deliver(notice)).isInstanceOf(Sent.class);
        }
        MimeMessage[] received = inboxes.getReceivedMessages();
        return received[received.length - 1];
    }

    private static CalendarEvent event(String start, String zone, int sequence, boolean cancelled) {
        return new CalendarEvent(
                UID,
                sequence,
                Instant.parse("2026-11-02T07:00:00Z"),
                LocalDateTime.parse(start).atZone(ZoneId.of(zone)),
                Duration.ofMinutes(45),
                "Maths, fractions; \\ révision",
                cancelled ? null : "Revoir\nles fractions",
                cancelled ? null : URI.create("https://ecole.example/sessions/s1"),
                cancelled);
    }

    private static List<BodyPart> parts(MimeMessage message) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        List<BodyPart> all = new ArrayList<>();
        for (int i = 0; i < parts.getCount(); i++) {
            all.add(parts.getBodyPart(i));
        }
        return all;
    }

    private static String text(BodyPart part) throws MessagingException, IOException {
        return new String(part.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void anEventStandsBesideTheWordsByteForByte() throws MessagingException, IOException {
        MimeMessage message = sent(Enclosures.of(event("2026-11-03T17:30", "Africa/Conakry", 0, false)));

        assertThat(message.getContentType()).startsWith("multipart/mixed");
        List<BodyPart> parts = parts(message);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).getContentType()).startsWith("multipart/alternative");
        assertThat(parts.get(1).getContentType()).isEqualTo("text/calendar; method=PUBLISH; charset=UTF-8");
        assertThat(parts.get(1).getHeader("Content-Disposition")[0].replaceAll("\\s+", " "))
                .isEqualTo("attachment; filename=\"event.ics\"");
        assertThat(text(parts.get(1)))
                .isEqualTo(String.join(
                        "\r\n",
                        "BEGIN:VCALENDAR",
                        "VERSION:2.0",
                        "PRODID:-//Cartable//Cartable//FR",
                        "METHOD:PUBLISH",
                        "BEGIN:VTIMEZONE",
                        "TZID:Africa/Conakry",
                        "BEGIN:STANDARD",
                        "DTSTART:19700101T000000",
                        "TZOFFSETFROM:+0000",
                        "TZOFFSETTO:+0000",
                        "END:STANDARD",
                        "END:VTIMEZONE",
                        "BEGIN:VEVENT",
                        "UID:0f0e0d0c-0b0a-8908-8706-050403020100",
                        "SEQUENCE:0",
                        "DTSTAMP:20261102T070000Z",
                        "ORGANIZER;CN=École Élisée:mailto:school@example.org",
                        "DTSTART;TZID=Africa/Conakry:20261103T173000",
                        "DTEND;TZID=Africa/Conakry:20261103T181500",
                        "SUMMARY:Maths\\, fractions\\; \\\\ révision",
                        "DESCRIPTION:Revoir\\nles fractions",
                        "URL:https://ecole.example/sessions/s1",
                        "STATUS:CONFIRMED",
                        "END:VEVENT",
                        "END:VCALENDAR",
                        ""));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        assertThat(bytes.toString(UTF_8).lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void aCancelledEventHasTheSameIdAndAHigherSequence() throws MessagingException, IOException {
        BodyPart part = parts(sent(Enclosures.of(event("2026-11-03T17:30", "Europe/Paris", 1, true))))
                .get(1);

        assertThat(part.getContentType()).isEqualTo("text/calendar; method=CANCEL; charset=UTF-8");
        ICalendar calendar = Biweekly.parse(text(part)).first();
        assertThat(calendar.getMethod().isCancel()).isTrue();
        VEvent event = calendar.getEvents().get(0);
        assertThat(event.getUid().getValue()).isEqualTo(UID.toString());
        assertThat(event.getSequence().getValue()).isEqualTo(1);
        assertThat(event.getStatus().isCancelled()).isTrue();
        assertThat(event.getOrganizer().getEmail()).isEqualTo("school@example.org");
        assertThat(calendar.validate(ICalVersion.V2_0).isEmpty()).isTrue();
    }

    /** Read again by the library, from the file alone: the zone that it describes has the offset of the event. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T17:30, Europe/Paris",
        "2026-03-29T03:30, Europe/Paris",
        "2026-10-24T17:30, Europe/Paris",
        "2026-10-25T03:30, Europe/Paris",
        "2026-07-01T08:00, America/Toronto",
        "2026-11-03T17:30, Africa/Conakry",
        "2026-02-20T17:30, Africa/Casablanca",
        "2026-07-01T08:00, Australia/Lord_Howe",
        "2026-07-01T08:00, Z",
        "2026-07-01T08:00, +05:30"
    })
    void timesAreTheSameInstantForEachReader(String start, String zone) throws MessagingException, IOException {
        CalendarEvent event = event(start, zone, 0, false);
        String text = text(parts(sent(Enclosures.of(event))).get(1));

        ICalendar read = Biweekly.parse(text).first();

        assertThat(read.getEvents().get(0).getDateStart().getValue().toInstant())
                .isEqualTo(event.startsAt().toInstant());
        assertThat(read.getEvents().get(0).getDateEnd().getValue().toInstant())
                .isEqualTo(event.startsAt().toInstant().plus(event.duration()));
        assertThat(read.validate(ICalVersion.V2_0).isEmpty())
                .as(read.validate(ICalVersion.V2_0).toString())
                .isTrue();
        if (!zone.equals("Z") && !zone.startsWith("+")) {
            assertThat(text).contains("DTSTART;TZID=" + zone + ":", "BEGIN:VTIMEZONE");
        }
    }

    @Test
    void longAndForeignWordsAreFoldedAndReadAgain() throws MessagingException, IOException {
        String summary =
                "🎒".repeat(50) + " é".repeat(60) + " مرحبا ".repeat(10).strip();
        CalendarEvent event = new CalendarEvent(
                UID,
                0,
                Instant.EPOCH,
                LocalDateTime.parse("2026-11-03T17:30").atZone(ZoneId.of("Africa/Conakry")),
                Duration.ofMinutes(45),
                summary,
                "a\r\nBEGIN:VEVENT\r\nSUMMARY:no",
                null,
                false);

        ICalendar read =
                Biweekly.parse(text(parts(sent(Enclosures.of(event))).get(1))).first();

        assertThat(read.getEvents()).hasSize(1);
        assertThat(read.getEvents().get(0).getSummary().getValue()).isEqualTo(summary);
        assertThat(read.getEvents().get(0).getDescription().getValue().lines())
                .containsExactly("a", "BEGIN:VEVENT", "SUMMARY:no");
    }

    @Test
    void filesArriveAsTheyWereGivenUnderTheirNames() throws MessagingException, IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Attachment bulletin = Attachment.of("Bulletin d’Élodie, 1er trimestre.pdf", "application/pdf", bytes);
        Attachment plain = Attachment.of("invoice-42.pdf", "Application/PDF", new byte[] {'%', 'P'});

        List<BodyPart> parts = parts(
                sent(new Enclosures(List.of(bulletin, plain), event("2026-11-03T17:30", "Africa/Conakry", 0, false))));

        assertThat(parts).hasSize(4);
        assertThat(parts.get(1).getContentType()).startsWith("text/calendar");
        assertThat(parts.get(2).getContentType()).isEqualTo("application/pdf");
        assertThat(name(parts.get(2))).isEqualTo("Bulletin d’Élodie, 1er trimestre.pdf");
        assertThat(parts.get(2).getInputStream().readAllBytes()).isEqualTo(bytes);
        assertThat(name(parts.get(3))).isEqualTo("invoice-42.pdf");
        assertThat(parts.get(3).getHeader("Content-Disposition")[0]).doesNotContain("filename*");
        assertThat(parts.get(3).getInputStream().readAllBytes()).isEqualTo(new byte[] {'%', 'P'});
    }

    /** By RFC 2231 where there is such a name, otherwise by RFC 2183. */
    private static @Nullable String name(BodyPart part) throws MessagingException {
        String header = part.getHeader("Content-Disposition")[0];
        assertThat(header).isASCII();
        int at = header.indexOf("filename*=UTF-8''");
        return at < 0
                ? part.getFileName()
                : URLDecoder.decode(header.substring(at + 17).strip().replace("+", "%2B"), UTF_8);
    }
}
