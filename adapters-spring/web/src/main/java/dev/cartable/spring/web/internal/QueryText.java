package dev.cartable.spring.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The query of a request as it was sent. Of a broken parameter some servers make none, and some make a failure: a filter would be gone. */
final class QueryText {
    private static final int HEX = 16;

    private QueryText() {}

    /**
     * The names of all parameters.
     *
     * @throws ProblemException if the query cannot be read
     */
    static Set<String> names(HttpServletRequest request, String query) {
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty() && (pair.startsWith("=") || !isReadable(pair))) {
                throw unreadable();
            }
        }
        try {
            return request.getParameterMap().keySet();
        } catch (RuntimeException e) {
            // A server, or a firewall of the host's, takes no such name or value.
            throw unreadable();
        }
    }

    private static ProblemException unreadable() {
        return ProblemException.of(400, "BAD_REQUEST", Map.of());
    }

    /** Whether all escapes are complete, and what they stand for is UTF-8. */
    private static boolean isReadable(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                bytes.write(text.charAt(i));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            bytes.write(high * HEX + low);
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
