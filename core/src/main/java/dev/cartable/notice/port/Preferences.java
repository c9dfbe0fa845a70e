package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Address;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What people want, and which addresses no longer work. Cartable keeps this itself, in its {@link PreferenceStore}; a host that
 * keeps it gives its own implementation instead. Called when a notice is planned or queued, and again just before it is handed
 * over. A guardian who declines links and temporary passwords, or whose address came back, has an account without a channel, and gets
 * a letter. Safe for use by several threads.
 */
public interface Preferences {
    /** For a host that keeps neither wishes nor bounces. */
    Preferences NONE = (person, kind, channel, address) -> Answer.ACCEPTED;

    /** Whether a person is notified of a kind by a channel at an address. */
    Answer answer(Recipient person, Kind kind, Channel channel, Address address);

    /** What to write to a person in, instead of what the roster says. Empty by default: the roster's language counts. */
    default Optional<Locale> language(Recipient person) {
        return Optional.empty();
    }

    /** When a person is not disturbed with what can wait. Empty by default: the school's quiet hours alone count. */
    default Optional<QuietHours> quietHours(Recipient person) {
        return Optional.empty();
    }

    /**
     * Whether a person wants several notices of one kind in one message. Empty by default: the school's setting {@code
     * PreferenceSettings.digest} counts.
     */
    default Optional<Boolean> digest(Recipient person) {
        return Optional.empty();
    }

    /**
     * The same for a page of people, at whom and at whose addresses a run looks next: read in a few queries, it is asked for each of
     * them. Asked about others, it answers as well. By default this itself, which then should answer from memory or by a key.
     */
    default Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
        return this;
    }

    /** Whether a notice may go. */
    enum Answer {
        /** Nothing speaks against it. */
        ACCEPTED,
        /** The person does not want notices of this kind by this channel. */
        DECLINED,
        /** Mail to this address came back. */
        BOUNCED
    }
}
