package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.internal.UnsubscribeLinks.Request;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Preferences;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch needs to know of people's preferences and of the settings about them.
 *
 * @param links where notices can be declined
 * @param answers where notices can be answered
 * @param school the school's name, for discreet words
 * @param threads how mails about one thing are threaded
 * @param zone where the school's days begin
 */
record DispatchPreferences(
        Preferences preferences,
        PreferenceSettings settings,
        UnsubscribeLinks links,
        AnswerLinks answers,
        String school,
        ZoneId zone,
        MailThreads threads) {
    /** The words of the others are stored, and no link that opens something is. */
    private static final Set<Channel> ASKING = Set.of(Channel.EMAIL, Channel.SMS);

    private static final Set<Channel> PRIVATE = Set.of(Channel.IN_APP, Channel.LETTER);

    /** A day, even one on which the clock changes. */
    private static final Duration HORIZON = Duration.ofHours(26);

    DispatchPreferences {
        requireNonNull(preferences, "preferences");
        requireNonNull(settings, "settings");
        requireNonNull(links, "links");
        requireNonNull(answers, "answers");
        requireNonNull(school, "school");
        requireNonNull(zone, "zone");
        requireNonNull(threads, "threads");
    }

    /** Where the recipient of a mail declines others like it; empty if that cannot be done. */
    Optional<URI> unsubscribe(Notice notice, Category category) {
        return notice.channel().equals(Channel.EMAIL) && settings.mayDecline(category)
                ? links.link(new Request(notice.recipient(), new Topic(category, notice.channel())))
                : Optional.empty();
    }

    /** What a notice that asks for something says of how to answer: in an e-mail or a short message a link, elsewhere nothing. */
    Map<String, String> answerVariables(Notice notice) {
        return ASKING.contains(notice.channel()) ? answers.variables(notice) : AnswerLinks.none();
    }

    /** Whether a person gets several notices of a kind in one message: what they have chosen, otherwise what the school says. */
    boolean digests(Preferences theirs, Recipient person) {
        return theirs.digest(person).orElse(settings.digest());
    }

    /** The day on which the last of some was queued. */
    LocalDate day(Stream<Instant> queued) {
        return queued.max(Comparator.naturalOrder()).orElseThrow().atZone(zone).toLocalDate();
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
     * the day that is as long as {@link QuietHours#LEAST_FREE}, the person's own count alone.
     *
     * @param ofSchool null for none
     * @param ofPerson null for none
     */
    static Optional<Instant> quietUntil(@Nullable QuietHours ofSchool, @Nullable QuietHours ofPerson, Instant now) {
        boolean joint = ofSchool == null || ofPerson == null || leaveTime(ofSchool, ofPerson, now);
        Instant until = joint ? free(ofSchool, ofPerson, now, now.plus(HORIZON)) : end(ofPerson, now);
        return until.equals(now) ? Optional.empty() : Optional.of(until);
    }

    /** Whether a time that is long enough begins within a day, or is under way. */
    private static boolean leaveTime(QuietHours one, QuietHours other, Instant now) {
        Instant last = now.plus(HORIZON);
        Instant at = now;
        while (!at.isAfter(last)) {
            Instant from = free(one, other, at, last);
            Instant to = Stream.of(one.startAfter(from), other.startAfter(from))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            if (!from.isAfter(last) && Duration.between(from, to).compareTo(QuietHours.LEAST_FREE) >= 0) {
                return true;
            }
            at = to;
        }
        return false;
    }

    /** The first instant that is in neither's quiet hours; one after the last if there is none before. */
    private static Instant free(@Nullable QuietHours one, @Nullable QuietHours other, Instant at, Instant last) {
        Instant until = at;
        Instant before;
        do {
            before = until;
            until = end(other, end(one, until));
        } while (!until.equals(before) && !until.isAfter(last));
        return until;
    }

    private static Instant end(@Nullable QuietHours hours, Instant at) {
        return hours == null ? at : hours.endAfter(at).orElse(at);
    }
}
