package dev.cartable.cli.frame;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a message went or did not go, as the history has it: a code of the library, with a detail, or what a server has said. Programs
 * read it as it is; people read the code in their language, and a server's answer in the server's words.
 *
 * @param text as it is noted
 */
public record Answer(String text) {
    private static final Pattern CODE = Pattern.compile("([A-Z]+(?:_[A-Z]+)*)(?:: (.*))?", Pattern.DOTALL);

    /** The answer; null if there is none. */
    public static @Nullable Answer of(@Nullable String text) {
        return text == null ? null : new Answer(text);
    }

    /** What people read. The place {@code what} is the detail up to its first colon: behind it stands English. */
    String in(Words words) {
        Matcher matcher = CODE.matcher(text);
        if (!matcher.matches() || !words.has("answer." + matcher.group(1))) {
            return text;
        }
        String detail = matcher.group(2) == null ? "" : new Answer(matcher.group(2)).in(words);
        return words.text(
                "answer." + matcher.group(1), Map.of("detail", words.code(detail), "what", detail.split(": ", 2)[0]));
    }

    /** As it is noted, for programs. */
    @Override
    public String toString() {
        return text;
    }
}
