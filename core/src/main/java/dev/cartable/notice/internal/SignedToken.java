package dev.cartable.notice.internal;

import dev.cartable.work.HostKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows a link's path: a text and its signature with the host key (128 bits of HMAC-SHA-256), both in base64url. The signature can
 * also bind what the text does not say. It holds under the current host key and the old ones. It says nothing about the key.
 */
final class SignedToken {
    private static final int SIGNATURE_BYTES = 16;

    private final String payload;
    private final byte[] signature;

    private SignedToken(String payload, byte[] signature) {
        this.payload = payload;
        this.signature = signature;
    }

    /** The text. It proves nothing before {@link #isSigned}. */
    String payload() {
        return payload;
    }

    /**
     * A link with a new token; empty without an address or a key.
     *
     * @param path what follows the public address, with a slash at its end
     * @param bound what is signed beside the payload
     */
    static Optional<URI> link(
            @Nullable URI publicUrl,
            @Nullable HostKey key,
            String path,
            String purpose,
            String payload,
            String... bound) {
        if (publicUrl == null || key == null) {
            return Optional.empty();
        }
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return Optional.of(address(
                publicUrl,
                path
                        + base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64.encodeToString(signature(key, purpose, payload, bound))));
    }

    /** A page under the public address. */
    static URI address(URI publicUrl, String page) {
        String base = publicUrl.toString();
        return URI.create(base + (base.endsWith("/") ? "" : "/") + page);
    }

    /** Reads what {@link #link} wrote behind the path; empty if it did not write this. */
    static Optional<SignedToken> read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            return Optional.of(new SignedToken(
                    new String(base64.decode(token.substring(0, dot)), StandardCharsets.UTF_8),
                    base64.decode(token.substring(dot + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it was signed for this purpose, with what it binds, by the host key or an old one. */
    boolean isSigned(HostKey key, String purpose, String... bound) {
        return key.all().stream()
                .anyMatch(one -> MessageDigest.isEqual(signature(one, purpose, payload, bound), signature));
    }

    private static byte[] signature(HostKey key, String purpose, String payload, String... bound) {
        String[] parts = new String[bound.length + 1];
        parts[0] = payload;
        System.arraycopy(bound, 0, parts, 1, bound.length);
        return Arrays.copyOf(key.derive(purpose, parts), SIGNATURE_BYTES);
    }
}
