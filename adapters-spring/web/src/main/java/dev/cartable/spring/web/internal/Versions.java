package dev.cartable.spring.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;

/** The versions of what can be changed, as ETags, and the precondition {@code If-Match} (RFC 9110). */
public final class Versions {
    private Versions() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** Whether the caller says which version they have read. */
    public static boolean areNamed(HttpServletRequest request) {
        return request.getHeader("If-Match") != null;
    }

    /**
     * Refuses a write that replaces everything without saying which version it replaces.
     *
     * @throws ProblemException 428 {@code VERSION_NEEDED}
     */
    public static void requireNamed(HttpServletRequest request) {
        if (!areNamed(request)) {
            throw ProblemException.of(428, "VERSION_NEEDED", Map.of());
        }
    }

    /**
     * Refuses a write of a caller who has read another version. Asked within the transaction that writes.
     *
     * @throws ProblemException 412 {@code VERSION_DIFFERS}
     */
    public static void require(HttpServletRequest request, long version) {
        String named = request.getHeader("If-Match");
        if (named != null
                && !named.strip().equals("*")
                && Arrays.stream(named.split(",", -1)).map(String::strip).noneMatch(tag(version)::equals)) {
            throw ProblemException.of(412, "VERSION_DIFFERS", Map.of());
        }
    }
}
