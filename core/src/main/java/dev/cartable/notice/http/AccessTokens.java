package dev.cartable.notice.http;

import dev.cartable.notice.http.GatewayAuth.ClientCredentials;
import dev.cartable.notice.http.GatewayClient.Answer;
import dev.cartable.notice.http.GatewayClient.NoAnswer;
import dev.cartable.notice.http.GatewayClient.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the token for a client's credentials (RFC 6749, 4.4) until shortly before it expires. Safe for use by several threads, of which one
 * asks for a token while the others wait.
 */
final class AccessTokens {
    /** RFC 6749 lets a server say nothing of the lifetime. */
    private static final Duration UNSTATED = Duration.ofMinutes(5);

    private static final Duration MOST_MARGIN = Duration.ofSeconds(60);
    private static final JsonPath TOKEN = JsonPath.parse("token", "/access_token");
    private static final JsonPath LIFETIME = JsonPath.parse("token", "/expires_in");

    private final ClientCredentials credentials;
    private final GatewayClient client;
    private final InstantSource clock;
    private @Nullable Token current;

    AccessTokens(ClientCredentials credentials, GatewayClient client, InstantSource clock) {
        this.credentials = credentials;
        this.client = client;
        this.clock = clock;
    }

    /** A token, or why there is none. */
    sealed interface Outcome {}

    /** A token. */
    record Token(String value, Instant until) implements Outcome {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** The server gave none. */
    record Refused(int status) implements Outcome {}

    /** The server did not answer. */
    record Unreachable(NoAnswer why) implements Outcome {}

    /** The token to use now. */
    synchronized Outcome token() {
        Token kept = current;
        if (kept != null && clock.instant().isBefore(kept.until())) {
            return kept;
        }
        current = null;
        Result result = client.send(
                "POST",
                credentials.tokenUrl(),
                Map.of("Authorization", basic(credentials.clientId(), credentials.clientSecret())),
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials"
                        + (credentials.scope().isEmpty()
                                ? ""
                                : "&scope=" + RequestTemplate.encode(credentials.scope())));
        if (!(result instanceof Answer answer)) {
            return new Unreachable((NoAnswer) result);
        }
        Object document = JsonPath.document(answer.body());
        Optional<String> value = TOKEN.text(document).filter(token -> token.matches("[\\x21-\\x7E]+"));
        if (answer.status() != 200 || value.isEmpty()) {
            return new Refused(answer.status());
        }
        Token fresh = new Token(value.get(), clock.instant().plus(usable(LIFETIME.text(document))));
        current = fresh;
        return fresh;
    }

    /** Forgets a token that the gateway did not take, unless another has replaced it meanwhile. */
    synchronized void reject(Token token) {
        if (token.equals(current)) {
            current = null;
        }
    }

    /** How long a token may be used: a tenth of its lifetime, a minute at most, is left out. */
    private static Duration usable(Optional<String> seconds) {
        Duration lifetime = seconds.filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(UNSTATED);
        Duration margin = lifetime.dividedBy(10);
        return lifetime.minus(margin.compareTo(MOST_MARGIN) < 0 ? margin : MOST_MARGIN);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
