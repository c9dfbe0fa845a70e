package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Asker;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.KeyedAnswers.Entry;
import dev.cartable.work.internal.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a write that comes with an {@code Idempotency-Key} once: the answer is kept for a day, and given again to the same request of
 * the same caller. It is sealed with the key, of which only a hash is kept. A refused request is not kept: it may be mended and sent again.
 */
final class KeyedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedRequests.class);
    private static final String HELD = KeyedRequests.class.getName() + ".held";

    /** Longer than any request takes that is answered at all. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int SERVER_ERROR = 500;

    private final Supplier<@Nullable TaskStores> stores;
    private final Supplier<? extends InstantSource> time;

    /** @param stores null where the host gives none: then a key is only what the endpoint itself makes of it */
    KeyedRequests(Supplier<@Nullable TaskStores> stores, Supplier<? extends InstantSource> time) {
        this.stores = requireNonNull(stores, "stores");
        this.time = requireNonNull(time, "time");
    }

    /** The key of a request that is under way. */
    private record Held(TaskStores stores, String key, AnswerSeal seal) {
        KeyedAnswers answers() {
            return stores.keyedAnswers();
        }
    }

    /**
     * Begins a request, if it has a key.
     *
     * @return false if it was answered before, and has been answered so again
     * @throws ProblemException if it is under way, is another one than the first under this key, or it is not known what became of that one
     */
    boolean begin(HttpServletRequest request, HttpServletResponse response, Asker asker, Requires.Key use)
            throws IOException {
        Optional<String> sent = isWrite(request) ? IdempotencyKey.of(request) : Optional.empty();
        TaskStores known = sent.isEmpty() || use == Requires.Key.OWN ? null : stores.get();
        if (sent.isEmpty() || known == null) {
            return true;
        }
        String secret = asker.name() + "\n" + sent.get();
        Held held = new Held(known, Sha256.hex("key\n" + secret), new AnswerSeal(secret));
        Entry entry = Entry.begun(held.key(), hash(request), time.get().instant());
        if (!known.unitOfWork().<Boolean>call(tx -> held.answers().begin(tx, entry))) {
            Optional<Entry> before = held.answers().find(held.key());
            if (before.isPresent() && !before.get().request().equals(entry.request())) {
                throw ProblemException.of(422, "KEY_REUSED", Map.of());
            }
            String answer = before.map(Entry::answer).orElse(null);
            if (answer != null) {
                held.seal().open(answer).replay(response);
                return false;
            }
            beginAgain(held, before, entry, use == Requires.Key.REPEATABLE || isReplacing(request));
        }
        request.setAttribute(HELD, held);
        return true;
    }

    private static void beginAgain(Held held, Optional<Entry> before, Entry now, boolean repeatable) {
        boolean mayBeUnderWay = before.isEmpty()
                || now.begunAt().isBefore(before.get().begunAt().plus(LONGEST_REQUEST));
        if (!repeatable) {
            throw mayBeUnderWay
                    ? ProblemException.of(409, "KEY_IN_USE", Map.of()).retryAfter(SOON)
                    : ProblemException.of(409, "OUTCOME_UNKNOWN", Map.of());
        }
        if (before.isEmpty()
                || !held.stores()
                        .unitOfWork()
                        .<Boolean>call(tx -> held.answers().beginAgain(tx, before.get(), now.begunAt()))) {
            throw ProblemException.of(409, "KEY_IN_USE", Map.of()).retryAfter(SOON);
        }
    }

    /** Keeps the answer of a request that has been carried out. If that fails, the caller is answered all the same. */
    static void answered(HttpServletRequest request, AnswerSeal.Kept answer) {
        if (request.getAttribute(HELD) instanceof Held held) {
            request.removeAttribute(HELD);
            try {
                String sealed = held.seal().close(answer);
                held.stores().unitOfWork().run(tx -> held.answers().answer(tx, held.key(), sealed));
            } catch (RuntimeException e) {
                LOG.warn("the answer to a request with an Idempotency-Key could not be kept", e);
            }
        }
    }

    /**
     * Gives a key free whose request was refused: nothing was written. This comes before the answer goes out, since a caller may send
     * another request under the key as soon as the answer is there.
     */
    static void refused(HttpServletRequest request) {
        if (request.getAttribute(HELD) instanceof Held held) {
            request.removeAttribute(HELD);
            try {
                held.stores().unitOfWork().run(tx -> held.answers().remove(tx, held.key()));
            } catch (RuntimeException e) {
                LOG.warn("the Idempotency-Key of a request that was refused could not be given free", e);
            }
        }
    }

    /** Ends a request that was neither answered nor refused here. After a server's error it is not known what was done. */
    static void ended(HttpServletRequest request, HttpServletResponse response) {
        if (response.getStatus() < SERVER_ERROR) {
            refused(request);
        }
    }

    private static boolean isWrite(HttpServletRequest request) {
        return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
    }

    private static boolean isReplacing(HttpServletRequest request) {
        return request.getMethod().equals("PUT") || request.getMethod().equals("PATCH");
    }

    /** What makes a request the same as another one under its key: all of it. */
    static String hash(HttpServletRequest request) {
        return Sha256.hex(Arrays.asList(
                request.getMethod(),
                request.getRequestURI().replaceFirst("/+$", ""),
                request.getQueryString(),
                request.getHeader("If-Match"),
                new String(ArgumentReader.bytes(request), StandardCharsets.ISO_8859_1)));
    }
}
