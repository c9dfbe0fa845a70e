package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
        String payload = request.topic().category() + " " + request.topic().channel() + " " + request.person();
        return SignedToken.link(publicUrl, key, PATH, PURPOSE, payload.getBytes(StandardCharsets.UTF_8))
                .filter(link -> link.toString().length() <= LONGEST);
    }

    /** What the token of a link asks for; empty if it was not made with the host key or an old one. */
    public Optional<Request> read(String token) {
        HostKey known = key;
        return known == null
                ? Optional.empty()
                : SignedToken.read(token)
                        .filter(read -> read.isSigned(known, PURPOSE))
                        .flatMap(read -> request(new String(read.payload(), StandardCharsets.UTF_8)));
    }

    private static Optional<Request> request(String payload) {
        String[] parts = payload.split(" ", 3);
        return parts.length < 3
                ? Optional.empty()
                : Optional.of(new Request(
                        Recipient.parse(parts[2]), new Topic(new Category(parts[0]), new Channel(parts[1]))));
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "UnsubscribeLinks[" + publicUrl + "]";
    }
}
