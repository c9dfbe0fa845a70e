package dev.cartable.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.notice.port.BounceMailbox.Fault;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceMailbox.NoBounce;
import dev.cartable.notice.port.BounceMailbox.NotUnderstood;
import dev.cartable.notice.port.BounceMailbox.Reports;
import dev.cartable.school.model.EmailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/**
 * Says what a message in the mailbox for bounces is: a delivery status notification (RFC 3464), a feedback report (RFC 5965), or the
 * text that a server without these writes. Reads {@value #MOST_BYTES} bytes of a message and no more: reports stand before the message
 * that they return. Safe for use by several threads.
 */
final class BounceParser {
    static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_HEADER_BYTES = 64 * 1024;
    private static final int MOST_TEXT_BYTES = 64 * 1024;
    private static final int MOST_DELIMITERS = 1_000;
    private static final int MOST_PARTS = 50;
    private static final int MOST_RECIPIENTS = 50;
    private static final int DEEPEST = 5;
    private static final int LONGEST_DETAIL = 500;

    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
    private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Where the returned message begins in a text. */
    private static final Pattern RETURNED = Pattern.compile(
            "(?im)^(?:--- below this line is a copy|-+ this is a copy of|-+ original message|-+ message d['’]origine"
                    + "|(?:> ?)?(?:return-path|received|message-id|" + NoticeIds.HEADER + "): )");

    private static final Pattern MAILER = Pattern.compile(
            "(?i)(?:^|[<\\s\"(])(?:mailer-daemon|mailerdaemon|mail-daemon|postmaster)(?:@|$|[>\\s\")])");
    private static final Pattern QMAIL = Pattern.compile("^\\s*Hi\\. This is the ");
    private static final Pattern DELAY = Pattern.compile(
            "(?i)^(?:warning\\b|delayed\\b|delivery (?:is )?delayed|delivery status notification \\(delay|avertissement|retard\\b)");
    private static final Pattern RECIPIENT_IN_TEXT = Pattern.compile("(?m)^<?(" + ADDRESS.pattern() + ")>?:?\\s*$");

    private BounceParser() {}

    /** What a message is. */
    static Mail parse(String name, InputStream message) throws IOException {
        byte[] bytes = message.readNBytes(MOST_BYTES);
        if (isOversized(bytes)) {
            return new NotUnderstood(name, Fault.OVERSIZED);
        }
        try {
            MimeMessage mail = new MimeMessage((Session) null, new SharedByteArrayInputStream(bytes));
            Parts parts = new Parts();
            parts.collect(mail, 0);
            return parts.isOversized ? new NotUnderstood(name, Fault.OVERSIZED) : read(name, mail, parts);
        } catch (MessagingException | IOException | RuntimeException e) {
            // The library throws what it likes on what breaks the rules; the message is kept for a person.
            return new NotUnderstood(name, Fault.MALFORMED);
        }
    }

    /** Looked at before the library does: it keeps an object for each header and each part. */
    private static boolean isOversized(byte[] bytes) {
        int delimiters = 0;
        int headers = -1;
        for (int i = 0; i < bytes.length; i++) {
            boolean lineStart = i == 0 || bytes[i - 1] == '\n';
            if (lineStart && headers < 0 && (bytes[i] == '\n' || bytes[i] == '\r')) {
                headers = i;
            }
            if (lineStart && bytes[i] == '-' && i + 1 < bytes.length && bytes[i + 1] == '-') {
                delimiters++;
            }
        }
        return delimiters > MOST_DELIMITERS || (headers < 0 ? bytes.length : headers) > MOST_HEADER_BYTES;
    }

    /** The parts of a message that say something. What is inside a returned message is not looked at. */
    private static final class Parts {
        @Nullable
        MimePart status;

        @Nullable
        MimePart feedback;

        @Nullable
        MimePart disposition;

        String returned = "";
        String text = "";
        boolean isOversized;
        private int count;

        void collect(MimePart part, int depth) throws MessagingException, IOException {
            count++;
            if (count > MOST_PARTS || depth > DEEPEST) {
                isOversized = true;
                return;
            }
            if (part.isMimeType("multipart/*")) {
                MimeMultipart inner = new MimeMultipart(new MimePartDataSource(part));
                for (int i = 0; i < inner.getCount() && !isOversized; i++) {
                    if (inner.getBodyPart(i) instanceof MimePart one) {
                        collect(one, depth + 1);
                    }
                }
            } else if (part.isMimeType("message/delivery-status")
                    || part.isMimeType("message/global-delivery-status")) {
                status = status == null ? part : status;
            } else if (part.isMimeType("message/feedback-report")) {
                feedback = feedback == null ? part : feedback;
            } else if (part.isMimeType("message/disposition-notification")) {
                disposition = part;
            } else if (part.isMimeType("message/*") || part.isMimeType("text/rfc822-headers")) {
                returned = returned.isEmpty() ? new String(bytes(part), ISO_8859_1) : returned;
            } else if (part.isMimeType("text/plain") && text.isEmpty()) {
                text = new String(bytes(part), charset(part));
            }
        }
    }

    private static byte[] bytes(Part part) throws MessagingException, IOException {
        try (InputStream content = part.getInputStream()) {
            return content.readNBytes(MOST_TEXT_BYTES);
        }
    }

    private static Charset charset(MimePart part) {
        try {
            String type = part.getContentType();
            Matcher charset =
                    Pattern.compile("(?i)charset=\"?([A-Za-z0-9_:.-]+)").matcher(type);
            return charset.find() ? Charset.forName(MimeUtility.javaCharset(charset.group(1))) : UTF_8;
        } catch (MessagingException | IllegalArgumentException e) {
            return UTF_8;
        }
    }

    private static Mail read(String name, MimeMessage mail, Parts parts) throws MessagingException, IOException {
        if (parts.feedback != null) {
            return feedback(name, parts.feedback, parts);
        }
        if (parts.status != null) {
            return deliveryStatus(name, mail, parts.status, parts);
        }
        return parts.disposition != null ? new NoBounce(name) : text(name, mail, parts);
    }

    private static Mail deliveryStatus(String name, MimeMessage mail, MimePart part, Parts parts)
            throws MessagingException, IOException {
        DeliveryStatus status = new DeliveryStatus(new ByteArrayInputStream(bytes(part)));
        NoticeId notice = notice(parts, written(status.getMessageDSN()));
        List<BounceReport> reports = new ArrayList<>();
        int recipients = status.getRecipientDSNCount();
        if (recipients == 0 || recipients > MOST_RECIPIENTS) {
            return new NotUnderstood(name, recipients == 0 ? Fault.MALFORMED : Fault.OVERSIZED);
        }
        for (int i = 0; i < recipients; i++) {
            InternetHeaders fields = status.getRecipientDSN(i);
            String words = unfold(fields, "Diagnostic-Code").replaceFirst("(?i)^(?:smtp|x-[a-z-]+)\\s*;\\s*", "");
            String code = StatusRules.status(unfold(fields, "Status"), words);
            if (isFailed(unfold(fields, "Action"), code)) {
                Set<EmailAddress> addresses = new LinkedHashSet<>();
                for (String field : List.of("Original-Recipient", "Final-Recipient", "X-Actual-Recipient")) {
                    addresses(unfold(fields, field), addresses);
                }
                addresses(unfold(mail, "X-Failed-Recipients"), addresses);
                Bounce.Type type = StatusRules.type(code, words);
                reports.add(report(
                        type == null ? Bounce.Type.SOFT : type,
                        notice,
                        addresses,
                        code,
                        words.isEmpty() ? code : words));
            }
        }
        return reports.isEmpty() ? new NoBounce(name) : new Reports(name, reports);
    }

    private static boolean isFailed(String action, @Nullable String code) {
        return action.isEmpty()
                ? code != null && code.startsWith("5")
                : action.toLowerCase(Locale.ROOT).startsWith("failed");
    }

    private static Mail feedback(String name, MimePart part, Parts parts) throws MessagingException, IOException {
        InternetHeaders fields = new InternetHeaders(new ByteArrayInputStream(bytes(part)));
        String type = unfold(fields, "Feedback-Type").toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            return new NotUnderstood(name, Fault.MALFORMED);
        }
        if (type.equals("not-spam")) {
            return new NoBounce(name);
        }
        Set<EmailAddress> addresses = new LinkedHashSet<>();
        addresses(unfold(fields, "Original-Rcpt-To"), addresses);
        addresses(unfold(fields, "Removal-Recipient"), addresses);
        if (!parts.returned.isEmpty()) {
            // Providers leave the recipient out of the report, so that only the message itself says whom it went to.
            addresses(
                    unfold(new InternetHeaders(new ByteArrayInputStream(parts.returned.getBytes(ISO_8859_1))), "To"),
                    addresses);
        }
        String words = (type + " " + unfold(fields, "User-Agent")).strip();
        return new Reports(
                name, List.of(report(Bounce.Type.COMPLAINT, notice(parts, written(fields)), addresses, null, words)));
    }

    /** A server that writes no report of either kind writes a text, in its own words. */
    private static Mail text(String name, MimeMessage mail, Parts parts) throws MessagingException {
        boolean isQmail = QMAIL.matcher(parts.text).find();
        String failed = unfold(mail, "X-Failed-Recipients");
        boolean byServer = isQmail
                || !failed.isEmpty()
                || MAILER.matcher(unfold(mail, "From")).find();
        if (!byServer) {
            return isAutomatic(mail) ? new NoBounce(name) : new NotUnderstood(name, Fault.NO_REPORT);
        }
        if (DELAY.matcher(unfold(mail, "Subject")).find()) {
            return new NoBounce(name);
        }
        Matcher copy = RETURNED.matcher(parts.text);
        String words = copy.find() ? parts.text.substring(0, copy.start()) : parts.text;
        String status = StatusRules.status(words);
        Bounce.Type type = StatusRules.type(status, words);
        Set<EmailAddress> addresses = new LinkedHashSet<>();
        addresses(failed, addresses);
        addresses(words, addresses);
        if (type == null || addresses.isEmpty()) {
            return new NotUnderstood(name, Fault.MALFORMED);
        }
        return new Reports(name, List.of(report(type, notice(parts, ""), addresses, status, answer(words))));
    }

    /** An out-of-office answer, or what another program writes (RFC 3834). */
    private static boolean isAutomatic(MimeMessage mail) throws MessagingException {
        String submitted = unfold(mail, "Auto-Submitted").toLowerCase(Locale.ROOT);
        return (!submitted.isEmpty() && !submitted.startsWith("no"))
                || !unfold(mail, "X-Autoreply").isEmpty()
                || !unfold(mail, "X-Autorespond").isEmpty()
                || unfold(mail, "Precedence").equalsIgnoreCase("auto_reply");
    }

    /** The line with the server's code, or else the words after the address; a text has many more. */
    private static String answer(String words) {
        return words.lines()
                .map(String::strip)
                .filter(line -> StatusRules.type(StatusRules.status(line), line) != null)
                .findFirst()
                .orElseGet(() -> RECIPIENT_IN_TEXT.matcher(words).replaceAll(""));
    }

    private static @Nullable NoticeId notice(Parts parts, String fields) {
        for (String text : List.of(parts.returned, fields, parts.text)) {
            NoticeId found = NoticeIds.find(text);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static BounceReport report(
            Bounce.Type type,
            @Nullable NoticeId notice,
            Collection<EmailAddress> addresses,
            @Nullable String status,
            @Nullable String words) {
        String detail =
                BLANKS.matcher(words == null ? "" : words).replaceAll(" ").strip();
        return new BounceReport(
                type,
                notice,
                Set.copyOf(addresses),
                status,
                detail.codePointCount(0, detail.length()) <= LONGEST_DETAIL
                        ? detail
                        : detail.substring(0, detail.offsetByCodePoints(0, LONGEST_DETAIL)));
    }

    private static String written(@Nullable InternetHeaders fields) {
        return fields == null ? "" : String.join("\n", Collections.list(fields.getAllHeaderLines()));
    }

    private static String unfold(InternetHeaders fields, String name) {
        String value = fields.getHeader(name, ", ");
        return value == null ? "" : BLANKS.matcher(value).replaceAll(" ").strip();
    }

    private static String unfold(MimeMessage mail, String name) throws MessagingException {
        String value = mail.getHeader(name, ", ");
        if (value == null) {
            return "";
        }
        try {
            return MimeUtility.decodeText(BLANKS.matcher(value).replaceAll(" ").strip());
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    /** The addresses in a text, also those of an Original-Recipient, whose odd characters are written as {@code +2B} (RFC 3461, 4). */
    private static void addresses(String text, Set<EmailAddress> addresses) {
        for (String form : List.of(text, XTEXT.matcher(text).replaceAll(BounceParser::character))) {
            Matcher found = ADDRESS.matcher(form);
            while (found.find() && addresses.size() < MOST_RECIPIENTS) {
                if (EmailAddress.check(found.group()) instanceof EmailAddress.Usable usable) {
                    addresses.add(usable.address());
                }
            }
        }
    }

    private static String character(MatchResult hex) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex.group(1), 16)));
    }
}
