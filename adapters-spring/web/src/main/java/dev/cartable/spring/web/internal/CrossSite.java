package dev.cartable.spring.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a page of another site makes a browser send, with the caller's cookies, from all others (OWASP, cross-site request
 * forgery prevention: fetch metadata, and otherwise the origin). An origin that the host's own CORS configuration lets in with credentials
 * is no other site, and a client that is no browser sends neither header.
 */
final class CrossSite {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private CrossSite() {}

    /** Whether a request that changes something may have been forged. */
    static boolean isForged(HttpServletRequest request, HttpServletResponse response) {
        if (READING.contains(request.getMethod()) || bearsToken(request) || isLetIn(request, response)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOwn(origin, request);
    }

    /** No browser adds a token by itself. */
    private static boolean bearsToken(HttpServletRequest request) {
        String proof = request.getHeader("Authorization");
        return proof != null && proof.toLowerCase(Locale.ROOT).startsWith("bearer ");
    }

    /** Spring has asked the host's CORS configuration before, and has answered the browser. */
    private static boolean isLetIn(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        return origin != null
                && origin.equals(response.getHeader("Access-Control-Allow-Origin"))
                && "true".equals(response.getHeader("Access-Control-Allow-Credentials"));
    }

    /** A page can set neither header of another site's request. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        String authority = authority(origin);
        return authority != null
                && (authority.equalsIgnoreCase(request.getHeader("Host"))
                        || authority.equalsIgnoreCase(request.getHeader("X-Forwarded-Host"))
                        || authority.equalsIgnoreCase(request.getServerName()));
    }

    private static @Nullable String authority(String origin) {
        try {
            return new URI(origin).getAuthority();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
