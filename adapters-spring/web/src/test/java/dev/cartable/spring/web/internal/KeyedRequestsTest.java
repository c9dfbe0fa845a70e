package dev.cartable.spring.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.BareRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When the key of a request may be used for another one. */
class KeyedRequestsTest {
    private static final String PATH = "/api/core/profiles/";
    private static final Asker ADMIN = new Asker("root", Set.of(Asker.Role.ADMINISTRATOR), null, null, null);

    private final InMemoryStores stores = new InMemoryStores(InstantSource.system());
    private final KeyedRequests requests = new KeyedRequests(() -> stores, InstantSource::system);

    private boolean begin(HttpServletRequest request) {
        try {
            return requests.begin(request, BareRequest.response(status -> {}), ADMIN, Requires.Key.ONCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theKeyOfARefusedRequestIsFreeBeforeTheCallerIsAnswered() {
        HttpServletRequest refused = BareRequest.post(PATH, "{}", "key");
        List<Boolean> mended = new ArrayList<>();
        assertThat(begin(refused)).isTrue();

        new ProblemResolver(() -> List.of(PATH), Locale.ENGLISH)
                .resolveException(
                        refused,
                        BareRequest.response(
                                status -> mended.add(begin(BareRequest.post(PATH, "{\"name\": \"A\"}", "key")))),
                        null,
                        ProblemException.of(422, "NO_SUBJECT", Map.of()));

        assertThat(mended).containsExactly(true);
    }
}
