package dev.cartable.mail;

import dev.cartable.notice.model.NoticeId;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a notice in its e-mail, by which a report about the e-mail is known to be no invention. */
final class NoticeIds {
    /** The header that holds it beside the Message-ID, which some providers replace. */
    static final String HEADER = "Cartable-Notice";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?im)^[> \\t]*" + HEADER + ":[ \\t]*([0-9a-f]{32})[ \\t]*$|<([0-9a-f]{32})@[a-z0-9.-]{1,253}>");

    private NoticeIds() {}

    static String write(NoticeId id) {
        return id.toString().replace("-", "");
    }

    /** The id that a text names, such as the headers of an e-mail that was returned; null if it names none. */
    static @Nullable NoticeId find(String text) {
        Matcher found = IN_TEXT.matcher(text);
        return found.find() ? read(found.group(1) == null ? found.group(2) : found.group(1)) : null;
    }

    private static @Nullable NoticeId read(String hex) {
        String id = hex.toLowerCase(Locale.ROOT);
        return ID.matcher(id).matches()
                ? new NoticeId(new UUID(
                        Long.parseUnsignedLong(id.substring(0, 16), 16), Long.parseUnsignedLong(id.substring(16), 16)))
                : null;
    }
}
