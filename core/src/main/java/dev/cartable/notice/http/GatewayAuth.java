package dev.cartable.notice.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** How Cartable signs in to a gateway. No text form shows a secret. */
sealed interface GatewayAuth {
    String BASIC = "Basic ";

    /** What no answer and no log may show. */
    Set<String> secrets();

    /** Not at all, or by placeholders of the request. */
    record None(String secret) implements GatewayAuth {
        @Override
        public Set<String> secrets() {
            return Set.of(secret);
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
            return GatewayAuth.secrets(AccessTokens.basic(user, password));
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
            return GatewayAuth.secrets(key);
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
            return GatewayAuth.secrets(AccessTokens.basic(clientId, clientSecret));
        }

        @Override
        public String toString() {
            return "ClientCredentials[" + tokenUrl.getHost() + "]";
        }
    }

    /**
     * What the value of a header gives away: all of it, what follows its scheme, and, if that is HTTP Basic, the password inside, the Base64
     * without its padding and as it stands in a URL.
     */
    static Set<String> secrets(String header) {
        Set<String> secrets = new HashSet<>();
        String credentials = header.substring(header.lastIndexOf(' ') + 1);
        secrets.add(credentials);
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            secrets.add(header);
        } else {
            String unpadded = credentials.replaceAll("=+$", "");
            secrets.add(unpadded);
            secrets.add(unpadded.replace('+', '-').replace('/', '_'));
            secrets.add(unpadded.replace("/", "\\/")); // as some JSON has it
            try {
                String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                secrets.add(pair);
                secrets.add(pair.substring(pair.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                // Whatever it is, it is hidden as it stands.
            }
        }
        return secrets;
    }
}
