package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is asked for, by the query parameters {@code limit} and {@code cursor}. A cursor names the last element that was
 * read, so that a page stays right while others write.
 *
 * @param limit the most elements of the page, 1 to {@value #MOST}
 * @param after the key of the last element read; null for the first page
 */
public record PageRequest(int limit, @Nullable String after, String path) {
    /** The most elements of a page. */
    public static final int MOST = 200;

    static final int USUAL = 50;

    public PageRequest {
        requireNonNull(path, "path");
    }

    static PageRequest of(@Nullable String limit, @Nullable String cursor, String path) {
        return new PageRequest(limit(limit), cursor == null ? null : decoded(cursor), path);
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        int number = limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > MOST) {
            throw ProblemException.of(
                    400, "BAD_PARAMETER", Map.of("parameter", "limit", "value", limit, "expected", "1–" + MOST));
        }
        return number;
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    /** The cursor is none of ours. */
    public static ProblemException badCursor() {
        return ProblemException.of(
                400, "BAD_PARAMETER", Map.of("parameter", "cursor", "value", "…", "expected", "next"));
    }

    /**
     * The answer: {@code results}, and in {@code next} the path of the next page, or null.
     *
     * @param rest what follows the cursor, in the list's order; it is read as far as the page goes, and closed
     * @param key the key of an element
     * @param rows the elements of the page as JSON
     */
    public <T> Answer answer(Stream<T> rest, Function<? super T, String> key, Function<? super List<T>, ?> rows) {
        return answer(Row.empty(), rest, key, rows);
    }

    /** As {@link #answer(Stream, Function, Function)}, after the fields of {@code head}. */
    public <T> Answer answer(
            Row head, Stream<T> rest, Function<? super T, String> key, Function<? super List<T>, ?> rows) {
        List<T> page = new ArrayList<>();
        boolean more = false;
        try (rest) {
            for (var each = rest.iterator(); each.hasNext() && !more; ) {
                T element = each.next();
                more = page.size() == limit;
                if (!more) {
                    page.add(element);
                }
            }
        }
        String next = more ? next(key.apply(page.get(page.size() - 1))) : null;
        return Answer.ok(head.and("next", next).and("results", rows.apply(page)));
    }

    private String next(String key) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return path + (path.contains("?") ? "&" : "?") + "limit=" + limit + "&cursor=" + cursor;
    }
}
