package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What makes a notice the same notice: kind, subject, revision, recipient, channel and slot. A second one with the same key
 * is not queued. The e-mail's Message-ID derives from it, so that a mail sent twice after a crash is seen as one.
 *
 * @param hex SHA-256 (FIPS 180-4) of the parts, as 64 lower-case hexadecimal digits
 */
public record NoticeKey(String hex) {
    public NoticeKey {
        requireNonNull(hex, "hex");
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a notice key has 64 hexadecimal digits, not " + hex.length());
        }
    }

    /**
     * The key of a notice.
     *
     * @param revision which state of the subject the notice is about, such as a credential's revision
     * @param slot the occasion, such as a date, for what is sent again and again; empty for what is sent once
     */
    public static NoticeKey of(
            Kind kind, Subject subject, String revision, Recipient recipient, Channel channel, String slot) {
        MessageDigest digest = Sha256.begin();
        for (String part :
                new String[] {kind.name(), subject.toString(), revision, recipient.toString(), channel.name(), slot}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return new NoticeKey(HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public String toString() {
        return hex;
    }
}
