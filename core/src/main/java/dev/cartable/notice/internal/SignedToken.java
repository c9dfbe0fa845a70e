package dev.cartable.notice.internal;

import dev.cartable.work.HostKey;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows a link's path: a payload and its signature with the host key (128 bits of HMAC-SHA-256), both in base64url. The signature can
 * also bind what the payload does not say. It holds under the current host key and the old ones. It says nothing about the key.
 */
final class SignedToken {
    private static final int SIGNATURE_BYTES = 16;

    private final String encoded;
    private final byte[] payload;
    private final byte[] signature;

    private SignedToken(String encoded, byte[] payload, byte[] signature) {
        this.encoded = encoded;
        this.payload = payload;
        this.signature = signature;
    }

    /** What was signed. It proves nothing before {@link #isSigned}. */
    byte[] payload() {
        return payload.clone();
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
            byte[] payload,
            String... bound) {
        if (publicUrl == null || key == null) {
            return Optional.empty();
        }
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String encoded = base64.encodeToString(payload);
        String signature = base64.encodeToString(signature(key, purpose, encoded, bound));
        return Optional.of(address(publicUrl, path + encoded + "." + signature));
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
            String encoded = token.substring(0, dot);
            return Optional.of(
                    new SignedToken(encoded, base64.decode(encoded), base64.decode(token.substring(dot + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it was signed for this purpose, with what it binds, by the host key or an old one. */
    boolean isSigned(HostKey key, String purpose, String... bound) {
        return key.all().stream()
                .anyMatch(one -> MessageDigest.isEqual(signature(one, purpose, encoded, bound), signature));
    }

    private static byte[] signature(HostKey key, String purpose, String encoded, String... bound) {
        String[] parts = new String[bound.length + 1];
        parts[0] = encoded;
        System.arraycopy(bound, 0, parts, 1, bound.length);
        return Arrays.copyOf(key.derive(purpose, parts), SIGNATURE_BYTES);
    }
}
