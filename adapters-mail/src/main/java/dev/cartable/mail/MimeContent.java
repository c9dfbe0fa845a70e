package dev.cartable.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.notice.model.Enclosures.Attachment;
import dev.cartable.notice.model.Logo;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What follows the headers of a message or of a part of it (RFC 2045, RFC 2046), already in its transfer encoding. Jakarta Mail's
 * own parts would look for the encoders on the whole class path several times for each message.
 */
final class MimeContent {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String CRLF = "\r\n";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int LONGEST_LINE = 998;
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder();

    private final String headers;
    private final byte[] bytes;

    private MimeContent(String headers, byte[] bytes) {
        this.headers = headers;
        this.bytes = bytes;
    }

    /** The {@code Content-} headers, each with its line end. */
    String headers() {
        return headers;
    }

    /** What is sent as it is; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** A text as it is if it is all ASCII, otherwise quoted-printable, or base64 if most of it is no ASCII. */
    static MimeContent text(String text, String subtype) {
        // RFC 2045, 6.8: lines end in CRLF before they are encoded, also within base64.
        String lines = text.indexOf('\r') < 0 ? text : LINE_END.matcher(text).replaceAll("\n");
        byte[] bytes = lines.replace("\n", CRLF).getBytes(UTF_8);
        int beyondAscii = 0;
        int line = 0;
        boolean isShort = true;
        for (byte one : bytes) {
            if (one < 0) {
                beyondAscii++;
            }
            line = one == '\n' ? 0 : line + 1;
            isShort &= line <= LONGEST_LINE + 1;
        }
        String type = "text/" + subtype + "; charset=UTF-8";
        if (beyondAscii == 0 && isShort) {
            return of(type, "7bit", bytes);
        }
        return beyondAscii > bytes.length / 2
                ? of(type, "base64", BASE64.encode(bytes))
                : of(type, "quoted-printable", QuotedPrintable.encode(bytes));
    }

    /** Two forms of the same, the better one last. */
    static MimeContent alternative(String boundary, MimeContent plain, MimeContent rich) {
        return multipart("alternative", "", boundary, plain, rich);
    }

    /** A document and the picture in it. */
    static MimeContent related(String boundary, MimeContent document, Logo logo) {
        return multipart(
                "related",
                "; type=\"text/html\"",
                boundary,
                document,
                of(
                        logo.mediaType(),
                        "base64",
                        "Content-ID: <" + Logo.CONTENT_ID + ">" + CRLF + "Content-Disposition: inline" + CRLF,
                        BASE64.encode(logo.bytes())));
    }

    /** What is read, and files beside it. */
    static MimeContent mixed(String boundary, MimeContent words, List<MimeContent> files) {
        return multipart(
                "mixed",
                "",
                boundary,
                Stream.concat(Stream.of(words), files.stream()).toArray(MimeContent[]::new));
    }

    /** A file. */
    static MimeContent file(Attachment attachment) {
        return of(attachment.mediaType(), "base64", BASE64.encode(attachment.bytes()))
                .attached(attachment.name());
    }

    /** An event for the reader's calendar (RFC 6047), as a file beside the words: it takes no reader's words away. */
    static MimeContent event(CalendarFile event) {
        return text(event.text(), "calendar; method=" + event.method()).attached("event.ics");
    }

    /** The same as a file of this name (RFC 2183), in any script (RFC 2231). */
    private MimeContent attached(String name) {
        StringBuilder more = new StringBuilder("Content-Disposition: attachment;" + CRLF + " filename=\"");
        name.codePoints().forEach(one -> more.appendCodePoint(one < 0x80 ? one : '_'));
        more.append('"');
        if (name.codePoints().anyMatch(one -> one >= 0x80)) {
            more.append(";").append(CRLF).append(" filename*=UTF-8''");
            for (byte one : name.getBytes(UTF_8)) {
                char letter = (char) (one & 0xFF);
                if (UNRESERVED.indexOf(letter) >= 0) {
                    more.append(letter);
                } else {
                    more.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
                }
            }
        }
        return new MimeContent(headers + more.append(CRLF), bytes);
    }

    private static MimeContent of(String type, String encoding, byte[] bytes) {
        return of(type, encoding, "", bytes);
    }

    private static MimeContent of(String type, String encoding, String more, byte[] bytes) {
        return new MimeContent(
                "Content-Type: " + type + CRLF + "Content-Transfer-Encoding: " + encoding + CRLF + more, bytes);
    }

    /** @param boundary has "=_" in it, which can stand in no content that is encoded, and in no text of ours */
    private static MimeContent multipart(String subtype, String parameter, String boundary, MimeContent... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (MimeContent part : parts) {
            all.writeBytes(("--" + boundary + CRLF + part.headers + CRLF).getBytes(US_ASCII));
            all.writeBytes(part.bytes);
            all.writeBytes(CRLF.getBytes(US_ASCII));
        }
        all.writeBytes(("--" + boundary + "--" + CRLF).getBytes(US_ASCII));
        return new MimeContent(
                "Content-Type: multipart/" + subtype + parameter + ";" + CRLF + " boundary=\"" + boundary + "\"" + CRLF,
                all.toByteArray());
    }
}
