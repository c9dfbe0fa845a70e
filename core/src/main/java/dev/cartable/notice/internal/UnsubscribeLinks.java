package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Topic;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the links by which people decline notices. A link holds the person, the category and the channel, signed with the host
 * key (128 bits of HMAC-SHA-256); nothing is stored. It never expires, as the mail that it stands in does not: what it can do is little.
 * It dies with its host key, when that is no longer among the old keys. Safe for use by several threads.
 */
public final class UnsubscribeLinks {
    /** What follows the public address of the application; the token follows it. */
    public static final String PATH = "unsubscribe/";

    private static final String PURPOSE = "notice.unsubscribe";
    private static final int SIGNATURE_BYTES = 16;

    /** A header line has 998 characters at most (RFC 5322, 2.1.1). */
    private static final int LONGEST = 900;

    private final @Nullable URI publicUrl;
    private final @Nullable HostKey key;

    /**
     * Links under this address.
     *
     * @param publicUrl null for no links
     * @param key null for no links
     */
    public UnsubscribeLinks(@Nullable URI publicUrl, @Nullable HostKey key) {
        this.publicUrl = publicUrl;
        this.key = key;
    }

    /** What a token asks for. */
    public record Request(Recipient person, Topic topic) {
        public Request {
            requireNonNull(person, "person");
            requireNonNull(topic, "topic");
        }
    }

    /** The link by which a person declines this; empty if there are no links, or if it would be too long for a mail's header. */
    public Optional<URI> link(Request request) {
        if (publicUrl == null || key == null) {
            return Optional.empty();
        }
        String base = publicUrl.toString();
        String link = base + (base.endsWith("/") ? "" : "/") + PATH + token(key, request);
        return link.length() > LONGEST ? Optional.empty() : Optional.of(URI.create(link));
    }

    /** What the token of a link asks for; empty if it was not made with the host key or an old one. */
    public Optional<Request> read(String token) {
        int dot = token.indexOf('.');
        if (key == null || dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            Optional<Request> request =
                    request(new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), StandardCharsets.UTF_8));
            return request.filter(one -> key.all().stream()
                    .anyMatch(candidate -> MessageDigest.isEqual(signature(candidate, one), signature)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if it holds no category, channel or person */
    private static Optional<Request> request(String payload) {
        String[] parts = payload.split(" ", 3);
        return parts.length < 3
                ? Optional.empty()
                : Optional.of(new Request(
                        Recipient.parse(parts[2]), new Topic(new Category(parts[0]), new Channel(parts[1]))));
    }

    private static String token(HostKey key, Request request) {
        String payload = request.topic().category() + " " + request.topic().channel() + " " + request.person();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + "."
                + base64.encodeToString(signature(key, request));
    }

    private static byte[] signature(HostKey key, Request request) {
        return Arrays.copyOf(
                key.derive(
                        PURPOSE,
                        request.topic().category().name(),
                        request.topic().channel().name(),
                        request.person().toString()),
                SIGNATURE_BYTES);
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "UnsubscribeLinks[" + publicUrl + "]";
    }
}
