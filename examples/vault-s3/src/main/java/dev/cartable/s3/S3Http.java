package dev.cartable.s3;

import com.github.davidmoten.aws.lw.client.HttpClient;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import dev.cartable.internal.net.AddressGuard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests: never to a private address that is not configured, and never over the Internet without TLS. It follows no redirects, at most so many bytes a second, and none
 * without an end. Safe for use by several threads.
 */
final class S3Http implements HttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** A line of 128 kbit/s, the slowest that is waited for. */
    private static final long SLOWEST = 16 << 10;

    private static final Set<String> OWN = Set.of("host", "content-length");

    private final java.net.http.HttpClient client;
    private final AddressGuard guard;
    private final AddressGuard outside = new AddressGuard(false, InetAddress::getAllByName);
    private final long perSecond;
    private final Pause pause;
    private final Duration patience;
    private final long mostBytes;

    S3Http(S3Settings settings, Pause pause, Duration patience) {
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        this.guard = new AddressGuard(settings.endpoint() != null, InetAddress::getAllByName);
        this.perSecond = settings.bytesPerSecond();
        this.pause = pause;
        this.patience = patience;
        this.mostBytes = Math.max(settings.partBytes(), 16 << 20) + 1L;
    }

    /** A server that is not allowed. */
    static final class ForbiddenAddressException extends IOException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String reason) {
            super(reason);
        }
    }

    @Override
    public ResponseInputStream request(
            URL url,
            String method,
            Map<String, String> headers,
            byte @Nullable [] body,
            int connectTimeoutMs,
            int readTimeoutMs)
            throws IOException {
        URI target = URI.create(url.toString());
        if (!guard.permits(target)) {
            throw new ForbiddenAddressException(target.getHost() + " has a private address");
        }
        if (target.getScheme().equals("http") && outside.permits(target)) {
            throw new ForbiddenAddressException(target.getHost() + " is public, and http does not encrypt");
        }
        byte[] sent = body == null ? new byte[0] : body;
        Duration limit = limit(sent.length);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(limit)
                .method(method, sent.length == 0 ? BodyPublishers.noBody() : publisher(sent));
        headers.forEach((name, value) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), about -> new BoundedBytes(mostBytes, limit(mostBytes)));
            Map<String, List<String>> answered = response.headers().map();
            return new ResponseInputStream(
                    () -> {}, response.statusCode(), answered, new ByteArrayInputStream(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private BodyPublisher publisher(byte[] bytes) {
        return perSecond == 0
                ? BodyPublishers.ofByteArray(bytes)
                : BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new ThrottledStream(bytes, perSecond, pause)), bytes.length);
    }

    /** How long a request may take. */
    private Duration limit(long bytes) {
        long slowest = perSecond == 0 ? SLOWEST : Math.min(SLOWEST, Math.max(1, perSecond / 2));
        return patience.plusSeconds(bytes / slowest);
    }
}
