package dev.cartable.spring.web.internal;

import dev.cartable.internal.json.Json;
import dev.cartable.work.internal.Sha256;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Seals kept answers, which may name people: who reads the database alone cannot open them. AES-256 in GCM. */
final class AnswerSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int USUAL_STATUS = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** @param secret what only the client and this request know */
    AnswerSeal(String secret) {
        this.key = new SecretKeySpec(HexFormat.of().parseHex(Sha256.hex("seal\n" + secret)), "AES");
    }

    /** An answer as it was given. */
    record Kept(
            int status,
            Map<String, String> headers,
            @Nullable String body) {
        /** Gives it again. */
        void replay(HttpServletResponse response) throws IOException {
            headers.forEach(response::setHeader);
            response.setHeader("Idempotency-Replayed", "true");
            response.setStatus(status);
            if (body != null) {
                AnswerWriter.writeText(response, "application/json", body);
            }
        }
    }

    String close(Kept answer) {
        byte[] plain = Json.text(Row.of("status", (long) answer.status())
                        .and("headers", answer.headers())
                        .and("body", answer.body()))
                .getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(plain);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + CIPHER, e);
        }
    }

    Kept open(String text) {
        byte[] sealed = Base64.getDecoder().decode(text);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
            return read(new String(cipher.doFinal(sealed, NONCE, sealed.length - NONCE), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kept answer was not sealed with this key, or was changed", e);
        }
    }

    private static Kept read(String text) {
        Map<?, ?> kept = Json.readObject(text);
        Map<String, String> headers = new LinkedHashMap<>();
        if (kept.get("headers") instanceof Map<?, ?> all) {
            all.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        return new Kept(
                kept.get("status") instanceof Long status ? Math.toIntExact(status) : USUAL_STATUS,
                headers,
                kept.get("body") instanceof String body ? body : null);
    }
}
