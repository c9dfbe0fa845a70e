package dev.cartable.notice;

import dev.cartable.CartableException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a server's answer, or an exception, fit to be stored and shown: one line of at most {@value #MAX_LENGTH}
 * characters, without the recipient's address and without the secrets of the message. Servers like to quote both.
 */
final class AnswerSanitizer {
    static final int MAX_LENGTH = 500;

    /** A shorter value would turn up in an answer by chance. */
    private static final int SHORTEST_SECRET = 4;

    /** A part of a link that is at least this long may be its token. */
    private static final int SHORTEST_TOKEN = 12;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029\\s]+");
    private static final Pattern LINK_PARTS = Pattern.compile("[/?#&=]+");

    private AnswerSanitizer() {}

    static String clean(String answer, String address, Collection<String> secrets) {
        Set<String> hidden = new HashSet<>();
        for (String secret : secrets) {
            hide(secret, SHORTEST_SECRET, hidden);
            if (secret.contains("://")) {
                LINK_PARTS.splitAsStream(secret).skip(2).forEach(part -> hide(part, SHORTEST_TOKEN, hidden));
            }
        }
        String text = replace(UNPRINTABLE.matcher(answer).replaceAll(" ").strip(), address, "<recipient>");
        for (String secret : hidden.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            text = replace(text, secret, "<hidden>");
        }
        return text.length() <= MAX_LENGTH ? text : cut(text) + "…";
    }

    /** The first characters; no half of a surrogate pair, which cannot be stored. */
    private static String cut(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** What may be said of an exception: our own messages hold no secret, others may hold anything. */
    static String of(Throwable failure) {
        return failure instanceof CartableException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    private static void hide(String part, int shortest, Set<String> hidden) {
        if (part.length() >= shortest) {
            hidden.add(part);
        }
    }

    private static String replace(String text, String what, String by) {
        return what.isBlank()
                ? text
                : Pattern.compile(Pattern.quote(what), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll(by);
    }
}
