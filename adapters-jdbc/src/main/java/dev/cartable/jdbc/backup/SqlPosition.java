package dev.cartable.jdbc.backup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the end of a text of SQL is outside of text values, quoted names, bodies of functions and comments. Used by one thread. */
final class SqlPosition {
    private static final Pattern TAG = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
    private static final String COMMENT = "/*";
    private static final String COMMENT_END = "*/";
    private static final Pattern STANDARD = Pattern.compile("SET standard_conforming_strings = (on|off);\\s*");

    /** What ends that in which the text stands; null outside. */
    private @Nullable String end;

    private int comments;
    private boolean hasEscapes;
    private boolean alwaysEscapes;

    boolean isOutside() {
        return end == null;
    }

    /** Reads the next line, with its end. */
    void read(String line) {
        Matcher setting = STANDARD.matcher(line);
        if (end == null && setting.matches()) {
            alwaysEscapes = setting.group(1).equals("off");
        }
        int at = 0;
        while (at < line.length()) {
            at = end == null ? outside(line, at) : inside(line, at, end);
        }
    }

    /** Reads what is at a place outside, and returns the next place. */
    private int outside(String line, int at) {
        char next = line.charAt(at);
        if (line.startsWith("--", at)) {
            return line.length();
        }
        if (line.startsWith(COMMENT, at)) {
            end = COMMENT_END;
            comments = 1;
            return at + COMMENT.length();
        }
        if (next == '\'' || next == '"') {
            end = String.valueOf(next);
            boolean isMarked = at > 0 && "eE".indexOf(line.charAt(at - 1)) >= 0 && !isInName(line, at - 1);
            hasEscapes = next == '\'' && (alwaysEscapes || isMarked);
        } else if (next == '$' && !isInName(line, at)) {
            Matcher tag = TAG.matcher(line).region(at, line.length());
            if (tag.lookingAt()) {
                end = tag.group();
                hasEscapes = false;
                return tag.end();
            }
        }
        return at + 1;
    }

    /** Whether the character at a place goes on with a name or number. */
    private static boolean isInName(String line, int at) {
        return at > 0 && (Character.isLetterOrDigit(line.charAt(at - 1)) || "_$".indexOf(line.charAt(at - 1)) >= 0);
    }

    /** Reads what is at a place inside, and returns the next place. */
    private int inside(String line, int at, String closing) {
        if (closing.equals(COMMENT_END)) {
            return comment(line, at);
        }
        if (hasEscapes && line.charAt(at) == '\\') {
            return at + 2;
        }
        if (!line.startsWith(closing, at)) {
            return at + 1;
        }
        if (closing.length() == 1 && line.startsWith(closing, at + 1)) {
            return at + 2; // a doubled quote is one of the text
        }
        end = null;
        return at + closing.length();
    }

    private int comment(String line, int at) {
        if (line.startsWith(COMMENT, at)) {
            comments++;
            return at + COMMENT.length();
        }
        if (line.startsWith(COMMENT_END, at)) {
            comments--;
            end = comments == 0 ? null : COMMENT_END;
            return at + COMMENT_END.length();
        }
        return at + 1;
    }
}
