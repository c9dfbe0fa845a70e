package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.web.Client.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser: it keeps cookies, and reads the token against forged requests from the host's pages. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final int port;

    Browser(int port) {
        this.port = port;
    }

    Browser signIn(String username) {
        Reply reply = send(
                "POST",
                "/login",
                "username=" + username + "&password=secret&_csrf=" + token(),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(reply.header("Location")).doesNotContain("error");
        return this;
    }

    /** The token that this browser's pages have. */
    String token() {
        Matcher token = TOKEN.matcher(send("GET", "/login", null).body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    /** A request as the application's own pages send it. */
    Reply own(String method, String path, @Nullable String body) {
        return send(method, path, body, "Content-Type", "application/json", "X-CSRF-TOKEN", token());
    }

    /** A request with the browser's cookies and nothing else. */
    Reply send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
