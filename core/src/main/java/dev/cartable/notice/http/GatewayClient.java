package dev.cartable.notice.http;

import dev.cartable.internal.net.AddressGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request at a time and says whether it can have reached the gateway if no answer comes. Follows no redirects, reads at most
 * {@value #MOST_BYTES} bytes of an answer, and uses a connection again only within a few seconds: a gateway closes idle ones, and a
 * request that meets the close would be one of which nothing is known. Safe for use by several threads.
 */
final class GatewayClient {
    static final int MOST_BYTES = 65_536;

    /** Shorter than any server keeps idle connections that we know of. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(3);

    private final GatewaySettings settings;
    private final InstantSource clock;
    private final AddressGuard guard;
    private @Nullable HttpClient client;
    private Instant usedAt = Instant.MIN;

    GatewayClient(GatewaySettings settings, InstantSource clock, AddressGuard guard) {
        this.settings = settings;
        this.clock = clock;
        this.guard = guard;
    }

    /** How a request ended. */
    sealed interface Result {}

    /**
     * The gateway answered.
     *
     * @param body the beginning of what it said
     */
    record Answer(int status, HttpHeaders headers, String body) implements Result {
        /** The status alone: an answer may repeat what is secret. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /**
     * No answer came.
     *
     * @param maybeSent whether the gateway may have the request
     * @param detail the host, or what went wrong, without a secret
     */
    record NoAnswer(boolean maybeSent, Trouble trouble, String detail) implements Result {}

    /** Why no answer came. */
    enum Trouble {
        NO_REQUEST,
        FORBIDDEN_ADDRESS,
        NO_CONNECTION,
        TLS,
        LOST,
        TIMEOUT,
        INTERRUPTED
    }

    Result send(String method, URI target, Map<String, String> headers, String contentType, String body) {
        NoAnswer unreachable = unreachable(target);
        if (unreachable != null) {
            return unreachable;
        }
        WatchedBody watched = new WatchedBody(body.getBytes(StandardCharsets.UTF_8));
        HttpRequest request;
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(target)
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(settings.timeout())
                    .method(method, watched)
                    .setHeader("Content-Type", contentType)
                    .setHeader("Accept", "application/json");
            headers.forEach(builder::setHeader);
            request = builder.build();
        } catch (IllegalArgumentException e) {
            return new NoAnswer(false, Trouble.NO_REQUEST, "");
        }
        BoundedBody answer = new BoundedBody(settings.timeout());
        try {
            // Not sendAsync: its answer passes through the common pool, which may have one thread that waits for this
            // very answer.
            HttpResponse<String> response = client().send(request, about -> answer);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NoAnswer(watched.begun, Trouble.INTERRUPTED, "");
        } catch (IOException e) {
            // Not before: a connection that is given up ends the request, and then nothing says that time was up.
            answer.giveUp();
            return noAnswer(e, watched.begun, target.getHost());
        }
    }

    /** Lets connections end as soon as they are idle. */
    synchronized void release() {
        client = null;
    }

    private @Nullable NoAnswer unreachable(URI target) {
        try {
            return guard.permits(target) ? null : new NoAnswer(false, Trouble.FORBIDDEN_ADDRESS, target.getHost());
        } catch (UnknownHostException e) {
            return new NoAnswer(false, Trouble.NO_CONNECTION, target.getHost());
        }
    }

    private synchronized HttpClient client() {
        Instant now = clock.instant();
        HttpClient current = client;
        if (current == null || now.isBefore(usedAt) || now.isAfter(usedAt.plus(LONGEST_IDLE))) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.connectTimeout());
            if (settings.tls() != null) {
                builder.sslContext(settings.tls());
            }
            current = builder.build();
            client = current;
        }
        usedAt = now;
        return current;
    }

    private static NoAnswer noAnswer(Throwable failure, boolean begun, String host) {
        String detail = failure.getClass().getSimpleName();
        if (has(failure, SSLHandshakeException.class) || has(failure, SSLPeerUnverifiedException.class)) {
            return new NoAnswer(false, Trouble.TLS, detail);
        }
        if (has(failure, ConnectException.class) || has(failure, HttpConnectTimeoutException.class)) {
            return new NoAnswer(false, Trouble.NO_CONNECTION, host);
        }
        return has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)
                ? new NoAnswer(begun, Trouble.TIMEOUT, host)
                : new NoAnswer(begun, Trouble.LOST, detail);
    }

    private static boolean has(Throwable failure, Class<? extends Exception> type) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (type.isInstance(one)) {
                return true;
            }
        }
        return false;
    }

    /** A body that notes when its first byte was given away: until then, the gateway cannot have the message. */
    private static final class WatchedBody implements BodyPublisher {
        private final BodyPublisher bytes;
        private volatile boolean begun;

        WatchedBody(byte[] bytes) {
            this.bytes = BodyPublishers.ofByteArray(bytes);
        }

        @Override
        public long contentLength() {
            return bytes.contentLength();
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> reader) {
            bytes.subscribe(new Subscriber<>() {
                @Override
                public void onSubscribe(Subscription subscription) {
                    reader.onSubscribe(subscription);
                }

                @Override
                public void onNext(ByteBuffer buffer) {
                    begun = true;
                    reader.onNext(buffer);
                }

                @Override
                public void onError(Throwable failure) {
                    reader.onError(failure);
                }

                @Override
                public void onComplete() {
                    reader.onComplete();
                }
            });
        }
    }

    /** The beginning of an answer; the rest is not read. */
    private static final class BoundedBody implements BodySubscriber<String> {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile @Nullable Subscription subscription;

        /** @param longest how long it may take from now until the whole text is there */
        BoundedBody(Duration longest) {
            text.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        /** Reads no more. */
        void giveUp() {
            Subscription current = subscription;
            if (current != null) {
                current.cancel();
            }
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] next = new byte[Math.min(buffer.remaining(), MOST_BYTES - bytes.size())];
                buffer.get(next);
                bytes.writeBytes(next);
            }
            if (bytes.size() >= MOST_BYTES) {
                onComplete();
                giveUp();
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
