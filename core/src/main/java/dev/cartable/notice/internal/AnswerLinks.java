package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Phrases;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the links by which people answer notices. A link holds the notice's id, and its signature binds the recipient, too;
 * nothing is stored. It holds until the end of a day, and dies with its host key, when that is no longer among the old keys. Safe for use
 * by several threads.
 */
public final class AnswerLinks {
    /** What follows the public address of the application; the token follows it. */
    public static final String PATH = "answer/";

    /** The variable that holds the link; empty where there is none. */
    public static final String LINK = "answer_link";

    /** The variable that holds the last day of the link, in words; empty where there is none. */
    public static final String UNTIL = "answer_until";

    private static final String PURPOSE = "notice.answer";
    private static final int ID_BYTES = 2 * Long.BYTES;

    private final @Nullable URI publicUrl;
    private final @Nullable HostKey key;
    private final ZoneId zone;
    private final int days;

    /**
     * Links under this address.
     *
     * @param publicUrl null for no links
     * @param key null for no links
     * @param zone where the school's days begin
     * @param days after so many days, counted from when the notice was queued, a link is dead
     */
    public AnswerLinks(@Nullable URI publicUrl, @Nullable HostKey key, ZoneId zone, int days) {
        this.publicUrl = publicUrl;
        this.key = key;
        this.zone = requireNonNull(zone, "zone");
        this.days = days;
    }

    /** No links. */
    public static AnswerLinks disabled() {
        return new AnswerLinks(null, null, ZoneOffset.UTC, 1);
    }

    /** The link by which its recipient answers a notice; empty if there are no links. */
    public Optional<URI> link(Notice notice) {
        return SignedToken.link(
                publicUrl,
                key,
                PATH,
                PURPOSE,
                bytes(notice.id()),
                notice.recipient().toString());
    }

    /** The variables of a template about the link; both empty if there are no links. */
    public Map<String, String> variables(Notice notice) {
        return link(notice)
                .map(link -> Map.of(LINK, link.toString(), UNTIL, Phrases.date(lastDay(notice), notice.language())))
                .orElseGet(AnswerLinks::none);
    }

    /** The variables of a template where there is no link. */
    public static Map<String, String> none() {
        return Map.of(LINK, "", UNTIL, "");
    }

    /** Made-up variables, whose link opens nothing; both empty if there are no links. */
    public Map<String, String> sample(Locale language) {
        URI base = publicUrl;
        return base == null || key == null
                ? none()
                : Map.of(
                        LINK,
                        SignedToken.address(base, PATH + "sample").toString(),
                        UNTIL,
                        SampleWords.day(language, days));
    }

    /** The notice that a token names. It proves nothing before {@link #isFor}. */
    public Optional<NoticeId> read(String token) {
        return SignedToken.read(token)
                .map(SignedToken::payload)
                .filter(payload -> payload.length == ID_BYTES)
                .map(ByteBuffer::wrap)
                .map(id -> new NoticeId(new UUID(id.getLong(), id.getLong())));
    }

    /** The shortest form of an id: a short message has little room. */
    private static byte[] bytes(NoticeId id) {
        return ByteBuffer.allocate(ID_BYTES)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
    }

    /** Whether a token was made for a notice and its recipient, by the host key or an old one. */
    public boolean isFor(String token, Notice notice) {
        HostKey known = key;
        return known != null
                && SignedToken.read(token)
                        .filter(read -> Arrays.equals(read.payload(), bytes(notice.id()))
                                && read.isSigned(
                                        known, PURPOSE, notice.recipient().toString()))
                        .isPresent();
    }

    /** The first instant at which the link of a notice is dead. */
    public Instant end(Notice notice) {
        return lastDay(notice).plusDays(1).atStartOfDay(zone).toInstant();
    }

    private LocalDate lastDay(Notice notice) {
        return LocalDate.ofInstant(notice.queuedAt(), zone).plusDays(days);
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "AnswerLinks[" + publicUrl + "]";
    }
}
