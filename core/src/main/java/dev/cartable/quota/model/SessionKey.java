package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.util.Comparator;

/**
 * What readings of a session have in common. An access server that restarts gives the same ids again, so that several
 * sessions may have one key; they are told apart by their start.
 *
 * @param session the Acct-Session-Id (RFC 2866, 5.5), 1 to 253 octets in UTF-8 without control characters
 */
public record SessionKey(NasId nas, String session, UserId user) implements Comparable<SessionKey> {
    private static final int LONGEST = 253;
    private static final Comparator<SessionKey> ORDER = Comparator.comparing(SessionKey::user)
            .thenComparing(SessionKey::nas)
            .thenComparing(SessionKey::session);

    public SessionKey {
        requireNonNull(nas, "nas");
        NasId.check("session", session, LONGEST);
        requireNonNull(user, "user");
    }

    @Override
    public int compareTo(SessionKey other) {
        return ORDER.compare(this, other);
    }
}
