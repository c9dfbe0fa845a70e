package dev.cartable.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an answer, which may neither be longer than agreed nor take longer. */
final class BoundedBytes implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final CompletableFuture<byte[]> whole;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long most;
    private volatile @Nullable Subscription subscription;

    BoundedBytes(long most, Duration limit) {
        this.most = most;
        this.whole = body.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).whenComplete((read, failure) -> {
            if (failure != null) {
                end();
            }
        });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    private void end() {
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
            if (bytes.size() + (long) buffer.remaining() > most) {
                body.completeExceptionally(new IOException("the answer has more than " + most + " bytes"));
                return;
            }
            byte[] next = new byte[buffer.remaining()];
            buffer.get(next);
            bytes.writeBytes(next);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
