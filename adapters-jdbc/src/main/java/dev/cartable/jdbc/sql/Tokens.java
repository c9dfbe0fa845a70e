package dev.cartable.jdbc.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SQL of ours leaves open, in capital letters: {@code {PAGE}}, or {@code {CODE(t.id)}} with an argument, in which there may be
 * relations and other tokens.
 */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("( ?)\\{([A-Z_]+)(?:\\(((?:[^{}]|\\{[a-z_]+})*)\\))?}");

    /** What stands for tokens. */
    @FunctionalInterface
    public interface Words {
        /**
         * What stands for a token; null to leave it to others.
         *
         * @param argument what the token has in brackets; empty if it has none
         */
        @Nullable
        String of(String token, String argument);
    }

    private Tokens() {}

    /** Puts words in place of tokens. Where nothing stands for one, the blank before it goes, too. */
    public static String replace(String sql, Words words) {
        String before = sql;
        String after = replaceOnce(before, words);
        while (!after.equals(before)) {
            before = after;
            after = replaceOnce(before, words);
        }
        return after;
    }

    private static String replaceOnce(String sql, Words words) {
        return TOKEN.matcher(sql).replaceAll(found -> {
            String argument = found.group(3) == null ? "" : found.group(3);
            String word = words.of(found.group(2), argument);
            if (word == null) {
                return Matcher.quoteReplacement(found.group());
            }
            return Matcher.quoteReplacement(word.isEmpty() ? "" : found.group(1) + word);
        });
    }
}
