package dev.cartable.springhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;

/** A browser with the parents' front end: it keeps cookies, and sends the one against forged requests back as a header. */
final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String root;

    Browser(String port) {
        root = "http://localhost:" + port;
    }

    /** What the portal answers. */
    record Answer(int status, String body) {}

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer basic(String path, String username, String password) {
        String pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
        return send(request(path).header("Authorization", "Basic " + pair).GET());
    }

    Answer post(String path, String json) {
        return send(protectedRequest(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    Answer form(String path, String username, String password) {
        return send(protectedRequest(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + URLEncoder.encode(username, UTF_8) + "&password="
                        + URLEncoder.encode(password, UTF_8))));
    }

    Answer withoutToken(String path, String json) {
        get("/parents/activation.html");
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** After a page, which brings the cookie. */
    private HttpRequest.Builder protectedRequest(String path) {
        get("/parents/activation.html");
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
        return request(path).header("X-XSRF-TOKEN", token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
