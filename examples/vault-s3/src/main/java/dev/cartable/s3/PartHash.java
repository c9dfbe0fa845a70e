package dev.cartable.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The MD5 of a part of an upload, by which a server names it (its ETag). It finds what the line has changed; what a person has changed is
 * found by SHA-256.
 */
record PartHash(String hex) {
    private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}(?:-\\d{1,5})?");

    static PartHash of(byte[] part) {
        return new PartHash(HexFormat.of().formatHex(digest("MD5").digest(part)));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** As the header Content-MD5 has it. */
    String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /** The ETag of an object that was uploaded in these parts. */
    static String whole(List<PartHash> parts) {
        MessageDigest digest = digest("MD5");
        parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.hex())));
        return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
    }

    /** An ETag without its quotation marks. */
    static String plain(String tag) {
        return tag.replace("&quot;", "").replace("\"", "");
    }

    /** Whether an ETag has the form of a hash. Where the server encrypts with keys of its own, it is another text, which says nothing. */
    static boolean isHash(String tag) {
        return TAG.matcher(plain(tag)).matches();
    }
}
