package dev.cartable.s3;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.Credentials;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import com.github.davidmoten.aws.lw.client.xml.XmlParseException;
import dev.cartable.backup.model.BackupException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an object store, again where the line is cut off or the server asks to come back, and turns refusals into exceptions
 * without secrets. Safe for use by several threads.
 */
final class S3Client {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Set<Integer> LATER = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_ERROR = 64 << 10;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,64}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final S3Settings settings;
    private final S3Http http;
    private final Pause pause;
    private final Supplier<Credentials> credentials;
    private volatile @Nullable Client client;

    S3Client(S3Settings settings, Supplier<Credentials> credentials, Pause pause, Duration patience) {
        this.settings = settings;
        this.http = new S3Http(settings, pause, patience);
        this.pause = pause;
        this.credentials = credentials;
    }

    /** A request. */
    static final class Call {
        private final String operation;
        private final HttpMethod method;
        private final String key;
        private final Map<String, String> query;
        private final Map<String, String> headers;
        private final byte @Nullable [] body;

        private Call(
                String operation,
                HttpMethod method,
                String key,
                Map<String, String> query,
                Map<String, String> headers,
                byte @Nullable [] body) {
            this.operation = operation;
            this.method = method;
            this.key = key;
            this.query = query;
            this.headers = headers;
            this.body = body;
        }

        /**
         * A request without a query and a body.
         *
         * @param operation what it is for, in an error
         * @param key the name of the object; empty for the bucket
         */
        static Call of(String operation, HttpMethod method, String key) {
            return new Call(operation, method, key, Map.of(), Map.of(), null);
        }

        /** The same with a parameter. One without a value has an empty one: the library signs it wrongly otherwise. */
        Call with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(query);
            more.put(name, value);
            return new Call(operation, method, key, more, headers, body);
        }

        Call withHeader(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Call(operation, method, key, query, more, body);
        }

        Call withBody(byte[] bytes) {
            return new Call(operation, method, key, query, headers, bytes);
        }

        private Request of(Client client, S3Settings settings) {
            Request request = client.url(settings.base() + "/" + key).method(method);
            query.forEach(request::query);
            headers.forEach(request::header);
            if (body != null) {
                request.requestBody(body);
            }
            return request;
        }
    }

    /** An answer of the server. */
    static final class Answer {
        private final int status;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        private Answer(int status, Map<String, List<String>> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(one -> name.equalsIgnoreCase(one.getKey()))
                    .flatMap(one -> one.getValue().stream())
                    .findFirst();
        }

        /**
         * The body as XML.
         *
         * @throws XmlParseException if it is none
         */
        XmlElement xml() {
            return XmlElement.parse(new String(body, StandardCharsets.UTF_8));
        }

        /** The code of an error, such as {@code NoSuchKey}; empty if the server gives none. */
        String code() {
            if (body.length == 0 || body.length > MOST_ERROR || body[0] != '<') {
                return ""; // part of an archive, which may begin with anything
            }
            try {
                XmlElement root = xml();
                String code = root.name().equals("Error") ? text(root, "Code") : "";
                return CODE.matcher(code).matches() ? code : "";
            } catch (RuntimeException noXml) {
                return "";
            }
        }

        private boolean isGood() {
            return status >= 200 && status <= 299;
        }

        /** Whether the server reports an error, which it may do with the status of a success. */
        boolean isError() {
            return !isGood() || !code().isEmpty();
        }
    }

    /** The text of a child; empty if there is none. */
    static String text(XmlElement parent, String name) {
        return parent.children().stream()
                .filter(child -> child.name().equals(name))
                .map(child -> String.valueOf(child.content()))
                .findFirst()
                .orElse("");
    }

    /** Sends a request, and returns the answer if it succeeded. */
    Answer call(Call call) {
        Answer answer = answer(call);
        if (answer.isError()) {
            throw refused(call, answer);
        }
        return answer;
    }

    /** Sends a request, and returns any answer that is not about the line, the load of the server or another server. */
    Answer answer(Call call) {
        Duration wait = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            BackupException trouble;
            Duration next = wait;
            try {
                Answer answer = once(call);
                if (REDIRECTS.contains(answer.status())) {
                    throw failure("OFFSITE_REDIRECTED", call, redirect(answer), null);
                }
                boolean isLater = LATER.contains(answer.status())
                        || (answer.status() == 200 && answer.code().equals("InternalError"));
                if (!isLater) {
                    return answer;
                }
                trouble = failure("OFFSITE_BUSY", call, detail(answer), null);
                next = answer.header("Retry-After").map(S3Client::seconds).orElse(wait);
            } catch (S3Http.ForbiddenAddressException e) {
                throw failure("OFFSITE_UNREACHABLE", call, String.valueOf(e.getMessage()), e);
            } catch (InterruptedIOException e) {
                throw failure("OFFSITE_UNREACHABLE", call, "interrupted", e);
            } catch (IOException e) {
                trouble = failure("OFFSITE_UNREACHABLE", call, e.getClass().getSimpleName(), e);
            }
            if (attempt == ATTEMPTS) {
                throw trouble;
            }
            pause(call, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next);
            wait = wait.multipliedBy(2);
        }
    }

    private static Duration seconds(String text) {
        return SECONDS.matcher(text.strip()).matches()
                ? Duration.ofSeconds(Long.parseLong(text.strip()))
                : LONGEST_PAUSE; // a date: servers of S3 give seconds
    }

    private void pause(Call call, Duration duration) {
        try {
            pause.pause(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("OFFSITE_UNREACHABLE", call, "interrupted", e);
        }
    }

    private Answer once(Call call) throws IOException {
        try (ResponseInputStream response = call.of(client(), settings).responseInputStream()) {
            return new Answer(response.statusCode(), response.headers(), response.readAllBytes());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Client client() {
        Client known = client;
        if (known == null) {
            known = Client.s3()
                    .region(settings.region())
                    .credentials(credentials.get())
                    .httpClient(http)
                    .retryMaxAttempts(1) // this class tries again
                    .retryException(failure -> false)
                    .build();
            client = known;
        }
        return known;
    }

    /** Why a request was refused. */
    BackupException refused(Call call, Answer answer) {
        String code = answer.code();
        if (answer.status() == 404 && (code.isEmpty() || code.equals("NoSuchKey") || code.equals("NoSuchVersion"))) {
            return failure("OFFSITE_MISSING", call, detail(answer), null);
        }
        boolean isDenied = answer.status() == 403
                && (code.isEmpty() || code.equals("AccessDenied") || code.equals("AllAccessDisabled"));
        return failure(isDenied ? "OFFSITE_DENIED" : "OFFSITE_REFUSED", call, detail(answer), null);
    }

    private static String redirect(Answer answer) {
        return detail(answer)
                + answer.header("x-amz-bucket-region")
                        .filter(region -> CODE.matcher(region.replace("-", "")).matches())
                        .map(region -> ", region " + region)
                        .orElse("");
    }

    /** The status and the code: what else the server says may repeat the key. */
    private static String detail(Answer answer) {
        return (answer.status() + " " + answer.code()).strip();
    }

    /** An exception about the second place. */
    BackupException failure(String code, Call call, String detail, @Nullable Throwable cause) {
        Map<String, String> facts = Map.of("place", settings.location(), "operation", call.operation, "detail", detail);
        String message = "the second place " + settings.location() + " did not " + call.operation + " (" + detail
                + "); the backups of the vault are unchanged";
        return cause == null
                ? new BackupException(code, facts, message)
                : new BackupException(code, facts, message, cause);
    }
}
