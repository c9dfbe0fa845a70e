package dev.cartable.notice.http;

import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How Cartable signs in to a gateway. No text form shows a secret. */
sealed interface GatewayAuth {
    /** What no answer and no log may show. */
    Set<String> secrets();

    /** Not at all, or by placeholders of the request. */
    record None(String secret) implements GatewayAuth {
        @Override
        public Set<String> secrets() {
            return secret.isEmpty() ? Set.of() : Set.of(secret);
        }

        @Override
        public String toString() {
            return "None";
        }
    }

    /** HTTP Basic (RFC 7617). */
    record Basic(String user, String password) implements GatewayAuth {
        @Override
        public Set<String> secrets() {
            return Stream.of(password, encoded(user, password)).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "Basic";
        }
    }

    /** A key in a header: the gateway's own, or {@code Authorization} with {@code Bearer …}. */
    record HeaderKey(String header, String key) implements GatewayAuth {
        @Override
        public Set<String> secrets() {
            return Stream.of(key, key.substring(key.lastIndexOf(' ') + 1)).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "HeaderKey[" + header + "]";
        }
    }

    /** A token for a client's credentials (RFC 6749, 4.4). */
    record ClientCredentials(URI tokenUrl, String clientId, String clientSecret, String scope) implements GatewayAuth {
        @Override
        public Set<String> secrets() {
            return Stream.of(clientSecret, encoded(clientId, clientSecret)).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "ClientCredentials[" + tokenUrl.getHost() + "]";
        }
    }

    /** What HTTP Basic sends: a reader of it has the secret. */
    private static String encoded(String user, String secret) {
        return AccessTokens.basic(user, secret).substring("Basic ".length());
    }
}
