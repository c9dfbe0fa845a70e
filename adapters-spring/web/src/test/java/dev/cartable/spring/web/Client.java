package dev.cartable.spring.web;

import dev.cartable.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends real requests as one login.
 *
 * @param held whether answers are held to the OpenAPI document
 */
record Client(String port, @Nullable String login, boolean held) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Reply post(String path, @Nullable String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (login != null) {
            String pair = Base64.getEncoder().encodeToString((login + ":secret").getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + pair);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            Reply reply = new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            if (held && path.startsWith(ApiContract.PREFIX + "/")) {
                ApiContract.get()
                        .check(
                                method,
                                path,
                                reply.status(),
                                reply.http().headers().map(),
                                reply.body());
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value that is an object. */
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(value)).forEach((name, field) -> object.put(String.valueOf(name), field));
        return object;
    }

    /** An answer. */
    record Reply(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        Map<String, @Nullable Object> json() {
            return object(Json.readObject(http.body()));
        }

        /** A value by the names of the fields on the way to it. */
        @Nullable
        Object at(String... names) {
            Object value = json();
            for (String name : names) {
                value = value instanceof Map<?, ?> object ? object.get(name) : null;
            }
            return value;
        }

        /** The elements of a page. */
        List<?> results() {
            return at("results") instanceof List<?> list ? list : List.of();
        }

        /** One field of each element of a page. */
        List<@Nullable Object> results(String field) {
            return results().stream()
                    .<@Nullable Object>map(row -> row instanceof Map<?, ?> object ? object.get(field) : null)
                    .toList();
        }
    }
}
