package dev.cartable.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a server's words fit for a history: one line, not too long, without addresses and passwords. */
final class Answers {
    private static final int MAX_LENGTH = 300;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()\\[\\],;:\"']+@[^\\s<>()\\[\\],;:\"']+");
    private static final Pattern GAP =
            Pattern.compile("[\\p{Cntrl}\\p{Z}\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

    private final @Nullable Login login;

    Answers(SmtpSettings settings) {
        this.login = settings.login();
    }

    /**
     * One line of what the server said.
     *
     * @param address the recipient's, which servers like to repeat, whole or up to the @
     */
    String line(String said, String address) {
        String masked = ADDRESS.matcher(said).replaceAll("(address)");
        int at = address.indexOf('@');
        if (at >= 3) {
            masked = replaceWord(masked, address.substring(0, at), "(address)");
        }
        if (login != null) {
            masked = masked.replace(login.password(), "(password)");
            masked = replaceWord(masked, login.user(), "(user)");
        }
        String line = GAP.matcher(masked).replaceAll(" ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    private static String replaceWord(String text, String word, String mask) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(mask));
    }
}
