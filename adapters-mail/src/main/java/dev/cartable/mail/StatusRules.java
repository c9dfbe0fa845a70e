package dev.cartable.mail;

import dev.cartable.notice.model.Bounce;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server's refusal says about the address (RFC 3463). What is not known to concern the address alone is soft: a message that
 * is too large, or looks like spam, does not make an address wrong.
 */
final class StatusRules {
    /** A code of RFC 3463, not a part of an address or of a longer number. */
    private static final Pattern ENHANCED =
            Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![\\d.]?\\d)");

    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])([45]\\d\\d)(?=[ -])");

    /** No such address, or one that is closed. */
    private static final Pattern DEAD = Pattern.compile("5\\.(?:1\\.(?:[012346]|10)|2\\.1|4\\.4)");

    /** Codes that say no more than that it failed. */
    private static final Pattern VAGUE = Pattern.compile("5\\.(?:0|5)\\.\\d+|5\\.4\\.1");

    private static final Pattern UNKNOWN = Pattern.compile(
            "(?:user|recipient|mailbox|address|account) (?:is )?(?:unknown|not found|not exist|disabled|inactive)"
                    + "|(?:unknown|no such|invalid) (?:user|recipient|mailbox|address|account)"
                    + "|(?:does not|doesn't|doesn’t) (?:exist|have an account)|couldn't be found"
                    + "|no mailbox (?:here )?by that name|recipient address rejected: access denied"
                    + "|(?:utilisateur|destinataire|adresse|compte) (?:inconnue?|inexistante?|désactivée?)"
                    + "|(?:boîte|boite)[^.\\n]{0,40} (?:inconnue|inexistante)|n['’]existe pas");

    private static final Pattern FULL =
            Pattern.compile("(?:mailbox|quota|storage)[^.\\n]{0,40} (?:full|exceeded|limit)|over (?:the )?quota|is full"
                    + "|(?:boîte|boite)[^.\\n]{0,40} pleine|quota[^.\\n]{0,20} dépassé");

    private StatusRules() {}

    /** The code of RFC 3463 in a text; null if there is none. */
    static @Nullable String status(String text) {
        Matcher found = ENHANCED.matcher(text);
        return found.find() ? found.group() : null;
    }

    /** The code that says most: one that is vague gives way to the one in the server's words. */
    static @Nullable String status(String field, String words) {
        String given = status(field);
        String inWords = status(words);
        return given == null || (inWords != null && given.endsWith(".0.0")) ? inWords : given;
    }

    /** How bad it is for the address; null if the words do not even say that something failed. */
    static Bounce.@Nullable Type type(@Nullable String status, String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (status != null && status.startsWith("2")) {
            return null;
        }
        if (status != null && !VAGUE.matcher(status).matches()) {
            return DEAD.matcher(status).matches() ? Bounce.Type.HARD : Bounce.Type.SOFT;
        }
        if (FULL.matcher(text).find()) {
            return Bounce.Type.SOFT;
        }
        Matcher reply = REPLY.matcher(text);
        String code = reply.find() ? reply.group(1) : "";
        if (!code.startsWith("4") && UNKNOWN.matcher(text).find()) {
            return Bounce.Type.HARD;
        }
        return status != null || !code.isEmpty() ? Bounce.Type.SOFT : null;
    }
}
