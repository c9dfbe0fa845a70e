package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.DiscreetNotice;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.internal.UnsubscribeLinks.Request;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Topic;
import dev.cartable.notice.port.Preferences;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch needs to know of people's preferences and of the settings about them.
 *
 * @param links where notices can be declined
 * @param school the school's name, for discreet words
 */
record DispatchPreferences(
        Preferences preferences, PreferenceSettings settings, UnsubscribeLinks links, String school) {
    private static final Set<Channel> PRIVATE = Set.of(Channel.IN_APP, Channel.LETTER);
    private static final Duration A_DAY = Duration.ofDays(1);

    DispatchPreferences {
        requireNonNull(preferences, "preferences");
        requireNonNull(settings, "settings");
        requireNonNull(links, "links");
        requireNonNull(school, "school");
    }

    /** For notices that nobody can decline and that wait for nobody's quiet hours. */
    static DispatchPreferences none() {
        return new DispatchPreferences(
                Preferences.NONE, PreferenceSettings.defaults(), new UnsubscribeLinks(null, null), "");
    }

    /** Where the recipient of a mail declines others like it; empty if that cannot be done. */
    Optional<URI> unsubscribe(Notice notice, Category category) {
        return notice.channel().equals(Channel.EMAIL) && settings.mayDecline(category)
                ? links.link(new Request(notice.recipient(), new Topic(category, notice.channel())))
                : Optional.empty();
    }

    /** Whether others may read what a kind says by a channel, so that it says little. */
    boolean isDiscreet(Kind kind, Category category, Channel channel) {
        return !PRIVATE.contains(channel) && settings.isDiscreet(kind, category);
    }

    Map<String, String> discreet(Map<String, String> notice) {
        return DiscreetNotice.values(school, notice);
    }

    /**
     * Until when a notice that can wait waits: until neither the school nor the person has quiet hours. Where the two leave no time of
     * the day, the person's own count alone.
     *
     * @param ofSchool null for none
     * @param ofPerson null for none
     */
    static Optional<Instant> quietUntil(@Nullable QuietHours ofSchool, @Nullable QuietHours ofPerson, Instant now) {
        Instant until = now;
        Instant before;
        do {
            before = until;
            until = end(ofPerson, end(ofSchool, until));
        } while (!until.equals(before) && until.isBefore(now.plus(A_DAY)));
        if (!until.equals(before)) {
            until = end(ofPerson, now);
        }
        return until.equals(now) ? Optional.empty() : Optional.of(until);
    }

    private static Instant end(@Nullable QuietHours hours, Instant at) {
        return hours == null ? at : hours.endAfter(at).orElse(at);
    }
}
